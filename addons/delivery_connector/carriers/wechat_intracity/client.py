"""Calls to WeChat's intra-city delivery: authorised by the mini-program's token."""

from typing import ClassVar
from urllib.parse import urlencode

from .. import wire
from ..answers import content_of
from ..carrier import LIVE_WORLD, TEST_WORLD, Carrier
from ..errors import (
    CarrierCancelRefusedError,
    CarrierConfigurationError,
    CarrierError,
    CarrierUnknownError,
)
from ..neutral import (
    Cancelled,
    Capabilities,
    Created,
    DeliveryRequest,
    OrderKey,
    Quote,
    Reason,
    Rider,
    Setting,
    Status,
    Times,
)
from . import bodies, const
from .callbacks import CallbackCalls
from .security import ApiKeys

_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
_HOST = "https://api.weixin.qq.com"


class WechatIntracity(CallbackCalls, Carrier):
    """One mini-program's calls."""

    code: ClassVar[str] = "wechat_intracity"
    label: ClassVar[str] = "微信同城配送"
    # Test orders are marked in the request.
    base_urls: ClassVar[dict[str, str]] = {LIVE_WORLD: _HOST, TEST_WORLD: _HOST}
    settings_needed: ClassVar[tuple[Setting, ...]] = (
        Setting("appid", "App ID", "Of the mini-program."),
        Setting(
            "aes_number",
            "Number of the symmetric key",
            "API security, in the mini-program's console; with the two keys below.",
            is_required=False,
        ),
        Setting(
            "aes_key",
            "Symmetric key (AES-256)",
            "Seals requests and opens answers.",
            is_secret=True,
            is_required=False,
        ),
        Setting(
            "rsa_key_pem",
            "Private key (RSA)",
            "Signs requests.",
            is_secret=True,
            is_required=False,
        ),
    )
    capabilities: ClassVar[Capabilities] = Capabilities(
        needs_guest_account=True,
        has_cancel_reasons=True,
        has_order_callback=True,
        has_finish_code=True,
        has_test_world=True,
        has_mock_steps=True,
    )

    # === PRICE AND ORDER === #

    def quote(self, request: DeliveryRequest) -> Quote:
        """Override of `Carrier`: of the carrier that the store prefers, not locked."""
        result = self._ask("preaddorder", bodies.quote(request, is_test=self._is_test))
        fee = wire.fen_of_fen(result.get("est_fee"))
        if fee is None:
            raise CarrierUnknownError("a quote without a price", carrier=self.code)
        return Quote(
            fee_fen=fee,
            distance_m=wire.metres_of(result.get("distance")),
            minutes=wire.metres_of(result.get("promise_delivery_time")),
            carried_by=wire.text_of(result.get("service_trans_id")),
        )

    def create(self, request: DeliveryRequest, quote: Quote | None = None) -> Created:
        """Override of `Carrier`: the same number again is the same order."""
        result = self._ask("addorder", bodies.order(request, is_test=self._is_test))
        provider_number = wire.text_of(result.get("wx_order_id"))
        if not provider_number:
            raise CarrierUnknownError("an order without a number", carrier=self.code)
        return Created(
            OrderKey(request.number, provider_number, request.shop_no),
            wire.fen_of_fen(result.get("fee")),
            wire.metres_of(result.get("distance")),
            wire.text_of(result.get("fetch_code")),
        )

    def query(self, key: OrderKey) -> Status:
        """Override of `Carrier`: by WeChat's number, else by ours and the store's."""
        result = self._ask("queryorder", _name(key))
        told = wire.text_of(result.get("store_order_id"))
        status = wire.text_of(result.get("order_status"))
        if not status or told not in {"", key.number}:
            raise CarrierUnknownError("the answer is of another order")
        number = wire.text_of(result.get("wx_order_id")) or key.provider_number
        rider = wire.object_of(result, "transporter_info")
        return Status(
            key=OrderKey(key.number, number, key.shop_no),
            state=const.STATE_OF_STATUS.get(status),
            provider_status=status,
            is_exception=status == const.EXCEPTION,
            rider=Rider(
                "",
                wire.text_of(rider.get("transporter_name")),
                wire.text_of(rider.get("transporter_phone")),
            ),
            fee_fen=wire.fen_of_fen(result.get("actualfee")),
            cancel_fee_fen=wire.fen_of_fen(result.get("deductfee")),
            distance_m=wire.metres_of(result.get("distance")),
            times=_times_of(result),
            pickup_code=wire.text_of(result.get("fetch_code")),
            finish_code=wire.text_of(result.get("recv_code")),
            cancelled_by=const.CANCELLED_BY.get(status, ""),
        )

    # === CANCEL === #

    def cancel_reasons(self) -> tuple[Reason, ...]:
        """Override of `Carrier`."""
        return const.CANCEL_REASONS

    def cancel(self, key: OrderKey, reason: Reason | None = None) -> Cancelled:
        """Override of `Carrier`."""
        reason = reason or const.CANCEL_REASONS[0]
        known = {known.code for known in const.CANCEL_REASONS}
        code = reason.code if reason.code in known else const.CANCEL_REASONS[-1].code
        body = {
            **_name(key),
            "cancel_reason_id": int(code),
            "cancel_reason": wire.cut(reason.text, const.MAX_NAME),
        }
        try:
            result = self._ask("cancelorder", body)
        except CarrierCancelRefusedError as error:
            if error.code == const.ALREADY_CANCELLED:
                return Cancelled(was_already=True)
            raise
        return Cancelled(wire.fen_of_fen(result.get("deductfee")))

    def mock_step(self, key: OrderKey, state: str) -> None:
        """Override of `Carrier`: only test orders have it."""
        if state not in const.STATUS_OF_STATE:
            raise self._not_supported(f"mock_step {state}")
        body = {**_name(key), "order_status": const.STATUS_OF_STATE[state]}
        self._ask("mocknotify", body)

    # === THE CALL === #

    @property
    def _is_test(self):
        return self._world == TEST_WORLD

    @property
    def _keys(self):
        names = ("aes_number", "aes_key", "rsa_key_pem")
        values = [self._settings.get(name, "") for name in names]
        if not any(values):
            return None
        if not all(values):
            raise CarrierConfigurationError(
                "API security wants all three keys", carrier=self.code
            )
        return ApiKeys(self._settings["appid"], *values)

    def _ask(self, method, content):
        """Return an answer; with another token if the last one is old.

        :raise CarrierError: As :data:`const.ERROR_OF_CODE` sorts WeChat's codes; a code
            that is not in it leaves the result unknown.
        """
        token = self._surroundings.access_token
        if token is None:
            raise CarrierConfigurationError("no token to be had", carrier=self.code)
        result = self._call(method, content, token())
        if wire.text_of(result.get("errcode")) in const.TOKEN_CODES:
            result = self._call(method, content, token(is_refused=True))
        code = wire.text_of(result.get("errcode"))
        if code not in {"", "0"}:
            error = const.ERROR_OF_CODE.get(code, CarrierUnknownError)
            raise error(
                wire.text_of(result.get("errmsg")), code=code, carrier=self.code
            )
        return result

    def _call(self, method, content, token):
        url = f"{self._base_url}{const.PATH}{method}"
        address = f"{url}?{urlencode({'access_token': token})}"
        keys, now = self._keys, self._now()
        try:
            if keys is None:
                body, headers = wire.to_json(content).encode(), _HEADERS
            else:
                nonce = self._surroundings.nonce()
                body = keys.seal(url, content, now=now, nonce=nonce)
                headers = {**_HEADERS, **keys.headers(url, body, now=now)}
            answer = self._exchange("POST", address, headers, body)
            result = content_of(answer)
            # Refusals of the gateway are not sealed.
            if keys is None or "errcode" in result:
                return result
            return keys.open(url, answer.headers, result)
        except CarrierError as error:
            error.carrier = self.code
            raise


def _name(key):
    if key.provider_number:
        return {"wx_order_id": key.provider_number}
    return {"wx_store_id": key.shop_no, "store_order_id": key.number}


def _times_of(result):
    return Times(
        created_at=wire.moment_of(result.get("create_time")),
        accepted_at=wire.moment_of(result.get("accept_time")),
        picked_up_at=wire.moment_of(result.get("fetch_time")),
        delivered_at=wire.moment_of(result.get("finish_time")),
        cancelled_at=wire.moment_of(result.get("cancel_time")),
    )
