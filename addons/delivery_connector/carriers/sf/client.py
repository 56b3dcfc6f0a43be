"""Calls to SF: sign, send, understand."""

from typing import ClassVar
from urllib.parse import quote

from .. import wire
from ..answers import error_of_words
from ..carrier import LIVE_WORLD, TEST_WORLD, Carrier
from ..errors import (
    CarrierConfigurationError,
    CarrierInvalidRequestError,
    CarrierUnknownError,
)
from ..neutral import Capabilities, OrderKey, Setting
from . import const
from .callbacks import CallbackCalls
from .desk import DeskCalls
from .orders import OrderCalls
from .signing import sign

_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
_HOST = "https://openic.sf-express.com"


class SfIntracity(OrderCalls, DeskCalls, CallbackCalls, Carrier):
    """One developer's calls to SF. Each group of calls is in a module of its own."""

    code: ClassVar[str] = "sf"
    label: ClassVar[str] = "顺丰同城"
    # A test account is a number, not a place.
    base_urls: ClassVar[dict[str, str]] = {LIVE_WORLD: _HOST, TEST_WORLD: _HOST}
    settings_needed: ClassVar[tuple[Setting, ...]] = (
        Setting("dev_id", "Developer number", "Only digits."),
        Setting("dev_key", "Developer key", "Signs each request.", is_secret=True),
        Setting(
            "shop_type",
            "Kind of shop number",
            "1: shops are named by SF's numbers (as usual). 2: by yours.",
            is_required=False,
        ),
        Setting(
            "order_source",
            "Source of orders",
            "What SF shows as the source, 12 characters.",
            is_required=False,
        ),
    )
    capabilities: ClassVar[Capabilities] = Capabilities(
        tip_mode="add",
        min_tip_fen=const.MIN_TIP_FEN,
        max_tip_fen=20_000,
        max_tips=10,
        has_tip_key=True,
        has_appointment=True,
        has_precancel=True,
        has_cancel_reasons=True,
        is_callback_signed=True,
        has_position=True,
        has_track_page=True,
        has_balance=True,
        has_recharge_page=True,
        has_ready_notice=True,
        has_reminder=True,
        has_history=True,
        has_finish_code=True,
        has_shop_binding_page=True,
        min_pause_s=2,
    )

    @property
    def _dev_id(self):
        return self._settings["dev_id"].strip()

    @property
    def _shop_type(self):
        return const.OUR_NUMBER if self._settings.get("shop_type") == "2" else 1

    def _name(self, key: OrderKey) -> dict:
        """Return how an order is named: by SF's number, else by ours and its shop's."""
        if key.provider_number:
            return {"order_id": key.provider_number, "order_type": 1}
        if not key.shop_no:
            raise CarrierInvalidRequestError(
                "our number needs its shop's", carrier=self.code
            )
        return {
            "order_id": key.number,
            "order_type": const.OUR_NUMBER,
            "shop_id": key.shop_no,
            "shop_type": self._shop_type,
        }

    def _ask(self, method, content):
        """Return the result of a call, empty if it is no object.

        :raise CarrierError: As the code and the words of a refusal sort it; what is
            not known leaves the result unknown.
        """
        if not (self._dev_id.isascii() and self._dev_id.isdigit()):
            raise CarrierConfigurationError(
                "the developer number has only digits", carrier=self.code
            )
        body = wire.to_json(
            {"dev_id": int(self._dev_id), "push_time": self._now(), **content}
        ).encode()
        signature = sign(body, self._dev_id, self._settings["dev_key"])
        url = f"{self._base_url}{const.PATH}{method}?sign={quote(signature, safe='')}"
        answer = self._send("POST", url, _HEADERS, body)
        code = wire.text_of(answer.get("error_code"))
        if code != "0":
            self._refuse(code, wire.text_of(answer.get("error_msg")))
        result = answer.get("result")
        return result if isinstance(result, dict) else {}

    def _refuse(self, code, message):
        if not code:
            raise CarrierUnknownError(message, carrier=self.code)
        by_words = error_of_words(message, const.WORDS_OF_ERROR)
        error = const.ERROR_OF_CODE.get(code, by_words)
        raise error(message, code=code, carrier=self.code)
