"""Calls about shops: register, change, look up; and the codes of cities."""

from .. import wire
from ..errors import CarrierInvalidRequestError, CarrierUnknownError
from ..neutral import RegisteredShop, Shop
from . import bodies

_ONLINE = "1"


class ShopCalls:
    """The part of the client that makes shops known."""

    def register_shop(self, shop: Shop) -> RegisteredShop:
        """Override of `Carrier`: our number becomes Dada's.

        The call takes a list and may succeed in part; we send one shop.
        """
        result = self._ask("/api/shop/add", [bodies.shop(shop)])
        failed = wire.objects_of(result.get("failedList"))
        if failed:
            message = wire.text_of(failed[0].get("msg"))
            raise CarrierInvalidRequestError(message, carrier=self.code)
        if not wire.objects_of(result.get("successList")):
            raise CarrierUnknownError("no shop in the answer", carrier=self.code)
        added = wire.objects_of(result["successList"])[0]
        told = added.get("originShopId") or added.get("origin_shop_id")
        return RegisteredShop(wire.text_of(told) or shop.number)

    def update_shop(self, shop: Shop, *, is_online: bool = True) -> RegisteredShop:
        """Override of `Carrier`."""
        body = {**bodies.shop(shop), "status": int(is_online)}
        self._ask("/api/shop/update", body)
        return RegisteredShop(shop.number, is_online)

    def query_shop(self, shop_no: str) -> RegisteredShop:
        """Override of `Carrier`."""
        result = self._ask("/api/shop/detail", {"origin_shop_id": shop_no})
        return RegisteredShop(shop_no, wire.text_of(result.get("status")) == _ONLINE)

    def city_codes(self) -> dict[str, str]:
        """Return the code of each city that Dada delivers in, by its Chinese name."""
        cities = self._ask_list("/api/cityCode/list", "")
        return {
            wire.text_of(city.get("cityName")): wire.text_of(city.get("cityCode"))
            for city in cities
        }
