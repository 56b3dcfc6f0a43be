"""A cashier gives money of a paid order back with the till's own refund order."""

import uuid

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_refund_order import REFUNDS
from .till_refund import REQUESTS, TillRefundCase


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
