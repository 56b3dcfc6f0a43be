"""Payments by code (付款码): the scan, the password, the reversal.

https://pay.weixin.qq.com/doc/v3/merchant/4012382150 and .../4012382161
"""

import json

from ..web import LostConnection
from .codes import PayCodes, invalid_code
from .errors import PayError, invalid_request, order_not_exist
from .orders import CANCELS, MICROPAY, PAYS, must_be_open
from .states import CLOSED, REFUND, REVOKED, SUCCESS, USERPAYING

# The official advice; what WeChat answers to one who does not wait is not written down.
REVERSE_NOT_BEFORE_S = 15
REVERSE_WINDOW_S = 7 * 24 * 3600


class CodePay:
    """Takes money from a payer whose code the cashier scanned."""

    def __init__(self, world):
        self._world = world
        self._orders = world.orders
        self._codes = PayCodes(world)
        self.show_code = self._codes.show

    def submit(self, deals, body, merchant):
        """Return the order after a scan: paid, or waiting for the payer.

        :param deals: How the merchant deals, see `parties`.
        :param dict body: A checked body.
        :raise PayError: If nothing can be paid with this code.
        :raise LostConnection: If the code's course loses the answer.
        """
        mchid = deals.check_mchids(body, merchant)
        number = body["out_trade_no"]
        known = self._orders.find(mchid, number)
        if known is not None:
            return self._again(known, body)
        with self._world.store.transaction():
            course, payer = self._codes.take(body["payer"]["auth_code"], mchid, number)
            party = deals.of_code(body, merchant, payer)
            refusal = _refusal(course)
            if refusal is None:
                order = self._orders.place(party, body, MICROPAY)
                self._begin(order, course)
        if refusal is not None:
            raise refusal
        return self._answer(course, self._orders.get(mchid, number))

    def reverse(self, mchid, out_trade_no):
        """Take a payment by code back, whatever became of it.

        :raise PayError: If it cannot be taken back, or not yet.
        """
        with self._world.store.transaction():
            order = self._orders.find(mchid, out_trade_no)
            if order is None:
                raise order_not_exist(out_trade_no)
            self._check_reversible(order)
            if order["state"] not in (CLOSED, REVOKED):
                self._orders.reverse(order)

    def busy(self, order):
        """Return whether the payer is just typing, so that a reversal must wait.

        The course that does so does it once.
        """
        if order["state"] != USERPAYING:
            return False
        if self._codes.course_of(order).name != "reverse_busy":
            return False
        self._codes.use_course(order, "password_left")
        return True

    def decide(self, order, action):
        """Let the payer pay or cancel now.

        :raise PayError: If the payer is not being waited for.
        """
        with self._world.store.transaction():
            must_be_open(order)
            if action == "pay":
                self._orders.pay(order["mchid"], order["out_trade_no"])
            else:
                self._orders.fail(order)

    def _begin(self, order, course):
        if course.answer in ("paid", "lost_paid"):
            self._orders.pay(order["mchid"], order["out_trade_no"])
        elif course.plan:
            delay = self._world.settings.password_delay_s
            self._orders.plan(
                order,
                {"pays": PAYS, "cancels": CANCELS}[course.plan],
                self._world.clock.now() + delay,
            )

    def _answer(self, course, order):
        if course.answer in ("lost", "lost_paid"):
            raise LostConnection
        if course.answer == "system_error":
            raise PayError(
                500,
                "SYSTEM_ERROR",
                "系统异常，请用相同参数重新调用",
                issue="the result is unknown: query the order",
            )
        return order

    def _again(self, order, body):
        request = json.dumps(body, ensure_ascii=False, sort_keys=True)
        if order["request"] != request or order["trade_type"] != MICROPAY:
            raise PayError(
                403,
                "OUT_TRADE_NO_USED",
                "商户订单号重复",
                field="out_trade_no",
                value=body["out_trade_no"],
                issue="this number stands for another request: query it, then take a "
                "new number",
            )
        must_be_open(order)
        return order

    def _check_reversible(self, order):
        if order["trade_type"] != MICROPAY:
            raise invalid_request(
                "订单不支持撤销", "only an order of a payment code is reversed"
            )
        if order["state"] == REFUND:
            raise invalid_request(
                "订单已发生退款，不能撤销", "a refunded order is refunded further"
            )
        age = self._world.clock.now() - order["created_at"]
        if order["state"] == SUCCESS and age > REVERSE_WINDOW_S:
            raise invalid_request(
                "订单已超过可撤销的最大期限", "within 7 days; refund it instead"
            )
        # Repeating a reversal is always right.
        if order["state"] in (CLOSED, REVOKED):
            return
        if age < REVERSE_NOT_BEFORE_S:
            raise invalid_request(
                "请在支付15秒后再发起撤销",
                f"not within {REVERSE_NOT_BEFORE_S} s of the scan; {age:.0f} s have "
                "passed. The sandbox refuses what WeChat's documents advise against",
            )


def _refusal(course):
    if course.answer == "not_enough":
        return PayError(
            403, "NOT_ENOUGH", "余额不足", issue="the payer has too little money"
        )
    if course.answer == "expired":
        return invalid_code("101 付款码已过期，请刷新再试", "this code is too old")
    if course.answer == "used":
        return invalid_code(
            "101 每个二维码仅限使用一次，请刷新再试", "this code was used before"
        )
    if course.answer == "no_auth":
        return PayError(
            403,
            "NO_AUTH",
            "商户号未开通付款码支付（V3）权限",
            issue="use API v2 micropay for this merchant",
        )
    return None
