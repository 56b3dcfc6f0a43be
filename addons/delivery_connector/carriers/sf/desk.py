"""Calls of the desk and of shops: where the rider is, what money is left."""

from urllib.parse import urlencode

from .. import wire
from ..errors import CarrierUnknownError
from ..neutral import Balance, OrderKey, Position, RegisteredShop
from . import const
from .status import rider_of


class DeskCalls:
    """The part of the client that staff and watchers use."""

    def position(self, key: OrderKey) -> Position:
        """Override of `Carrier`: SF renews it every 30 seconds."""
        result = self._ask("riderlatestposition", self._name(key))
        rider = rider_of(result)
        return Position(rider.point, rider, wire.moment_of(result.get("upload_time")))

    def track_url(self, key: OrderKey) -> str:
        """Override of `Carrier`."""
        result = self._ask("riderviewv2", self._name(key))
        return self._web_address(result.get("url"))

    def notify_ready(self, key: OrderKey) -> None:
        """Override of `Carrier`."""
        self._ask("notifyproductready", self._name(key))

    def remind(self, key: OrderKey) -> None:
        """Override of `Carrier`."""
        self._ask("reminderorder", self._name(key))

    def balance(self, shop_no: str = "") -> Balance:
        """Override of `Carrier`: each shop has an account of its own."""
        result = self._ask("getshopaccountbalance", self._shop(shop_no))
        available = wire.fen_of_fen(result.get("balance"))
        if available is None:
            raise CarrierUnknownError("a balance without a number", carrier=self.code)
        reserved = wire.fen_of_fen(result.get("reserved_amount"))
        return Balance(available, reserved_fen=reserved or 0)

    def recharge_url(self, *, amount_fen: int = 0, shop_no: str = "") -> str:
        """Override of `Carrier`: the page asks for the amount itself."""
        return self._page("storeTopUp", self._shop(shop_no))

    def shop_binding_url(self, number: str) -> str:
        """Override of `Carrier`: SF has no call that makes shops."""
        return self._page("storeBinding", {"out_shop_id": number})

    def query_shop(self, shop_no: str) -> RegisteredShop:
        """Override of `Carrier`."""
        result = self._ask("getshopinfo", self._shop(shop_no))
        status = wire.text_of(result.get("status"))
        return RegisteredShop(
            wire.text_of(result.get("shop_id")) or shop_no, status in {"", "1"}
        )

    def _shop(self, shop_no):
        return {"shop_id": shop_no, "shop_type": self._shop_type}

    def _page(self, name, values):
        query = urlencode({"dev_id": self._dev_id, **values})
        return f"{self._base_url}{const.PAGES}{name}?{query}"
