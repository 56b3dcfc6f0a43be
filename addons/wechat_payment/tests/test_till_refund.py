"""A cashier gives money of a paid order back with the till's own refund order."""

import uuid

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .. import const
from .test_refund_order import REFUNDS, RefundOrderCase

REQUESTS = "odoo.addons.wechat_payment.models.payment_transaction_request"
CHOICE = {"reason": "卖完了", "is_return_to_stock": True}


class TillRefundCase(RefundOrderCase):
    """A paid order of three bowls, and a till that sends refund orders."""

    def setUp(self):
        super().setUp()
        self.back = self._send_back(1)
        self.wish = self._wish(self.back)

    @property
    def till(self):
        """Return the payment method as the cashier uses it."""
        return self.method.with_user(self.cashier).with_context(
            allowed_company_ids=self.company.ids
        )

    def _wish(self, back, **changes):
        return {
            "session_id": self.session.id,
            "order_uuid": back.uuid,
            "payment_uuid": str(uuid.uuid4()),
            "amount_fen": round(-back.amount_total * 100),
            **changes,
        }

    def _send_back(self, quantity, order=None):
        """Return the draft that a till sends for so many bowls."""
        line = (order or self.order).lines
        total = -line.price_unit * quantity
        return self._sync(
            str(uuid.uuid4()),
            state="draft",
            amount_total=total,
            amount_tax=0,
            is_refund=True,
            lines=[
                Command.create(
                    {
                        "uuid": str(uuid.uuid4()),
                        "product_id": line.product_id.id,
                        "qty": -quantity,
                        "price_unit": line.price_unit,
                        "price_subtotal": total,
                        "price_subtotal_incl": total,
                        "tax_ids": [Command.clear()],
                        "refunded_orderline_id": line.id,
                    }
                )
            ],
        )

    def _sync(self, order_uuid, **values):
        self.env.flush_all()
        orders = self.env["pos.order"].with_user(self.cashier)
        orders.with_context(allowed_company_ids=self.company.ids).sync_from_ui(
            [
                {
                    "uuid": order_uuid,
                    "access_token": "",
                    "session_id": self.session.id,
                    "company_id": self.company.id,
                    "amount_paid": 0,
                    "amount_return": 0,
                    "lines": [],
                    "payment_ids": [],
                    **values,
                }
            ]
        )
        self.env.invalidate_all()
        return self.env["pos.order"].search([("uuid", "=", order_uuid)])

    def _close(self, back=None, wish=None, **values):
        """Let the till close the refund order with its WeChat line."""
        back, wish = back or self.back, wish or self.wish
        line = {
            "uuid": wish["payment_uuid"],
            "amount": -wish["amount_fen"] / 100,
            "payment_method_id": self.method.id,
            "payment_status": "done",
            **values,
        }
        self._sync(back.uuid, state="paid", payment_ids=[Command.create(line)])

    def _close_in_vain(self):
        """Return what the till is told that may not close the refund order."""
        with self.assertRaises(UserError) as refused:
            self._close()
        self.env.invalidate_all()
        return refused.exception

    def _call(self, name, *args):
        self.env.flush_all()
        try:
            return getattr(self.till, f"wechatpay_till_refund{name}")(*args)
        finally:
            self.env.invalidate_all()

    def _look(self, wish=None):
        return self._call("_look", wish or self.wish)

    def _refund(self, wish=None, **changes):
        return self._call("", wish or self.wish, {**CHOICE, **changes})

    def _ask_at_till(self, wish=None):
        wish = wish or self.wish
        return self._call("_ask", wish["session_id"], wish["payment_uuid"])

    def _again(self, wish=None):
        wish = wish or self.wish
        return self._call("_again", wish["session_id"], wish["payment_uuid"])

    def _withdraw(self, wish=None):
        wish = wish or self.wish
        return self._call("_withdraw", wish["session_id"], wish["payment_uuid"])

    def _case(self, wish=None):
        wish = wish or self.wish
        return self.env["wechatpay.refund"].search(
            [("till_payment_uuid", "=", wish["payment_uuid"])], limit=1
        )

    def _end(self, status="SUCCESS", wish=None):
        """Let WeChat Pay end the refund, and the till ask about it."""
        for part in self._case(wish).transaction_ids:
            if part.wechatpay_state == "processing":
                self.sandbox.control(
                    "POST", "refund", out_refund_no=part.reference, status=status
                )
        self._pass(const.CODE_QUERY_SECONDS)
        return self._ask_at_till(wish)

    def _pass(self, seconds):
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE payment_transaction
               SET wechatpay_till_next_at =
                       wechatpay_till_next_at - make_interval(secs => %(s)s),
                   last_state_change = last_state_change - make_interval(secs => %(s)s)
             WHERE provider_id = %(provider)s
            """,
            {"s": seconds, "provider": self.provider.id},
        )
        self.env.invalidate_all()

    def _refunded_at_wechat(self, tx=None):
        return self._order_at_wechat((tx or self.tx).reference)["refunded_fen"]


@tagged("post_install", "-at_install")
class TestTillRefund(TillRefundCase):
    # === The way through ===

    def test_before_it_is_asked_for_the_till_says_what_would_happen(self):
        told = self._look()

        self.assertEqual((told["stage"], told["amount_fen"]), ("confirm", 2900))
        self.assertFalse(told["needs_approval"])
        self.assertTrue(told["is_return_to_stock"])
        self.assertEqual(
            [(one["payment_id"], one["rest_fen"]) for one in told["payers"]],
            [(self.tx.id, 8700)],
        )
        self.assertFalse(self._case())

    def test_restaurant_does_not_put_dishes_back_on_the_shelf(self):
        # Writing it would install an add-on.
        self.env.cr.execute(
            "UPDATE pos_config SET module_pos_restaurant = TRUE WHERE id = %s",
            [self.config.id],
        )
        self.env.invalidate_all()

        self.assertFalse(self._look()["is_return_to_stock"])

    def test_refund_order_closes_with_the_money(self):
        self.assertEqual(self._refund()["stage"], "processing")
        self.assertEqual(self._end()["stage"], "done")

        self._close()

        case = self._case()
        self.assertEqual((case.state, case.amount), ("done", 29))
        self.assertEqual(case.refund_order_id, self.back)
        self.assertEqual(case.order_id, self.order)
        self.assertEqual(case.requester_id, self.cashier)
        self.assertEqual(self.back.state, "paid")
        payment = self.back.payment_ids
        self.assertEqual(payment.uuid, self.wish["payment_uuid"])
        self.assertEqual(payment.payment_ref_no, case.transaction_ids.reference)
        self.assertEqual(payment.amount, -29)
        self.assertEqual(self.order.lines.refunded_qty, 1)
        self.assertEqual(self._refunded_at_wechat(), 2900)
        orders = self.env["pos.order"].search(
            [("lines.refunded_orderline_id", "in", self.order.lines.ids)]
        )
        self.assertEqual(orders, self.back, "no second refund order")

    def test_accepted_refund_need_not_wait_for_the_bank(self):
        self._refund()

        self._close()

        case = self._case()
        self.assertEqual((self.back.state, case.state), ("paid", "running"))
        self._end()
        self._run_jobs("wechatpay.refund")
        self.assertEqual(case.state, "done")
        self.assertEqual(case.refund_order_id, self.back)

    def test_asking_twice_refunds_once(self):
        self._refund()
        self.assertEqual(self._refund(reason="again")["stage"], "processing")

        self.assertEqual(self._look()["stage"], "processing")
        self.assertEqual(len(self.tx.child_transaction_ids), 1)
        self.assertEqual(len(self.sandbox.calls("pay.refund")), 1)

    def test_reason_is_wanted_and_short(self):
        for reason in ("", "  ", None, "x" * 81):
            with self.subTest(reason=reason):
                self._catch(UserError, self._refund, reason=reason)
        self.assertFalse(self._case())

    # === Never more than was paid ===

    def test_not_more_than_the_refund_order_says(self):
        wish = self._wish(self.back, amount_fen=2901)

        error = self._catch(UserError, self._look, wish)

        self.assertIn("29.00", str(error))

    def test_not_more_than_was_paid_with_wechat(self):
        self._ask(scope="amount", wanted_amount=80)

        error = self._catch(UserError, self._refund)

        self.assertIn("7.00", str(error))
        self.assertEqual(self._refunded_at_wechat(), 0)

    def test_dishes_do_not_go_back_twice(self):
        self._send_back(3)

        error = self._catch(UserError, self._refund)

        self.assertIn("on another refund already", str(error))

    def test_dishes_of_a_refund_of_the_back_office_do_not_go_back_again(self):
        self.back.action_pos_order_cancel()
        self._ask(quantity=3)
        back = self._send_back(1)

        self._catch(UserError, self._refund, self._wish(back))

    def test_two_lines_of_one_order_share_its_sum(self):
        first = self._wish(self.back, amount_fen=2000)
        self._refund(first)
        line = {
            "uuid": first["payment_uuid"],
            "amount": -20,
            "payment_method_id": self.method.id,
        }
        self._sync(self.back.uuid, state="draft", payment_ids=[Command.create(line)])

        self._catch(UserError, self._refund, self._wish(self.back, amount_fen=901))

    def test_order_that_nobody_paid_with_wechat_gives_nothing_back(self):
        order = self._create_order()
        order.state = "paid"
        back = self._send_back(1, order)

        error = self._catch(UserError, self._refund, self._wish(back))

        self.assertIn("0.00", str(error))

    def test_sale_with_a_negative_line_is_no_refund(self):
        back = self._sync(
            str(uuid.uuid4()), state="draft", amount_total=-29, amount_tax=0
        )
        back.amount_total = -29

        error = self._catch(UserError, self._refund, self._wish(back))

        self.assertIn("press Refund", str(error))

    # === Not closed as if paid ===

    def test_refund_order_does_not_close_without_a_refund(self):
        error = self._close_in_vain()

        self.assertIn("29.00", str(error))
        self.assertEqual(self.back.state, "draft")

    @mute_logger(REFUNDS, REQUESTS)
    def test_refused_refund_does_not_close_the_order(self):
        self.sandbox.fault("error_before", api="pay.refund", status=403, code="NO_AUTH")
        told = self._refund()

        self.assertEqual(self._ask_at_till()["stage"], "failed", told)
        self._close_in_vain()
        self.assertEqual(self.back.state, "draft")

    def test_closed_refund_is_asked_for_anew_under_another_number(self):
        self._refund()
        self.assertEqual(self._end("CLOSED")["stage"], "failed")
        self._close_in_vain()
        self._later()

        self.assertEqual(self._again()["stage"], "processing")
        self._end()
        self._close()

        case = self._case()
        self.assertEqual((case.state, self.back.state), ("done", "paid"))
        self.assertEqual(len(case.transaction_ids), 2)
        self.assertEqual(
            self.back.payment_ids.payment_ref_no,
            case.transaction_ids.filtered(
                lambda part: part.wechatpay_state == "success"
            ).reference,
        )

    def test_closed_refund_may_be_given_back_in_cash(self):
        self._refund()
        self._end("CLOSED")

        self.assertEqual(self._withdraw()["stage"], "withdrawn")
        self.assertEqual(self._look()["stage"], "confirm")

    @mute_logger(REFUNDS)
    def test_abnormal_refund_waits_for_a_person(self):
        self._refund()

        self.assertEqual(self._end("ABNORMAL")["stage"], "abnormal")
        self._close_in_vain()

        self._case().with_user(self.manager).action_to_merchant()
        self._end()
        self._close()
        self.assertEqual(self._case().state, "done")

    @mute_logger(REFUNDS)
    def test_empty_balance_is_asked_again_under_the_same_number(self):
        self.sandbox.fault("refund_not_enough", api="pay.refund")
        self.assertEqual(self._refund()["stage"], "short")
        self._close_in_vain()

        self.assertEqual(self._again()["stage"], "processing")

        self.assertEqual(len(self._case().transaction_ids), 1)

    def test_order_does_not_close_in_cash_while_the_money_is_on_its_way(self):
        self._refund()
        cash = self._add_cash()
        line = {"uuid": str(uuid.uuid4()), "amount": -29, "payment_method_id": cash.id}

        error = self._catch(
            UserError,
            self._sync,
            self.back.uuid,
            state="paid",
            payment_ids=[Command.create(line)],
        )

        self.assertIn("already", str(error))

    def test_request_that_nobody_approved_ends_when_cash_is_given(self):
        self.provider.wechatpay_refund_approval_amount = 10
        self._refund()
        cash = self._add_cash()
        line = {"uuid": str(uuid.uuid4()), "amount": -29, "payment_method_id": cash.id}

        self._sync(self.back.uuid, state="paid", payment_ids=[Command.create(line)])

        self.assertEqual(self._case().state, "withdrawn")
        self.assertEqual(self.back.state, "paid")

    def _add_cash(self):
        journal = self.env["account.journal"].create(
            {
                "name": "Cash",
                "code": "TILL",
                "type": "cash",
                "company_id": self.company.id,
            }
        )
        cash = self.env["pos.payment.method"].create(
            {"name": "Cash", "journal_id": journal.id, "company_id": self.company.id}
        )
        self.env.cr.execute(
            "INSERT INTO pos_config_pos_payment_method_rel"
            " (pos_config_id, pos_payment_method_id) VALUES (%s, %s)",
            [self.config.id, cash.id],
        )
        self.env.invalidate_all()
        return cash

    # === A second person ===

    def test_large_refund_waits_for_a_second_person(self):
        self.provider.wechatpay_refund_approval_amount = 10
        self.assertTrue(self._look()["needs_approval"])

        self.assertEqual(self._refund()["stage"], "approval")
        self._close_in_vain()
        self.assertFalse(self.sandbox.calls("pay.refund"))
        self._case().with_user(self.manager).action_approve()

        self.assertEqual(self._ask_at_till()["stage"], "processing")
        self._end()
        self._close()
        self.assertEqual(self._case().approver_id, self.manager)

    def test_refused_refund_may_be_asked_for_again(self):
        self.provider.wechatpay_refund_approval_amount = 10
        self._refund()
        self._case().with_user(self.manager).action_refuse()
        self.assertEqual(self._ask_at_till()["stage"], "refused")

        self.assertEqual(self._look()["stage"], "confirm")
        self.assertEqual(self._refund()["stage"], "approval")

    # === Who paid ===

    def _split_order(self):
        order = self._create_order(3)
        self._pay_order(order, fen=2900)
        first = self._transaction(order)
        self._pay_order(order, fen=5800)
        return order, first, self._transaction(order)

    def test_each_payer_gets_a_share_and_the_books_name_both(self):
        order, first, second = self._split_order()
        back = self._send_back(3, order)
        wish = self._wish(back)
        self._refund(wish)
        self._end(wish=wish)

        self._close(back, wish)

        self.assertEqual(self._refunded_at_wechat(first), 2900)
        self.assertEqual(self._refunded_at_wechat(second), 5800)
        self.assertEqual(sorted(back.payment_ids.mapped("amount")), [-58, -29])
        self.assertEqual(
            set(back.payment_ids.mapped("payment_ref_no")),
            set(self._case(wish).transaction_ids.mapped("reference")),
        )
        self.assertEqual((back.state, back.amount_paid), ("paid", -87))

    def test_chosen_payer_comes_first(self):
        order, first, second = self._split_order()
        back = self._send_back(1, order)
        wish = self._wish(back)

        self._refund(wish, payment_id=second.id)

        self.assertEqual(self._case(wish).transaction_ids.source_transaction_id, second)
        self._catch(
            UserError,
            self._refund,
            self._wish(self._send_back(1, order)),
            payment_id=self.tx.id,
        )
        self.assertFalse(first.child_transaction_ids)

    def test_merchant_of_the_payment_gives_it_back(self):
        other = self._create_provider(name="Second shop")
        second = self.company._wechatpay_setup_pos_payment_method(other)
        self.env.cr.execute(
            "INSERT INTO pos_config_pos_payment_method_rel"
            " (pos_config_id, pos_payment_method_id) VALUES (%s, %s)",
            [self.config.id, second.id],
        )
        self.env.invalidate_all()

        error = self._catch(
            UserError,
            second.with_user(self.cashier).wechatpay_till_refund_look,
            self.wish,
        )

        self.assertIn("that merchant", str(error))

    # === A till that goes away ===

    def test_till_that_never_comes_back_is_not_needed(self):
        self._refund()
        self._end()
        self._run_jobs("wechatpay.refund")
        self.assertEqual(self._case().state, "returned", "the till has its time")

        self._pass(const.TILL_BOOK_SECONDS)
        self.env["wechatpay.refund"]._cron_book()
        self._run_jobs("wechatpay.refund")

        self.assertEqual((self._case().state, self.back.state), ("done", "paid"))
        payment = self.back.payment_ids
        self.assertEqual(payment.uuid, self.wish["payment_uuid"])
        self._close()
        self.assertEqual(self.back.payment_ids, payment, "it changes nothing any more")

    def test_cancelled_refund_order_is_made_by_the_server(self):
        self._refund()
        self.back.with_user(self.cashier).action_pos_order_cancel()
        case = self._case()
        self.assertEqual(case.line_ids.quantity, 1)
        self.assertEqual(self.order._wechatpay_get_lines_left()[self.order.lines][0], 2)

        self._end()
        self._run_jobs("wechatpay.refund")

        self.assertEqual(case.state, "done")
        self.assertNotEqual(case.refund_order_id, self.back)
        self.assertEqual(case.refund_order_id.amount_total, -29)
        self.assertEqual(self.order.lines.refunded_qty, 1)

    def test_cancelling_withdraws_what_nobody_approved(self):
        self.provider.wechatpay_refund_approval_amount = 10
        self._refund()

        self.back.action_pos_order_cancel()

        self.assertEqual(self._case().state, "withdrawn")

    def test_order_that_is_not_finished_says_so(self):
        back = self._send_back(2)
        wish = self._wish(back, amount_fen=2900)
        self._refund(wish)
        self._end(wish=wish)
        self._pass(const.TILL_BOOK_SECONDS)

        self._case(wish)._follow_and_book()

        self.assertEqual(self._case(wish).state, "returned")
        self.assertIn("Finish the refund order", self._case(wish).problem)

    # === Books ===

    def test_books_goods_and_orders_agree(self):
        self.product.is_storable = True
        self._refund()
        self._end()
        self._close()
        self._later()
        second = self._send_back(1)
        wish = self._wish(second)
        self._refund(wish, is_return_to_stock=False)
        self._end(wish=wish)
        self._close(second, wish)

        self.session.action_pos_session_closing_control()

        entries = self.session._get_related_account_moves()
        transit = entries.line_ids.filtered(
            lambda line: line.account_id == self.method.outstanding_account_id
        )
        self.assertEqual(sum(transit.mapped("balance")), 29)
        back = self.env["stock.move"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "customer"),
                ("company_id", "=", self.company.id),
            ]
        )
        self.assertEqual(sum(back.mapped("quantity")), 1, "what was eaten stays gone")

    def test_given_back_money_does_not_become_cash(self):
        self._refund()
        self._end()
        self._close()

        payment = self.back.payment_ids.with_user(self.cashier)
        with self.assertRaisesRegex(UserError, "29.00"):
            payment.amount = -28
        with self.assertRaisesRegex(UserError, "29.00"):
            payment.unlink()

    # === Who may ===

    def _calls(self, method):
        session_id, line = self.session.id, self.wish["payment_uuid"]
        return {
            "look": lambda: method.wechatpay_till_refund_look(self.wish),
            "refund": lambda: method.wechatpay_till_refund(self.wish, CHOICE),
            "ask": lambda: method.wechatpay_till_refund_ask(session_id, line),
            "again": lambda: method.wechatpay_till_refund_again(session_id, line),
            "withdraw": lambda: method.wechatpay_till_refund_withdraw(session_id, line),
        }

    def test_only_who_works_at_a_till_gives_money_back(self):
        for user in (self.accountant, self.stranger, self.env.ref("base.public_user")):
            for name, call in self._calls(self.method.with_user(user)).items():
                with self.subTest(user=user.login, call=name):
                    self._catch(AccessError, call)
        self.assertFalse(self.sandbox.calls("pay.refund"))

    def test_cashier_of_another_company_is_refused(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "refund-elsewhere",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        method = self.method.with_user(stranger).with_context(
            allowed_company_ids=elsewhere.ids
        )
        for name, call in self._calls(method).items():
            with self.subTest(call=name):
                self._catch(AccessError, call)

    def test_year_old_payment_is_refused_in_words(self):
        self.env.cr.execute(
            "UPDATE payment_transaction SET create_date = %s WHERE id = %s",
            [fields.Datetime.subtract(fields.Datetime.now(), days=366), self.tx.id],
        )
        self.env.invalidate_all()

        error = self._catch(UserError, self._refund)

        self.assertIn("one year", str(error))
