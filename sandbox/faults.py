"""Faults that a test or a person orders: which, for whom, how often."""

import json

from .couriers.faults_list import CALLBACKS, COURIER_APIS, COURIER_FAULTS
from .pay.bill_faults import BILL_FAULTS

# What each fault does, and where. The console and the README show these lines.
ANSWER_FAULTS = {
    "delay": "answer `seconds` later",
    "lose_request": "close the connection before anything is done",
    "lose_answer": "do the work, then close the connection without answering",
    "rate_limit": "answer 429 FREQUENCY_LIMITED (or `code`), nothing done",
    "error_before": "answer `status` (500) and `code` (SYSTEM_ERROR), nothing done",
    "error_after_commit": "do the work, then answer `status` (500) and `code`",
    "errcode": "open API: answer `errcode`, nothing done",
    "answer_signtest": "prefix the answer's signature with WECHATPAY/SIGNTEST/",
    "answer_unsigned": "leave the signature headers out of the answer",
    "answer_old_timestamp": "sign the answer with a time 10 minutes ago",
    "answer_wrong_serial": "name a serial nobody knows in the answer",
    "answer_tampered": "change the answer's body after signing",
    "answer_garbage": "do the work, then answer 502 with an HTML page",
    "pay_before_answer": "pay the order and deliver its notification before the "
    "prepay answer",
}
MONEY_FAULTS = {
    "reverse_userpaying": "answer a reversal USERPAYING, nothing done",
    "refund_outcome": "finish the refund as `status`: SUCCESS, ABNORMAL, CLOSED, or "
    "PROCESSING to keep it waiting",
    "refund_not_enough": "answer 403 NOT_ENOUGH, nothing done",
}
REFUND_OUTCOMES = ("SUCCESS", "ABNORMAL", "CLOSED", "PROCESSING")
# Decided once, when a notification is made.
SCHEDULE_FAULTS = {
    "notify_none": "never send the notification",
    "notify_delay": "send the notification `seconds` later",
    "notify_hold": "keep the notification until POST /control/notify",
    "notify_reorder": "send the notification only after the next one",
    "notify_repeat": "deliver the notification `count` more times after success",
}
# One bad message each, sent before the real one goes its way.
MESSAGE_FAULTS = {
    "notify_signtest": "probe: signature prefixed with WECHATPAY/SIGNTEST/",
    "notify_unsigned": "no signature headers",
    "notify_old_timestamp": "signed 10 minutes ago",
    "notify_wrong_serial": "a serial nobody knows",
    "notify_bad_tag": "correctly signed, AEAD tag broken",
    "notify_forged_key": "right layout and serial, signed by another key",
    "notify_wrong_amount": "correctly signed and encrypted, 1 fen more",
    "notify_wrong_currency": "correctly signed and encrypted, another currency",
    "notify_wrong_mchid": "correctly signed and encrypted, another merchant",
    "notify_wrong_appid": "correctly signed and encrypted, another appid",
    "notify_unknown_order": "correctly signed and encrypted, an unknown out_trade_no",
}
ALL_FAULTS = {
    **ANSWER_FAULTS,
    **MONEY_FAULTS,
    **BILL_FAULTS,
    **SCHEDULE_FAULTS,
    **MESSAGE_FAULTS,
    **COURIER_FAULTS,
}


# What a rule may name as its `api`; a test compares them with the routes.
APIS = (
    "pay.jsapi",
    "pay.native",
    "pay.h5",
    "pay.codepay",
    "pay.reverse",
    "pay.query",
    "pay.close",
    "pay.refund",
    "pay.refund_query",
    "pay.abnormal_refund",
    "pay.tradebill",
    "pay.fundflowbill",
    "pay.sub_fundflowbill",
    "pay.bill_download",
    "pay.certificates",
    "pay.echo",
    "pay.v2_micropay",
    "pay.v2_query",
    "pay.v2_reverse",
    "open.jscode2session",
    "open.stable_token",
    "open.phone",
    "open.wxacode",
    "open.subscribe_send",
    "open.msg_sec_check",
    "open.shipping",
    "open.shipping_order",
    "open.trade_managed",
    "open.order_path",
    "notify.TRANSACTION.SUCCESS",
    "notify.REFUND.SUCCESS",
    "notify.REFUND.ABNORMAL",
    "notify.REFUND.CLOSED",
    "notify.SECURITY_ECHO.SUCCESS",
    *COURIER_APIS,
    *CALLBACKS,
)
# The parameters of faults, and what they may be.
PARAMS = {
    "seconds": (int, float),
    "status": (int, str),
    "code": (str,),
    "count": (int,),
    "errcode": (int,),
    "fen": (int,),
    "bill_date": (str,),
    "row": (str,),
}


