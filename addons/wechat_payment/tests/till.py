"""A till: a cashier, an order, a guest's code, and time that passes."""

import uuid

from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.tests import new_test_user


def code_ending(ending):
    """Return a payment code that takes the sandbox's course of that ending.

    Each is another one: a code serves one order.
    """
    return f"13{uuid.uuid4().int % 10**14:014d}{ending}"


class TillMixin:
    """To stand before `WechatPayMixin` among the bases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = new_test_user(
            cls.env,
            "till-cashier",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        self.wish = self._wish()

    def _wish(self, order=None, **changes):
        """Return what a till sends for an order and a payment line of its own."""
        order = order or self.order
        return {
            "session_id": self.config.current_session_id.id,
            "order_uuid": order.uuid,
            "payment_uuid": str(uuid.uuid4()),
            "amount_fen": to_fen(order.amount_total),
            **changes,
        }

    @property
    def till(self):
        """Return the payment method as the cashier uses it."""
        return self.method.with_user(self.cashier).with_context(
            allowed_company_ids=self.company.ids
        )

    def _scan(self, ending="00", wish=None, code=None):
        """Return what the till shows after a code was scanned."""
        wish = wish or self.wish
        self.env.flush_all()
        try:
            return self.till.wechatpay_till_pay(wish, code or code_ending(ending))
        finally:
            self.env.invalidate_all()

    def _ask(self, wish=None):
        """Return what the till shows when it asks."""
        wish = wish or self.wish
        self.env.flush_all()
        try:
            return self.till.wechatpay_till_ask(
                wish["session_id"], wish["payment_uuid"]
            )
        finally:
            self.env.invalidate_all()

    def _cancel(self, wish=None):
        """Return what the till shows after the cashier cancels."""
        wish = wish or self.wish
        self.env.flush_all()
        try:
            return self.till.wechatpay_till_cancel(
                wish["session_id"], wish["payment_uuid"]
            )
        finally:
            self.env.invalidate_all()

    def _till_tx(self, wish=None):
        """Return the newest payment of a line."""
        wish = wish or self.wish
        return self.env["payment.transaction"]._wechatpay_find_at_till(
            self.method, wish["payment_uuid"]
        )

    def _pass_time(self, seconds):
        """Let time pass, here and at WeChat."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE payment_transaction
               SET create_date = create_date - make_interval(secs => %(s)s),
                   last_state_change = last_state_change - make_interval(secs => %(s)s),
                   wechatpay_submitted_at =
                       wechatpay_submitted_at - make_interval(secs => %(s)s),
                   wechatpay_expires_at =
                       wechatpay_expires_at - make_interval(secs => %(s)s),
                   wechatpay_next_query_at =
                       wechatpay_next_query_at - make_interval(secs => %(s)s),
                   wechatpay_till_next_at =
                       wechatpay_till_next_at - make_interval(secs => %(s)s)
             WHERE provider_id = %(provider)s
            """,
            {"s": seconds, "provider": self.provider.id},
        )
        self.env.invalidate_all()
        self.sandbox.control("POST", "clock", advance_s=seconds)

    def _watch(self, wish=None):
        """Do what the watching job does once; return whether it is at an end."""
        tx = self._till_tx(wish)
        self.env.flush_all()
        try:
            tx._wechatpay_watch()
        except RetryableJobError:
            return False
        finally:
            self.env.invalidate_all()
        return True

    def _run_jobs_of(self, name):
        """Do the waiting jobs of one kind, and return how many there were."""
        others = self.env["queue.job"].search(
            [("state", "=", "pending"), ("method_name", "!=", name)]
        )
        others.write({"state": "wait_dependencies"})
        count = self._run_jobs()
        others.write({"state": "pending"})
        return count

    def _job_names(self):
        """Return which jobs of payments wait."""
        return set(
            self.env["queue.job"]
            .search(
                [("state", "=", "pending"), ("model_name", "=", "payment.transaction")]
            )
            .mapped("method_name")
        )

    def _sync(self, order=None, *payments, state="paid"):
        """Send an order as a till does, with payments of (line, amount, values)."""
        order = order or self.order
        self.env.flush_all()
        lines = [
            [
                0,
                0,
                {
                    "uuid": payment_uuid,
                    "amount": amount,
                    "payment_method_id": self.method.id,
                    **values,
                },
            ]
            for payment_uuid, amount, values in payments
        ]
        vals = {
            "id": order.id,
            "uuid": order.uuid,
            "access_token": order.access_token or "",
            "session_id": self.config.current_session_id.id,
            "company_id": self.company.id,
            "state": state,
            "amount_return": 0,
            "lines": [],
            "payment_ids": lines,
        }
        orders = self.env["pos.order"].with_user(self.cashier)
        return orders.with_context(allowed_company_ids=self.company.ids).sync_from_ui(
            [vals]
        )
