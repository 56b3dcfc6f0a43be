"""What Dada says on its own: an order's status, and a rider who wants to be let off.

Neither is proven: the checksum has no secret in it. So no event is trusted, and the
address it comes to must not be guessable.
"""

from .. import neutral, wire
from ..errors import CarrierCallbackError, CarrierSignatureError
from ..neutral import CallbackEvent, CallbackMessage, CallbackReply, Rider
from . import const
from .signing import callback_checksum, is_same

# The newer way to write what the older one writes with underscores.
_CAMEL = {
    "client_id": "clientId",
    "order_id": "orderId",
    "order_status": "orderStatus",
    "update_time": "updateTime",
    "cancel_reason": "cancelReason",
    "cancel_from": "cancelFrom",
    "dm_id": "dmId",
    "dm_name": "dmName",
    "dm_mobile": "dmMobile",
    "finish_code": "finishCode",
    "repeat_reason_type": "repeatReasonType",
}
_RIDER_WANTS_TO_CANCEL = "1"
_REASSIGNED = {"1", "2"}


class CallbackCalls:
    """The part of the client that listens."""

    def parse_callback(self, message: CallbackMessage) -> CallbackEvent:
        """Override of `Carrier`: both kinds come to addresses of ours."""
        content = self._callback_object(message.body)
        if "messageType" in content:
            return self._request_of_rider(content, message.body)
        return self._status_event(content, message.body)

    def callback_reply(self, *, is_accepted: bool) -> CallbackReply:
        """Override of `Carrier`: anything but 200 is repeated each minute."""
        if is_accepted:
            return CallbackReply(200, b'{"status":"ok"}')
        return CallbackReply(500, b'{"status":"fail"}')

    def _status_event(self, content, body):
        said = {
            name: wire.text_of(content.get(name, content.get(camel)))
            for name, camel in _CAMEL.items()
        }
        self._check(said, wire.text_of(content.get("signature")))
        status = said["order_status"]
        return CallbackEvent(
            number=said["order_id"],
            provider_number=said["client_id"],
            provider_status=status,
            state=const.STATE_OF_STATUS.get(status),
            at_s=wire.moment_of(said["update_time"]),
            is_trusted=False,
            digest=wire.digest_of(body),
            rider=_rider_of(said),
            is_exception=status in const.EXCEPTION_STATUSES,
            is_rider_changed=said["repeat_reason_type"] in _REASSIGNED,
            cancelled_by=const.CANCELLED_BY.get(said["cancel_from"], ""),
            reason=said["cancel_reason"],
            finish_code=said["finish_code"],
            raw=content,
        )

    def _check(self, said, signature):
        if not (said["order_id"] and said["order_status"] and said["update_time"]):
            raise CarrierCallbackError("no order, status or time", carrier=self.code)
        expected = callback_checksum(
            said["client_id"], said["order_id"], said["update_time"]
        )
        if not is_same(signature, expected):
            raise CarrierSignatureError("wrong checksum", carrier=self.code)

    def _request_of_rider(self, content, body):
        inner = content.get("messageBody")
        details = inner if isinstance(inner, dict) else self._callback_object(inner)
        number = wire.text_of(details.get("orderId"))
        if not number:
            raise CarrierCallbackError("a message of no order", carrier=self.code)
        kind = wire.text_of(content.get("messageType"))
        is_request = kind == _RIDER_WANTS_TO_CANCEL
        return CallbackEvent(
            number=number,
            provider_number=wire.text_of(details.get("dadaOrderId")),
            provider_status=f"message-{kind}",
            state=None,
            at_s=wire.moment_of(content.get("createTime")),
            is_trusted=False,
            digest=wire.digest_of(body),
            kind=neutral.RIDER_CANCEL_REQUEST if is_request else neutral.OTHER_NEWS,
            reason=wire.text_of(details.get("cancelReason")),
            raw=content,
        )


def _rider_of(said):
    # 0 stands for nobody.
    reference = said["dm_id"] if said["dm_id"] != "0" else ""
    return Rider(reference, said["dm_name"], said["dm_mobile"])
