"""What UU says on its own.

A callback in UU's envelope is signed with the account's key, and proven. Older accounts
send the bare content: it is believed as a hint.
"""

from .. import neutral, wire
from ..errors import CarrierCallbackError, CarrierSignatureError
from ..neutral import CallbackEvent, CallbackMessage, CallbackReply, Rider
from . import const
from .signing import is_signed


class CallbackCalls:
    """The part of the client that listens."""

    def parse_callback(self, message: CallbackMessage) -> CallbackEvent:
        """Override of `Carrier`."""
        outer = self._callback_object(message.body)
        is_proven = "biz" in outer
        content = self._proven(outer) if is_proven else outer
        number = wire.text_of(content.get("originId"))
        provider_number = wire.text_of(content.get("orderCode"))
        status = wire.text_of(content.get("state"))
        if not status or not (number or provider_number):
            raise CarrierCallbackError("no order or status", carrier=self.code)
        is_by_platform = status in const.BY_PLATFORM_STATUSES
        gave_up = status == const.RIDER_GAVE_UP
        return CallbackEvent(
            number=number,
            provider_number=provider_number,
            provider_status=status,
            state=const.STATE_OF_STATUS.get(status),
            at_s=wire.moment_of(content.get("changeTime")),
            is_trusted=is_proven,
            digest=wire.digest_of(message.body),
            rider=Rider() if gave_up else _rider_of(content),
            is_rider_changed=gave_up,
            cancelled_by=neutral.BY_PLATFORM if is_by_platform else "",
            reason=wire.text_of(content.get("stateText")),
            raw=content,
        )

    def callback_reply(self, *, is_accepted: bool) -> CallbackReply:
        """Override of `Carrier`."""
        if is_accepted:
            return CallbackReply(200, b'{"code":1,"msg":"success"}')
        return CallbackReply(500, b'{"code":0,"msg":"fail"}')

    def _proven(self, outer):
        biz, signature = outer["biz"], wire.text_of(outer.get("sign"))
        timestamp = wire.text_of(outer.get("timestamp"))
        if not isinstance(biz, str):
            raise CarrierCallbackError("the content is no text", carrier=self.code)
        biz = biz.encode(errors="replace").decode()
        if not is_signed(biz, signature, self._settings["app_key"], timestamp):
            raise CarrierSignatureError("wrong signature", carrier=self.code)
        return self._callback_object(biz)


def _rider_of(content):
    return Rider(
        "",
        wire.text_of(content.get("driverName")),
        wire.text_of(content.get("driverMobile")),
    )
