"""What WeChat's intra-city delivery says on its own.

It has a field `sign` that no page explains well enough to check, so no event is
trusted, and the address it comes to must not be guessable.
"""

from .. import neutral, wire
from ..errors import CarrierCallbackError
from ..neutral import CallbackEvent, CallbackMessage, CallbackReply
from . import const


class CallbackCalls:
    """The part of the client that listens."""

    def parse_callback(self, message: CallbackMessage) -> CallbackEvent:
        """Override of `Carrier`."""
        content = self._callback_object(message.body)
        number = wire.text_of(content.get("store_order_id"))
        status = wire.text_of(content.get("order_status"))
        if not number or not status:
            raise CarrierCallbackError("no order or status", carrier=self.code)
        if wire.text_of(content.get("appid")) != self._settings["appid"]:
            raise CarrierCallbackError("of another mini-program", carrier=self.code)
        is_exception = status == const.EXCEPTION
        return CallbackEvent(
            number=number,
            provider_number=wire.text_of(content.get("wx_order_id")),
            provider_status=status,
            state=const.STATE_OF_STATUS.get(status),
            at_s=wire.moment_of(content.get("status_change_time")),
            is_trusted=False,
            digest=wire.digest_of(message.body),
            kind=neutral.EXCEPTION if is_exception else neutral.STATUS,
            is_exception=is_exception,
            is_rider_changed=status == const.WITHDRAWN,
            cancelled_by=const.CANCELLED_BY.get(status, ""),
            raw=content,
        )

    def callback_reply(self, *, is_accepted: bool) -> CallbackReply:
        """Override of `Carrier`."""
        if is_accepted:
            return CallbackReply(200, b'{"return_code":0,"return_msg":"OK"}')
        return CallbackReply(500, b'{"return_code":1,"return_msg":"FAIL"}')
