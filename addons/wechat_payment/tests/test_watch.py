"""What is open, late and repaired, as numbers."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import WechatPayCase

LOGGER = "odoo.addons.wechat_payment.models.payment_provider_watch"


@tagged("post_install", "-at_install")
class TestWatch(WechatPayCase):
    def counts(self):
        self.env.flush_all()
        self.env.invalidate_all()
        provider = self.provider
        return (
            provider.wechatpay_open_count,
            provider.wechatpay_late_count,
            provider.wechatpay_repaired_count,
        )

    def listed(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def become_due(self, tx, **values):
        past = fields.Datetime.now() - timedelta(seconds=1)
        tx.write({"wechatpay_next_query_at": past, **values})
        self.env.flush_all()

    def test_nothing_to_watch(self):
        self.assertEqual(self.counts(), (0, 0, 0))

    def test_open_payment_becomes_late_after_its_end(self):
        self._start_payment()
        tx = self._transaction()
        self.assertEqual(self.counts(), (1, 0, 0))
        self.assertEqual(self.listed(self.provider.action_wechatpay_view_open()), tx)

        tx.wechatpay_expires_at = fields.Datetime.now() - timedelta(hours=1)

        self.assertEqual(self.counts(), (1, 1, 0))
        self.assertEqual(self.listed(self.provider.action_wechatpay_view_late()), tx)
        with self.assertLogs(LOGGER, "WARNING") as logs:
            self.env["payment.provider"]._cron_wechatpay_tell_watch()
        self.assertIn("open=1 late=1 repaired=0", logs.output[0])

    def test_money_that_no_order_knows_of_is_open_then_late(self):
        self._pay_unnoticed(self._start_payment())
        tx = self._transaction()
        tx._wechatpay_query()
        self.assertEqual(self.counts(), (1, 0, 0))

        tx.last_state_change = fields.Datetime.now() - timedelta(hours=1)

        self.assertEqual(self.counts(), (1, 1, 0))

    def test_payment_found_by_the_reconciler_is_repaired(self):
        self._pay_unnoticed(self._start_payment())
        tx = self._transaction()
        self.become_due(tx)

        self.env["payment.transaction"]._cron_wechatpay_reconcile()
        self._run_jobs()
        self._run_jobs()

        self.assertEqual(self.counts(), (0, 0, 1))
        listed = self.listed(self.provider.action_wechatpay_view_repaired())
        self.assertEqual(listed, tx)

    def test_payment_that_its_phone_asks_about_is_not_repaired(self):
        self._pay_unnoticed(self._start_payment())

        self._transaction()._wechatpay_query()
        self._run_jobs()

        self.assertEqual(self.counts(), (0, 0, 0))

    def test_refund_under_way_is_late_after_days(self):
        self._pay_unnoticed(self._start_payment())
        tx = self._transaction()
        tx._wechatpay_query()
        self._run_jobs()
        tx._wechatpay_refund(900, "Cold")
        self.assertEqual(self.counts(), (1, 0, 0))

        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = create_date - interval"
            " '9 days' WHERE source_transaction_id = %s",
            [tx.id],
        )

        self.assertEqual(self.counts(), (1, 1, 0))

    def test_strangers_are_refused(self):
        for group in ("base.group_user", "point_of_sale.group_pos_user"):
            user = new_test_user(self.env, f"watch-{group}", groups=group)
            with self.subTest(group=group), self.assertRaises(AccessError):
                self.provider.with_user(user).action_wechatpay_view_open()
