"""Calls of the desk: where the rider is, what went wrong, what money is left."""

from .. import wire
from ..errors import CarrierUnknownError
from ..neutral import Balance, OrderKey, Position, Reason, Rider
from .orders import number_of, reasons_of

_ASKS_TO_CANCEL = 1
# Freight and vouchers.
_ALL_BALANCES = 3


class DeskCalls:
    """The part of the client that staff and watchers use."""

    def position(self, key: OrderKey) -> Position:
        """Override of `Carrier`: GCJ-02."""
        path = "/api/order/transporter/position"
        found = self._ask_list(path, {"orderIds": [key.number]})
        mine = [
            item
            for item in found
            if wire.text_of(item.get("orderId")) in {"", key.number}
        ]
        if not mine:
            return Position(None)
        point = wire.point_of(
            _either(mine[0], "transporterLng", "lng"),
            _either(mine[0], "transporterLat", "lat"),
        )
        rider = Rider(
            wire.text_of(mine[0].get("transporterId")),
            wire.text_of(_either(mine[0], "transporterName", "name")),
            wire.text_of(_either(mine[0], "transporterPhone", "phone")),
            point,
        )
        return Position(point, rider)

    def track_url(self, key: OrderKey) -> str:
        """Override of `Carrier`."""
        path = "/api/order/transporter/track"
        result = self._ask(path, {"order_id": key.number})
        return self._web_address(result.get("trackUrl"))

    def confirm_return(self, key: OrderKey) -> None:
        """Override of `Carrier`: final, 9 becomes 10."""
        self._ask("/api/order/confirm/goods", {"order_id": key.number})

    def complaint_reasons(self) -> tuple[Reason, ...]:
        """Override of `Carrier`."""
        return reasons_of(self._ask_list("/api/complaint/reasons", ""))

    def complain(self, key: OrderKey, reason: Reason) -> None:
        """Override of `Carrier`."""
        body = {"order_id": key.number, "reason_id": number_of(reason.code)}
        self._ask("/api/complaint/dada", body)

    def answer_rider_cancel(
        self, key: OrderKey, *, is_agreed: bool, reason: str = ""
    ) -> None:
        """Override of `Carrier`: unanswered, Dada agrees by itself after a while."""
        answer = {
            "orderId": key.number,
            "dadaOrderId": number_of(key.provider_number),
            "isConfirm": int(is_agreed),
            "imgs": [],
            "rejectReason": wire.cut(reason, 128),
        }
        body = {"messageType": _ASKS_TO_CANCEL, "messageBody": wire.to_json(answer)}
        self._ask("/api/message/confirm", body)

    def balance(self, shop_no: str = "") -> Balance:
        """Override of `Carrier`: one account for all shops."""
        result = self._ask("/api/balance/query", {"category": _ALL_BALANCES})
        available = wire.fen_of_yuan(result.get("deliverBalance"))
        if available is None:
            raise CarrierUnknownError("a balance without a number", carrier=self.code)
        bonus = wire.fen_of_yuan(result.get("redPacketBalance"))
        return Balance(available, bonus or 0)

    def recharge_url(self, *, amount_fen: int = 0, shop_no: str = "") -> str:
        """Override of `Carrier`: Dada's cashier for this amount."""
        body = {"amount": wire.yuan_of_fen(amount_fen), "category": "PC"}
        result = self._call("/api/recharge", body)
        if isinstance(result, dict):
            result = result.get("url")
        return self._web_address(result)


def _either(item, name, short):
    # Dada's pages use both names.
    return item.get(name, item.get(short))
