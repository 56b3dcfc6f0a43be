"""What every carrier must keep, whoever it is: a new one is tested here by itself."""

import pytest

from carriers import carrier_class, carriers, errors
from carriers.carrier import Carrier
from carriers.neutral import CallbackMessage, Reason, Tip
from carriers.tests.carrier_samples import KEY, SHOP, Platform, request

# The call that each flag stands for.
CALLS_OF_FLAG = {
    "has_query": lambda carrier: carrier.query(KEY),
    "has_precancel": lambda carrier: carrier.precancel(KEY),
    "has_cancel_reasons": lambda carrier: carrier.cancel_reasons(),
    "has_position": lambda carrier: carrier.position(KEY),
    "has_track_page": lambda carrier: carrier.track_url(KEY),
    "has_balance": lambda carrier: carrier.balance("SHOP1"),
    "has_recharge_page": lambda carrier: carrier.recharge_url(amount_fen=1),
    "has_return_confirmation": lambda carrier: carrier.confirm_return(KEY),
    "has_complaint": lambda carrier: carrier.complain(KEY, Reason("1", "x")),
    "has_rider_cancel_answer": lambda carrier: carrier.answer_rider_cancel(
        KEY, is_agreed=True
    ),
    "has_ready_notice": lambda carrier: carrier.notify_ready(KEY),
    "has_reminder": lambda carrier: carrier.remind(KEY),
    "has_history": lambda carrier: carrier.history(KEY),
    "has_shop_registration": lambda carrier: carrier.register_shop(SHOP),
    "has_shop_binding_page": lambda carrier: carrier.shop_binding_url("1"),
    "has_mock_steps": lambda carrier: carrier.mock_step(KEY, "accepted"),
}
EVERY_CODE = sorted(carriers())


@pytest.fixture(params=EVERY_CODE)
def carrier(request):
    return made(request.param)


def made(code):
    cls = carrier_class(code)
    platform = Platform()
    settings = {
        wanted.name: "1" for wanted in cls.settings_needed if wanted.is_required
    }
    made = cls(
        settings, platform.surroundings(access_token=lambda is_refused=False: "token")
    )
    # A platform that is silent: what is not supported says so before it asks.
    for _time in range(3):
        platform.will_be_silent()
    return made


def test_the_carriers_there_are():
    assert EVERY_CODE == ["dada", "sf", "shansong", "uu", "wechat_intracity"]


def test_unknown_carrier_is_a_matter_of_settings():
    with pytest.raises(errors.CarrierConfigurationError):
        carrier_class("pigeon")


def test_carrier_is_described(carrier):
    assert issubclass(type(carrier), Carrier)
    assert carrier.label
    assert carrier.capabilities.tip_mode in {"none", "replace", "add"}
    assert all(wanted.label for wanted in carrier.settings_needed)


@pytest.mark.parametrize("flag", CALLS_OF_FLAG)
def test_flag_says_whether_there_is_a_call(carrier, flag):
    try:
        CALLS_OF_FLAG[flag](carrier)
        is_supported = True
    except errors.CarrierNotSupportedError:
        is_supported = False
    except errors.CarrierError:
        is_supported = True

    assert is_supported == getattr(carrier.capabilities, flag)


def test_tips_are_possible_or_not(carrier):
    try:
        carrier.tip(KEY, Tip(500, 300, "key"))
        is_supported = True
    except errors.CarrierNotSupportedError:
        is_supported = False
    except errors.CarrierError:
        is_supported = True

    assert is_supported == (carrier.capabilities.tip_mode != "none")


@pytest.mark.parametrize("code", EVERY_CODE)
def test_silence_is_named_after_its_platform(code):
    carrier = made(code)
    wanted = request(guest_account="openid", guest_page="page")

    for call in (lambda: carrier.create(wanted), lambda: carrier.query(KEY)):
        with pytest.raises(errors.CarrierUnknownError) as caught:
            call()
        assert caught.value.carrier == code
        assert caught.value.is_result_unknown


@pytest.mark.parametrize("code", EVERY_CODE)
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 99_999])
def test_malformed_callback_is_a_typed_error(code, body):
    with pytest.raises(errors.CarrierCallbackError):
        made(code).parse_callback(CallbackMessage(body))


def test_missing_settings_are_named():
    for code, cls in carriers().items():
        required = [one.name for one in cls.settings_needed if one.is_required]
        if not required:
            continue
        with pytest.raises(errors.CarrierConfigurationError) as caught:
            cls({}, Platform().surroundings())
        assert caught.value.carrier == code
        assert all(name in caught.value.message for name in required)
