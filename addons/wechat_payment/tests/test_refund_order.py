from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .. import const, refund_const
from .common import WechatPayCase

REFUNDS = "odoo.addons.wechat_payment.models.payment_transaction_refund"


class RefundOrderCase(WechatPayCase):
    """A paid order of three bowls, and the people who may give money back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier, cls.manager, cls.accountant, cls.stranger = (
            new_test_user(
                cls.env,
                f"refund-{name}",
                groups=f"base.group_user,{groups}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for name, groups in (
                ("cashier", "point_of_sale.group_pos_user"),
                ("manager", "point_of_sale.group_pos_manager"),
                ("accountant", "account.group_account_invoice"),
                ("stranger", "base.group_user"),
            )
        )

    def setUp(self):
        super().setUp()
        self.order.state = "cancel"
        self.order = self._create_order(3)
        self._pay_order(self.order)
        self.tx = self._transaction()
        self.sandbox.control("POST", "settings", refund_delay_s=3600.0)

    def _pay_order(self, order, fen=None):
        wish = {"amount_fen": fen} if fen else {}
        self._pay_unnoticed(self._start_payment(order, **wish))
        self._transaction(order)._wechatpay_query()
        self._run_jobs()

    def _ask(self, user=None, order=None, **wishes):
        """Return the refund that the form makes for a user."""
        order = order or self.order
        model = self.env["wechatpay.refund.wizard"].with_user(user or self.cashier)
        form = Form(model.with_context(default_order_id=order.id))
        form.reason = "卖完了"
        quantity = wishes.pop("quantity", None)
        for name, value in wishes.items():
            form[name] = value
        if quantity:
            form.scope = "lines"
            with form.line_ids.edit(0) as line:
                line.quantity = quantity
        wizard = form.save()
        action = wizard.action_refund()
        self.env.invalidate_all()
        return self.env["wechatpay.refund"].browse(action["res_id"])

    def _finish(self, refund, status="SUCCESS"):
        self._return_money(refund, status)
        self._run_jobs("wechatpay.refund")

    def _return_money(self, refund, status="SUCCESS"):
        for part in refund.transaction_ids:
            if part.wechatpay_state == "processing":
                self.sandbox.control(
                    "POST", "refund", out_refund_no=part.reference, status=status
                )
                part._wechatpay_reconcile()

    def _later(self):
        self.sandbox.control("POST", "clock", advance_s=61)


@tagged("post_install", "-at_install")
class TestRefundOrder(RefundOrderCase):
    def test_whole_order_goes_back_with_its_refund_order(self):
        refund = self._ask(is_return_to_stock=True)

        self.assertEqual((refund.state, refund.amount), ("running", 87))
        self.assertFalse(refund.refund_order_id, "the books follow the money")
        self.assertFalse(self.order.wechatpay_is_refundable)
        self._finish(refund)
        self.assertEqual(refund.state, "done")
        back = refund.refund_order_id
        self.assertEqual((back.state, back.amount_total), ("paid", -87))
        self.assertEqual(back.payment_ids.amount, -87)
        self.assertEqual(back.payment_ids.payment_method_id, self.method)
        self.assertEqual(
            back.payment_ids.transaction_id,
            refund.transaction_ids.provider_reference,
        )
        self.assertEqual(self.order.lines.refunded_qty, 3)
        self.assertEqual(self.tx.wechatpay_state, "refund")
        self.assertEqual(
            refund.event_ids.sorted("id").mapped("to_state"),
            ["running", "returned", "done"],
        )

    def test_dishes_go_back_one_by_one_and_never_twice(self):
        first = self._ask(quantity=1)
        with self.assertRaisesRegex(UserError, "Not that many"):
            self._ask(quantity=3)
        self._finish(first)
        self._later()
        second = self._ask(quantity=2)
        self._finish(second)

        self.assertEqual((first.amount, second.amount), (29, 58))
        self.assertEqual(self.order.lines.refunded_qty, 3)
        self.assertEqual(self._order_at_wechat(self.tx.reference)["refunded_fen"], 8700)
        with self.assertRaises(UserError):
            self._ask(scope="amount", wanted_amount=0.01)

    def test_amount_goes_back_as_a_line_without_goods(self):
        self.order.lines.tax_ids = self.env["account.tax"].create(
            {
                "name": "6%",
                "amount": 6,
                "price_include_override": "tax_included",
                "company_id": self.company.id,
            }
        )
        self.order.lines._onchange_amount_line_all()

        refund = self._ask(scope="amount", wanted_amount=10.01)
        self._finish(refund)

        back = refund.refund_order_id
        self.assertEqual(back.amount_total, -10.01)
        self.assertEqual(
            back.lines.product_id, self.env.ref("wechat_payment.product_refund")
        )
        self.assertEqual(back.lines.tax_ids, self.order.lines.tax_ids)
        self.assertEqual(back.amount_tax, -0.57)
        self.assertEqual(self.order.lines.refunded_qty, 0)
        self._later()
        rest = self._ask()
        self._finish(rest)
        self.assertEqual(rest.amount, 76.99)
        self.assertEqual(rest.refund_order_id.amount_total, -76.99)
        self.assertEqual(self.order.lines.refunded_qty, 3)

    def test_discount_of_the_order_is_shared_by_its_dishes(self):
        order = self._create_order(3)
        order.write(
            {
                "lines": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "qty": 1,
                            "price_unit": -8.7,
                            "price_subtotal": -8.7,
                            "price_subtotal_incl": -8.7,
                        }
                    )
                ],
                "amount_total": 78.3,
            }
        )
        self._pay_order(order)

        refund = self._ask(order=order, quantity=1)
        self._finish(refund)

        self.assertEqual(refund.amount, 26.1)
        self.assertEqual(refund.refund_order_id.amount_total, -26.1)
        self._later()
        rest = self._ask(order=order)
        self._finish(rest)
        self.assertEqual(rest.amount, 52.2)
        self.assertEqual(rest.refund_order_id.amount_total, -52.2)

    def test_those_who_paid_get_their_share(self):
        order = self._create_order(3)
        self._pay_order(order, fen=2900)
        first = self._transaction(order)
        self._pay_order(order, fen=5800)
        second = self._transaction(order)
        self.assertNotEqual(first, second)

        refund = self._ask(order=order, scope="amount", wanted_amount=30)
        self._finish(refund)
        self._later()
        chosen = self._ask(
            order=order, scope="amount", wanted_amount=15, payment_id=first
        )
        self._finish(chosen)
        self._later()
        self._finish(self._ask(order=order))

        shares = {
            part.source_transaction_id: part.amount for part in refund.transaction_ids
        }
        self.assertEqual(shares, {first: -10, second: -20})
        self.assertEqual(chosen.transaction_ids.source_transaction_id, first)
        for tx, fen in ((first, 2900), (second, 5800)):
            self.assertEqual(self._order_at_wechat(tx.reference)["refunded_fen"], fen)
        self.assertEqual(len(refund.refund_order_id.payment_ids), 2)

    def test_pressing_twice_refunds_once(self):
        model = self.env["wechatpay.refund.wizard"].with_user(self.cashier)
        form = Form(model.with_context(default_order_id=self.order.id))
        form.reason = "x"
        wizard = form.save()

        first = wizard.action_refund()
        self.env.invalidate_all()
        second = wizard.action_refund()

        self.assertEqual(first["res_id"], second["res_id"])
        self.assertEqual(len(self.tx.child_transaction_ids), 1)

    def test_closed_refund_can_be_asked_anew(self):
        refund = self._ask()
        self._finish(refund, "CLOSED")
        self.assertEqual(refund.state, "failed")
        self.assertTrue(refund.can_ask_again)
        self.assertTrue(self.order.wechatpay_is_refundable)

        self._later()
        refund.with_user(self.cashier).action_ask_again()
        self._finish(refund)

        self.assertEqual(refund.state, "done")
        self.assertEqual(len(refund.transaction_ids), 2)
        self.assertEqual(refund.refund_order_id.amount_total, -87)

    @mute_logger(REFUNDS)
    def test_empty_balance_waits_and_goes_on_with_the_same_number(self):
        self.sandbox.fault("refund_not_enough", api="pay.refund")
        refund = self._ask()
        self.assertEqual(refund.state, "running")
        self.assertIn("Top it up", refund.advice)
        self.assertTrue(refund.transaction_ids.wechatpay_is_short)

        refund.with_user(self.cashier).action_send_again()
        self._finish(refund)

        self.assertEqual(refund.state, "done")
        self.assertEqual(len(refund.transaction_ids), 1)
        self.assertFalse(refund.transaction_ids.wechatpay_is_short)

    def test_refund_waits_for_an_open_session(self):
        refund = self._ask()
        self.session.action_pos_session_closing_control()

        self._finish(refund)
        self.assertEqual(refund.state, "returned")
        self.assertIn(self.config.name, refund.advice)
        with self.assertRaisesRegex(UserError, "Open the till"):
            self.order._wechatpay_get_refund_session()

        self.config.open_ui()
        self.config.current_session_id.set_opening_control(0, "")
        self.env["wechatpay.refund"]._cron_book()
        self._run_jobs("wechatpay.refund")
        self.assertEqual(refund.state, "done")

    def test_refund_whose_job_looked_too_early_is_taken_up_again(self):
        refund = self._ask()
        self._return_money(refund)
        jobs = self.env["queue.job"].search([("model_name", "=", "wechatpay.refund")])
        jobs.unlink()
        self.assertEqual(refund.state, "running")

        self.env["wechatpay.refund"]._cron_book()
        self._run_jobs("wechatpay.refund")

        self.assertEqual(refund.state, "done")

    def test_books_goods_and_orders_agree(self):
        self.product.is_storable = True
        self._finish(self._ask(quantity=1, is_return_to_stock=True))
        self._later()
        self._finish(self._ask(quantity=1))

        self.session.action_pos_session_closing_control()

        entries = self.session._get_related_account_moves()
        transit = entries.line_ids.filtered(
            lambda line: line.account_id == self.method.outstanding_account_id
        )
        self.assertEqual(sum(transit.mapped("balance")), 29)
        for entry in entries:
            self.assertAlmostEqual(sum(entry.line_ids.mapped("balance")), 0)
        back = self.env["stock.move"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "customer"),
                ("company_id", "=", self.company.id),
            ]
        )
        self.assertEqual(sum(back.mapped("quantity")), 1, "what was eaten stays gone")

    def test_core_refund_button_keeps_the_rules(self):
        self.assertEqual(self.provider.support_refund, "partial")

        self.tx.action_refund(29)
        self.env.invalidate_all()

        refund = self.order.wechatpay_refund_ids
        self.assertEqual((refund.state, refund.amount), ("running", 29))
        self.assertEqual(self.tx.child_transaction_ids, refund.transaction_ids)

    def test_limits_of_wechat_pay_are_told_in_words(self):
        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = create_date - interval"
            " '366 days' WHERE id = %s",
            [self.tx.id],
        )
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, "one year"):
            self._ask()

    def test_balance_that_pays_is_named(self):
        self.provider.wechatpay_refund_source = "AVAILABLE"

        refund = self._ask()

        self.assertIn(
            '"funds_account":"AVAILABLE"', refund.transaction_ids.wechatpay_body
        )
        self.assertEqual(refund.transaction_ids.wechatpay_state, "processing")


@tagged("post_install", "-at_install")
class TestRefundApproval(RefundOrderCase):
    def setUp(self):
        super().setUp()
        self.provider.wechatpay_refund_approval_amount = 50

    def test_small_refund_needs_nobody(self):
        self.assertEqual(self._ask(quantity=1).state, "running")

    def test_large_refund_waits_for_a_second_person(self):
        refund = self._ask()
        self.assertEqual(refund.state, "waiting")
        self.assertFalse(self.tx.child_transaction_ids)
        self.assertFalse(self.order.wechatpay_is_refundable, "it is kept for it")

        refund.with_user(self.manager).action_approve()
        self._finish(refund)

        self.assertEqual(refund.state, "done")
        self.assertEqual(refund.approver_id, self.manager)
        self.assertEqual(refund.requester_id, self.cashier)

    def test_large_refund_in_pieces_is_large(self):
        self.assertEqual(self._ask(quantity=1).state, "running")
        self._later()

        self.assertEqual(self._ask(quantity=1).state, "waiting")

    def test_nobody_approves_alone_or_without_the_right(self):
        refund = self._ask(self.manager)
        for user in (self.manager, self.cashier, self.accountant, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                refund.with_user(user).action_approve()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                refund.with_user(user).action_refuse()

        self.assertEqual(refund.state, "waiting")

    def test_refused_and_withdrawn_requests_free_the_money(self):
        refused = self._ask()
        refused.with_user(self.manager).action_refuse()
        withdrawn = self._ask()
        with self.assertRaises(AccessError):
            withdrawn.with_user(self.manager).action_withdraw()
        withdrawn.with_user(self.cashier).action_withdraw()

        self.assertEqual((refused.state, withdrawn.state), ("refused", "withdrawn"))
        self.env.invalidate_all()
        self.assertTrue(self.order.wechatpay_is_refundable)
        with self.assertRaises(UserError):
            refused.with_user(self.manager).action_approve()
        self.assertFalse(self.tx.child_transaction_ids)


@tagged("post_install", "-at_install")
class TestRefundSecurity(RefundOrderCase):
    def test_wrong_people_are_refused(self):
        with self.assertRaises(AccessError):
            self._ask(self.stranger)
        refund = self._ask()
        for records in (refund, refund.event_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.stranger).read(
                    ["state" if records == refund else "at"]
                )
            for user in (self.cashier, self.manager, self.accountant):
                with self.assertRaises(AccessError):
                    records.with_user(user).write({"reason": "x"})
                with self.assertRaises(AccessError):
                    records.with_user(user).unlink()
        with self.assertRaises(AccessError):
            refund.with_user(self.stranger).action_send_again()

    def test_whoever_refunds_can_open_the_refund(self):
        refund = self._ask()

        for user in (self.cashier, self.manager, self.accountant):
            with self.subTest(user=user.login), Form(refund.with_user(user)) as form:
                self.assertEqual(form.state, "running")
                self.assertTrue(form.advice)

    @mute_logger(REFUNDS)
    def test_manager_sends_an_abnormal_refund_to_the_merchants_account(self):
        refund = self._ask()
        with mute_logger(
            "odoo.addons.wechat_payment.models.payment_transaction_refund"
        ):
            self._return_money(refund, "ABNORMAL")
        self.assertTrue(refund.is_abnormal)
        for user in (self.cashier, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                refund.with_user(user).action_to_merchant()

        refund.with_user(self.manager).action_to_merchant()

        self.env.invalidate_all()
        self.assertEqual(refund.transaction_ids.wechatpay_state, "processing")

    @mute_logger(REFUNDS)
    def test_accountant_repeats_what_was_not_accepted(self):
        self.sandbox.fault("refund_not_enough", api="pay.refund")
        refund = self._ask()

        refund.with_user(self.accountant).action_send_again()

        self.env.invalidate_all()
        self.assertEqual(refund.transaction_ids.wechatpay_state, "processing")

    def test_other_company_sees_nothing(self):
        refund = self._ask()
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "refund-other",
            groups="base.group_user,point_of_sale.group_pos_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        model = self.env["wechatpay.refund"].with_user(user)

        self.assertFalse(model.with_context(allowed_company_ids=other.ids).search([]))
        with self.assertRaises(AccessError):
            refund.with_user(user).with_context(
                allowed_company_ids=other.ids
            ).action_approve()

    def test_tables_of_moves_know_every_state(self):
        states = {state for state, _label in refund_const.REFUND_CASE_STATES}
        self.assertEqual(states, set(refund_const.REFUND_CASE_MOVES))
        for targets in refund_const.REFUND_CASE_MOVES.values():
            self.assertLessEqual(targets, states)
        self.assertIn("wechatpay_refund_id", const.GUARDED_FIELDS)
