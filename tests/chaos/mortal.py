"""Processes that do one thing with money, and die in the middle of it if told to.

Runs inside `odoo shell` (see `undertaker.py`): it has loaded the registry, holds no
connection, and makes a child for each request, as Odoo's own server does. What dies is
a real process, by SIGKILL, with real connections to PostgreSQL and WeChat Pay.
"""

import itertools
import json
import os
import random
import signal
import socket

from odoo import SUPERUSER_ID, api, sql_db
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.addons.wechat_payment.models.payment_provider_till import TillWish
from odoo.addons.wechat_payment.wechatpay.transport import HttpTransport
from odoo.modules.registry import Registry

# The call of each deed during which its process dies: method, and how its path ends;
# by API v2, where that is another.
CALLS = {
    "pay": ("POST", "/transactions/jsapi"),
    "query": ("GET", ""),
    "close": ("POST", "/close"),
    "refund": ("POST", "/refunds"),
    "codepay": ("POST", ("/transactions/codepay", "/pay/micropay")),
    "reverse": ("POST", "/reverse"),
    "show_qr": ("POST", "/transactions/native"),
    "cancel_qr": ("POST", "/close"),
}

# It may be reversed now, and nobody else is about to.
_TILL_TIME_PASSES = """
    UPDATE payment_transaction
       SET wechatpay_submitted_at = wechatpay_submitted_at - interval '20 seconds',
           wechatpay_till_next_at = wechatpay_till_next_at + interval '1 hour'
     WHERE id = %s
"""


def serve(registry_name, path):
    """Answer each connection to a socket in a process of its own; never return."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(64)
    # The dead bury themselves.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sql_db.close_all()
    while True:
        connection, _address = listener.accept()
        if not os.fork():
            listener.close()
            _live(registry_name, connection)
        connection.close()


def _live(registry_name, connection):
    try:
        random.seed()
        asked = json.loads(connection.makefile().readline())
        registry = Registry(registry_name)
        if asked["dies"]:
            _sentence(asked["deed"], asked["dies"])
        with registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {"lang": "en_US"})
            answer = DEEDS[asked["deed"]](env, **asked["with"])
        connection.sendall(json.dumps({"answer": answer}).encode())
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test is told
        connection.sendall(json.dumps({"error": repr(error)}).encode())
    finally:
        os._exit(0)


def _sentence(deed, moment):
    """Have this process die at a moment of its deed.

    :param str moment: `before_call`, `after_call`, `before_commit` or `after_commit`;
        the last two mean the first commit after the call, or of a deed without one.
    """
    if deed in CALLS:
        _watch_call(*CALLS[deed], moment)
    else:
        _watch_commit(moment)


def _watch_call(wanted_method, wanted_end, moment):
    send = HttpTransport.__call__

    def send_or_die(transport, method, url, headers, body):
        path = url.partition("?")[0]
        is_it = method == wanted_method and path.endswith(wanted_end)
        if is_it and moment == "before_call":
            _die()
        answer = send(transport, method, url, headers, body)
        if is_it and moment == "after_call":
            _die()
        if is_it:
            _watch_commit(moment)
        return answer

    HttpTransport.__call__ = send_or_die


def _watch_commit(moment):
    commit = sql_db.Cursor.commit

    def last_commit(cursor):
        if moment == "before_commit":
            _die()
        commit(cursor)
        _die()

    sql_db.Cursor.commit = last_commit


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


# === Deeds === #


def _pay(env, uuid):
    """Prepare a payment, as the phone's call does."""
    return _order(env, uuid)._wechat_pay_params()["package"]


def _query(env, uuid):
    """Ask WeChat about a payment, as the phone's call and the reconciler do."""
    return [tx._wechatpay_query() for tx in _payments(env, uuid)]


def _close(env, uuid):
    """Give up an unpaid order: its payment is closed first."""
    order = _order(env, uuid)
    order._wechat_cancel("diner")
    return order.wechat_state


def _refund(env, uuid, refund_uuid):
    """Give all money of an order back, as a cashier does."""
    order = _order(env, uuid)
    wish = {
        "uuid": refund_uuid,
        "amount_fen": order._wechatpay_get_rest_fen(),
        "reason": "Sold out",
        "is_return_to_stock": False,
        "lines": order._wechatpay_get_all_lines(),
    }
    return env["wechatpay.refund"]._request(order, wish).id


