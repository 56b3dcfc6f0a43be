"""Calls to WeChat while a diner waits."""

import contextlib
import logging
import random
import time

from odoo.addons.wechat_base.wechat import errors as wechat
from odoo.addons.wechat_payment.errors import (
    PaymentAlreadyPaidError,
    WechatPaymentError,
)
from odoo.addons.wechat_payment.wechatpay import errors as wechatpay
from odoo.http import request
from odoo.tools import SQL, config

from ..dispatch.errors import ApiError
from ..errors import OrderNotPayableError

_logger = logging.getLogger(__name__)

# What goes away by itself; anything else a person must set right.
_PASSING = (
    wechat.WechatConnectionError,
    wechat.WechatBusyError,
    wechatpay.WechatPayConnectionError,
    wechatpay.WechatPayBusyError,
)

# Any number that no other use of advisory locks has.
_LOCK_SPACE = 0x7765
_THREADS_WITHOUT_WORKERS = 4
_WAIT_S = 0.5
_RETRY_AFTER_S = 2
_SHORTEST_PAUSE_S = 0.02
_LONGEST_PAUSE_S = 0.05


@contextlib.contextmanager
def upstream_call():
    """Let a request call WeChat, but never all workers at once.

    When WeChat hangs, a call holds its worker for seconds. One worker is therefore
    always left for the diners who do not need WeChat: so many calls go on at once as
    there are workers, less one. Who finds no place waits half a second and is then
    asked to come again.

    The places are advisory locks, shared by all processes of the database, and freed
    when the request's transaction ends, however it ends. They are not row locks: nobody
    who places an order ever waits for them.

    :raise ApiError: If there is no place, or WeChat refuses or does not answer.
    """
    _take_own_place()
    try:
        yield
    except (wechat.WechatCodeError, wechat.WechatBlockedUserError) as error:
        raise ApiError("login_failed") from error
    except PaymentAlreadyPaidError as error:
        raise OrderNotPayableError(str(error)) from error
    except WechatPaymentError as error:
        # Logged where it happened, with what WeChat Pay said.
        raise ApiError("wechat_unavailable", retry_after=_RETRY_AFTER_S) from error
    except (wechat.WechatError, wechatpay.WechatPayError) as error:
        if not isinstance(error, _PASSING):
            _logger.error("WeChat refuses, please check the settings: %s", error)
        raise ApiError("wechat_unavailable", retry_after=_RETRY_AFTER_S) from error


def _take_own_place():
    _take_place(request.env.cr)


def _take_place(cr):
    places = max(1, (config["workers"] or _THREADS_WITHOUT_WORKERS + 1) - 1)
    deadline = time.monotonic() + _WAIT_S
    while not _try_place(cr, places):
        if time.monotonic() > deadline:
            raise ApiError("busy", retry_after=_RETRY_AFTER_S)
        time.sleep(random.uniform(_SHORTEST_PAUSE_S, _LONGEST_PAUSE_S))


def _try_place(cr, places):
    for place in range(places):
        cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", _LOCK_SPACE, place))
        if cr.fetchone()[0]:
            return True
    return False