class FaultError(ValueError):
    """Raised for a fault rule that makes no sense."""


class Faults:
    """The standing fault rules, in the order they were given."""

    def __init__(self, store):
        self._store = store

    def add(self, fault, *, api=None, out_trade_no=None, times=1, **params):
        """Set a fault.

        :param str fault: One of :data:`ALL_FAULTS`.
        :param str api: Only for this API name; any if missing.
        :param str out_trade_no: Only for this order; any if missing.
        :param int times: How often it strikes; 0 means until it is removed.
        :return: The rule's id.
        :raise FaultError: If the rule cannot be understood.
        """
        if fault not in ALL_FAULTS:
            raise FaultError(f"unknown fault {fault!r}; one of {sorted(ALL_FAULTS)}")
        if api not in (None, *APIS):
            raise FaultError(f"unknown api {api!r}; one of {sorted(APIS)}")
        if isinstance(times, bool) or not isinstance(times, int) or times < 0:
            raise FaultError("times: a whole number; 0 means until it is removed")
        _check_params(fault, params)
        return self._store.insert(
            "faults",
            {
                "fault": fault,
                "api": api,
                "out_trade_no": out_trade_no,
                "remaining": times or None,
                "params": json.dumps(params),
            },
        )

    def strike(self, names, *, api=None, out_trade_no=None):
        """Use up and return the rules among `names` that fit, oldest first.

        Inside a transaction that is rolled back, the rules are not used up.

        :return: A list of (fault, params).
        """
        struck = []
        with self._store.transaction() as db:
            for rule in db.execute("SELECT * FROM faults ORDER BY id").fetchall():
                if (
                    rule["fault"] not in names
                    or rule["api"] not in (None, api)
                    or rule["out_trade_no"] not in (None, out_trade_no)
                ):
                    continue
                struck.append((rule["fault"], json.loads(rule["params"])))
                self._use_up(db, rule)
        return struck

    def standing(self, names, api):
        """Return the rules among `names` for an API, not used up yet.

        :return: A list of dicts with `id`, `fault`, `out_trade_no` and `params`.
        """
        return [
            {**rule, "params": json.loads(rule["params"])}
            for rule in self._store.all("SELECT * FROM faults ORDER BY id")
            if rule["fault"] in names and rule["api"] in (None, api)
        ]

    def use(self, rule_id):
        """Use a rule up once."""
        with self._store.transaction() as db:
            rule = self._store.one("SELECT * FROM faults WHERE id = ?", (rule_id,))
            if rule is not None:
                self._use_up(db, rule)

    def rules(self):
        """Return the standing rules as the control API shows them."""
        return [
            {
                "id": rule["id"],
                "fault": rule["fault"],
                "api": rule["api"],
                "out_trade_no": rule["out_trade_no"],
                "times_left": rule["remaining"] or 0,
                **json.loads(rule["params"]),
            }
            for rule in self._store.all("SELECT * FROM faults ORDER BY id")
        ]

    def remove(self, rule_id=None):
        """Remove one rule, or all of them; return how many."""
        if rule_id is None:
            return self._store.execute("DELETE FROM faults")
        return self._store.execute("DELETE FROM faults WHERE id = ?", (rule_id,))

    def _use_up(self, db, rule):
        if rule["remaining"] == 1:
            db.execute("DELETE FROM faults WHERE id = ?", (rule["id"],))
        elif rule["remaining"]:
            db.execute(
                "UPDATE faults SET remaining = remaining - 1 WHERE id = ?",
                (rule["id"],),
            )


def _check_params(fault, params):
    for name, value in params.items():
        kinds = PARAMS.get(name, ())
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise FaultError(f"{name}: {' or '.join(k.__name__ for k in kinds)}")
    status = params.get("status")
    if fault == "refund_outcome":
        if status not in REFUND_OUTCOMES:
            raise FaultError(f"refund_outcome needs status: one of {REFUND_OUTCOMES}")
    elif status is not None and status not in range(400, 600):
        raise FaultError("status: 400 to 599")