def _refund_some(env, uuid, fen):
    """Give an amount of an order's money back, as a manager does."""
    wish = {
        "uuid": f"{uuid}-{fen}",
        "amount_fen": fen,
        "reason": "Cold",
        "is_return_to_stock": False,
    }
    return env["wechatpay.refund"]._request(_order(env, uuid), wish).id


def _reprice(env, fens):
    """Give the dishes prices, one after the other."""
    dishes = env["product.template"].search(
        [("available_in_pos", "=", True), ("list_price", ">", 0)]
    )
    for dish, fen in zip(dishes, itertools.cycle(fens)):
        dish.list_price = from_fen(fen)


def _codepay(env, uuid, auth_code, kind):
    """Take a payment with the guest's code, as the till's call does."""
    return _pay_at_till(env, uuid, kind, auth_code).id


def _show_qr(env, uuid):
    """Have the till show a QR code, as its call does."""
    tx = _pay_at_till(env, uuid, "native")
    return run_committed(env, lambda own_env: tx.with_env(own_env).wechatpay_prepay_id)


def _pay_at_till(env, uuid, kind, auth_code=None):
    order = _order(env, uuid)
    method = order.config_id.payment_method_ids.filtered("wechatpay_provider_id")[:1]
    wish = TillWish(
        kind=kind,
        method_id=method.id,
        session_id=order.session_id.id,
        order_uuid=uuid,
        payment_uuid=f"line of {uuid}",
        amount_fen=to_fen(order.amount_total),
    )
    return method.wechatpay_provider_id._wechatpay_pay_at_till(wish, auth_code)


def _step(env, uuid):
    """Bring a payment at the till nearer to its end, as its polling does."""
    return _payments(env, uuid)[-1]._wechatpay_step()


def _reverse(env, uuid):
    """Give up a payment by code, as the cashier's button and the watching job do."""
    return _cancel_at_till(env, uuid)._wechatpay_step()


def _cancel_qr(env, uuid):
    """Give up a QR code, as the cashier's button does."""
    return _cancel_at_till(env, uuid)._wechatpay_close()


def _cancel_at_till(env, uuid):
    tx = _payments(env, uuid)[-1]
    run_committed(env, lambda own_env: own_env.cr.execute(_TILL_TIME_PASSES, [tx.id]))
    tx._wechatpay_ask_to_cancel()
    return tx


def _book_at_till(env, uuid):
    """Tell an order of the money that came, as the job does once the till is late."""
    tx = _payments(env, uuid)[-1]
    tx._wechatpay_lock()
    if tx.wechatpay_state == "success" and not tx.is_post_processed:
        tx._wechatpay_finish_at_till(is_session_over=True)


def _book(env, uuid):
    """Tell this order and others of the money that came, as the job does."""
    env["payment.transaction"]._wechatpay_book()


def _seal(env):
    """Seal vouchers, as the job does."""
    env["wechatpay.voucher"]._seal_all()


def _lapse(env, uuid):
    """Let an order lapse that WeChat was not told to close."""
    _order(env, uuid)._wechat_move("cancelled", "system", "Not paid in time")


def _give_up(env, uuid):
    """Let the diner give up an order that WeChat was not told to close."""
    _order(env, uuid)._wechat_move("cancelled", "diner", "Changed my mind")


def _look_after(env):
    """Do what the crons do: whatever died on the way is found here."""
    env["pos.order"]._cron_wechat_expire()
    env["payment.transaction"]._cron_wechatpay_reconcile()
    env["wechatpay.refund"]._cron_book()
    env["wechatpay.voucher"]._seal_all()


def _end_day(env):
    """Begin the next day at all online counters: their sessions close by jobs."""
    stores = env["wechat.store"].search([("online_config_id", "!=", False)])
    for store in stores:
        store._enqueue_roll()
    return len(stores)


DEEDS = {
    "pay": _pay,
    "query": _query,
    "close": _close,
    "refund": _refund,
    "refund_some": _refund_some,
    "reprice": _reprice,
    "codepay": _codepay,
    "reverse": _reverse,
    "show_qr": _show_qr,
    "cancel_qr": _cancel_qr,
    "step": _step,
    "book": _book,
    "book_at_till": _book_at_till,
    "seal": _seal,
    "lapse": _lapse,
    "give_up": _give_up,
    "look_after": _look_after,
    "end_day": _end_day,
}


def _order(env, uuid):
    return env["pos.order"].search([("uuid", "=", uuid)])


def _payments(env, uuid):
    return env["payment.transaction"].search(
        [
            ("wechatpay_pos_order_id.uuid", "=", uuid),
            ("operation", "!=", "refund"),
        ],
        order="id",
    )
