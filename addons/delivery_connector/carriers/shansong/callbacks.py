"""What Shansong says on its own: with neither a signature nor a time.

No event is trusted, so the address it comes to must not be guessable; and what leads
back must be asked about, because an old word cannot be told from a new one.
"""

from .. import wire
from ..errors import CarrierCallbackError, CarrierUnknownError
from ..neutral import CallbackEvent, CallbackMessage, CallbackReply, Rider
from . import const
from .status import cancel_fee_of, cancelled_by, rider_of, state_of


class CallbackCalls:
    """The part of the client that listens."""

    def parse_callback(self, message: CallbackMessage) -> CallbackEvent:
        """Override of `Carrier`."""
        content = self._callback_object(message.body)
        number = wire.text_of(content.get("orderNo"))
        status = wire.text_of(content.get("status"))
        if not number or not status:
            raise CarrierCallbackError("no order or status", carrier=self.code)
        sub_words = wire.text_of(content.get("subStatusDesc"))
        is_waiting = status == const.WAITING
        return CallbackEvent(
            number=number,
            provider_number=wire.text_of(content.get("issOrderNo")),
            provider_status=status,
            state=state_of(status, sub_words),
            at_s=None,
            is_trusted=False,
            digest=wire.digest_of(message.body),
            rider=Rider() if is_waiting else rider_of(content),
            is_rider_changed=any(word in sub_words for word in const.REASSIGNED_WORDS),
            cancelled_by=cancelled_by(content),
            reason=wire.text_of(content.get("abortReason")),
            finish_code=wire.text_of(content.get("deliveryPassword")),
            cancel_fee_fen=self._cancel_fee_of(content),
            raw=content,
        )

    def callback_reply(self, *, is_accepted: bool) -> CallbackReply:
        """Override of `Carrier`: repeated five times, a minute apart."""
        if is_accepted:
            return CallbackReply(200, b'{"status":200,"msg":"","data":null}')
        return CallbackReply(500, b'{"status":500,"msg":"fail","data":null}')

    def _cancel_fee_of(self, content):
        try:
            return cancel_fee_of(content)
        except CarrierUnknownError as error:
            raise CarrierCallbackError(
                "a fee is no amount", carrier=self.code
            ) from error
