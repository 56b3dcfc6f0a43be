"""Calls to Dada: sign, send, understand."""

from typing import ClassVar

from .. import wire
from ..carrier import LIVE_WORLD, TEST_WORLD, Carrier
from ..errors import CarrierConfigurationError, CarrierUnknownError
from ..neutral import Capabilities, Setting
from . import const
from .callbacks import CallbackCalls
from .desk import DeskCalls
from .orders import OrderCalls
from .shops import ShopCalls
from .signing import sign

_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
_DEFAULT_MIN_WEIGHT_G = 100


class Dada(OrderCalls, DeskCalls, ShopCalls, CallbackCalls, Carrier):
    """One merchant's calls to Dada. Each group of calls is in a module of its own."""

    code: ClassVar[str] = "dada"
    label: ClassVar[str] = "达达"
    base_urls: ClassVar[dict[str, str]] = {
        LIVE_WORLD: "https://newopen.imdada.cn",
        TEST_WORLD: "https://newopen.qa.imdada.cn",
    }
    settings_needed: ClassVar[tuple[Setting, ...]] = (
        Setting("app_key", "App key", "Of the developer account."),
        Setting("app_secret", "App secret", "Signs each request.", is_secret=True),
        Setting("source_id", "Merchant number", "The merchant bound to the app."),
        Setting(
            "city_code",
            "Area code",
            "The telephone area code of the city, for accounts that still want it.",
            is_required=False,
        ),
        Setting(
            "min_weight_g",
            "Least weight (g)",
            "Lighter orders are announced with this weight.",
            is_required=False,
        ),
    )
    capabilities: ClassVar[Capabilities] = Capabilities(
        has_quote_reference=True,
        is_price_locked=True,
        quote_valid_s=const.QUOTE_VALID_S,
        tip_mode="replace",
        min_tip_fen=100,
        max_tip_fen=3000,
        has_delayed_call=True,
        has_cancel_reasons=True,
        has_order_callback=True,
        has_position=True,
        has_track_page=True,
        has_balance=True,
        has_recharge_page=True,
        has_return_confirmation=True,
        has_complaint=True,
        has_rider_cancel_answer=True,
        has_finish_code=True,
        has_privacy_number=True,
        has_shop_registration=True,
        has_test_world=True,
        has_mock_steps=True,
    )

    @property
    def _min_weight_g(self):
        value = self._settings.get("min_weight_g") or _DEFAULT_MIN_WEIGHT_G
        try:
            return int(value)
        except ValueError as error:
            raise CarrierConfigurationError(
                "the least weight is no number", carrier=self.code
            ) from error

    def _call(self, path, content):
        """Return the result of a call, whatever it is.

        :param content: The body, or the empty text for none.
        :raise CarrierError: As :data:`const.ERROR_OF_CODE` sorts Dada's codes; a code
            that is not in it leaves the result unknown.
        """
        params = {
            "app_key": self._settings["app_key"],
            "body": wire.to_json(content) if content != "" else "",
            "format": "json",
            "source_id": self._settings["source_id"],
            "timestamp": self._now(),
            "v": "1.0",
        }
        signed = {**params, "signature": sign(params, self._settings["app_secret"])}
        body = wire.to_json(signed).encode()
        answer = self._send("POST", self._base_url + path, _HEADERS, body)
        code = wire.text_of(answer.get("code", answer.get("errorCode")))
        if code != "0":
            self._refuse(code, wire.text_of(answer.get("msg")))
        return answer.get("result")

    def _refuse(self, code, message):
        error = const.ERROR_OF_CODE.get(code, CarrierUnknownError)
        raise error(message, code=code, carrier=self.code)

    def _ask(self, path, content):
        """Return the result of a call, empty if it is no object."""
        result = self._call(path, content)
        return result if isinstance(result, dict) else {}

    def _ask_list(self, path, content):
        """Return the objects of a result; a single one counts as a list of one."""
        result = self._call(path, content)
        return wire.objects_of([result] if isinstance(result, dict) else result)
