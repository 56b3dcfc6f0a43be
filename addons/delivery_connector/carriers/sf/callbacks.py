"""What SF says on its own. The signature has the account's key in it: it is a proof.

Each kind of event has an address of its own in SF's console; all may be ours, because
the content names its kind.
"""

from urllib.parse import parse_qs

from .. import neutral, wire
from ..errors import (
    CarrierCallbackError,
    CarrierSignatureError,
    CarrierUnknownError,
)
from ..neutral import (
    CallbackEvent,
    CallbackMessage,
    CallbackReply,
    OrderKey,
    Rider,
)
from . import const
from .signing import is_signed
from .status import rider_of, state_of

_MAX_FIELDS = 20


class CallbackCalls:
    """The part of the client that listens."""

    def parse_callback(self, message: CallbackMessage) -> CallbackEvent:
        """Override of `Carrier`: of every kind."""
        signed, signature = self._signed_part(message)
        if not is_signed(signed, signature, self._dev_id, self._settings["dev_key"]):
            raise CarrierSignatureError("wrong signature", carrier=self.code)
        content = self._callback_object(signed)
        digest = wire.digest_of(message.body)
        number = wire.text_of(content.get("shop_order_id"))
        if not number:
            return self._shop_event(content, digest)
        return self._order_event(number, content, digest)

    def history(self, key: OrderKey) -> tuple[CallbackEvent, ...]:
        """Override of `Carrier`: SF keeps them for 60 days."""
        result = self._ask("getcallbackinfo", self._name(key))
        contents = wire.objects_of(result.get("list"))
        mine = (
            content
            for content in contents
            if wire.text_of(content.get("shop_order_id")) == key.number
        )
        try:
            events = [
                self._order_event(
                    key.number, one, wire.digest_of(wire.to_json(one).encode())
                )
                for one in mine
            ]
        except CarrierCallbackError as error:
            raise CarrierUnknownError(error.message, carrier=self.code) from error
        return tuple(sorted(events, key=lambda event: event.at_s or 0))

    def callback_reply(self, *, is_accepted: bool) -> CallbackReply:
        """Override of `Carrier`."""
        if is_accepted:
            return CallbackReply(200, b'{"error_code":0,"error_msg":"success"}')
        return CallbackReply(500, b'{"error_code":1,"error_msg":"failed"}')

    def _signed_part(self, message):
        """Return what is signed and its signature, from either form of a callback."""
        signature = message.query.get("sign", "")
        if message.body.lstrip()[:1] == b"{":
            return message.body, signature
        try:
            form = parse_qs(message.body.decode(), max_num_fields=_MAX_FIELDS)
        except ValueError as error:
            raise CarrierCallbackError("no form", carrier=self.code) from error
        if "post_data" not in form:
            raise CarrierCallbackError("neither JSON nor a form", carrier=self.code)
        signed = form["post_data"][0].encode()
        return signed, form.get("sign", [signature])[0]

    def _order_event(self, number, content, digest):
        address = wire.text_of(content.get("url_index"))
        status = wire.text_of(content.get("order_status"))
        status = status or const.STATUS_OF_ADDRESS.get(address, "")
        if not status:
            raise CarrierCallbackError("no status", carrier=self.code)
        receipt = wire.text_of(content.get("receipt_type"))
        is_exception = status == const.EXCEPTION
        return CallbackEvent(
            number=number,
            provider_number=wire.text_of(content.get("sf_order_id")),
            provider_status=status,
            state=state_of(status, receipt),
            at_s=wire.moment_of(content.get("push_time")),
            # Finished, but it does not say for whom: ask.
            is_trusted=status != const.DONE or bool(receipt),
            digest=digest,
            kind=neutral.EXCEPTION if is_exception else neutral.STATUS,
            # Of a withdrawal, it is the rider who has gone.
            rider=Rider() if status == const.WITHDRAWN else rider_of(content),
            is_exception=is_exception,
            is_rider_changed=_is_rider_changed(status, content),
            cancelled_by=_cancelled_by(status, content),
            **_reason_of(status, content),
            cancel_fee_fen=None,
            photo_urls=_photos_of(content),
            raw=content,
        )

    def _shop_event(self, content, digest):
        shop_no = wire.text_of(content.get("shop_id"))
        number = wire.text_of(content.get("out_shop_id"))
        if not (shop_no and number):
            raise CarrierCallbackError("of no order and no shop", carrier=self.code)
        return CallbackEvent(
            number=number,
            provider_status=wire.text_of(content.get("url_index")) or "shop",
            state=None,
            at_s=wire.moment_of(content.get("push_time")),
            is_trusted=True,
            digest=digest,
            kind=neutral.SHOP_BOUND,
            shop_no=shop_no,
            raw=content,
        )


def _is_rider_changed(status, content):
    if status == const.WITHDRAWN:
        return True
    words = wire.text_of(content.get("status_desc"))
    return status == const.ACCEPTED and const.REASSIGNED in words


def _cancelled_by(status, content):
    if status != const.CANCELLED:
        return ""
    code = wire.text_of(content.get("cancel_code"))
    return neutral.BY_SHOP if code == const.SHOP_CANCELS else neutral.BY_PLATFORM


def _reason_of(status, content):
    if status == const.EXCEPTION:
        code = wire.text_of(content.get("ex_id"))
        text = wire.text_of(content.get("ex_content"))
        return {"reason_code": code, "reason": text or const.EXCEPTIONS.get(code, "")}
    return {
        "reason_code": wire.text_of(content.get("cancel_code")),
        "reason": wire.text_of(content.get("cancel_reason")),
    }


def _photos_of(content):
    photos = (
        address
        for name in ("pickup_pic", "complete_pic")
        if isinstance(content.get(name), list)
        for address in content[name]
    )
    return tuple(
        address
        for address in photos
        if isinstance(address, str) and address.startswith(("https://", "http://"))
    )
