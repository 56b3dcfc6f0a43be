"""Paying, giving up, lapsing and coming back of orders."""

from freezegun import freeze_time
from odoo import fields
from odoo.addons.wechat_payment.errors import PaymentUnavailableError
from odoo.exceptions import UserError
from odoo.tests import tagged

from .. import errors
from .common import OrderingCommon


class PaymentCommon(OrderingCommon):
    """Stands at the border to `wechat_payment`, whose own tests go on from there."""

    def setUp(self):
        super().setUp()
        self.closed, self.refunded = [], []
        self.answer = "closed"

        def close(tx):
            self.closed.append(tx)
            return self.answer

        def refund(tx, reason):
            self.refunded.append((tx, reason))

        transactions = self.env.registry["payment.transaction"]
        self.patch(transactions, "_wechatpay_close", close)
        self.patch(transactions, "_wechatpay_enqueue_refund", refund)

    def start_payment(self, order):
        """Return a payment that the diner has not made yet."""
        return self.make_transaction(order, state="pending")

    def lapse(self, order):
        """Let the time to pay pass and the job run."""
        later = fields.Datetime.add(order.wechat_expires_at, seconds=1)
        with freeze_time(later):
            return order._wechat_expire()


@tagged("post_install", "-at_install")
class TestPaying(PaymentCommon):
    def test_paid_order_is_accepted_by_the_payment(self):
        order = self.place(self.make_line(self.noodles))

        self.pay(order)

        event = order.wechat_event_ids[-1]
        self.assertEqual((event.to_state, event.actor), ("accepted", "payment"))
        self.assertFalse(order.wechat_expires_at)
        self.assertFalse(order._wechat_document("en_US")["can"]["pay"])

    def test_unpaid_is_known_only_if_nothing_is_under_way(self):
        order = self.place(self.make_line(self.noodles))
        self.start_payment(order)
        expected = {
            "notpay": True,
            "closed": True,
            "userpaying": False,
            "success": False,
        }

        for answer, is_known in expected.items():
            self.patch(
                self.env.registry["payment.transaction"],
                "_wechatpay_query",
                lambda tx, answer=answer: answer,
            )
            with self.subTest(answer):
                self.assertEqual(order._wechat_check_payment(), is_known)

    def test_refund_under_way_is_no_payment_to_ask_about(self):
        order = self.place(self.make_line(self.noodles))
        self.make_transaction(order, operation="refund", state="pending")

        self.assertFalse(order._wechat_get_open_transactions())

    def test_money_that_is_being_booked_is_not_called_unpaid(self):
        order = self.place(self.make_line(self.noodles))
        self.assertFalse(order._wechat_is_being_booked())

        tx = self.make_transaction(order, state="done")
        self.assertTrue(order._wechat_is_being_booked())

        tx.is_post_processed = True
        self.assertFalse(order._wechat_is_being_booked())

    def test_cash_at_the_till_accepts_the_order_too(self):
        order = self.place(self.make_line(self.noodles))
        self.till.open_ui()
        order.session_id = self.till.current_session_id
        cash = self.till.payment_method_ids.filtered("is_cash_count")[:1]

        order.add_payment(
            {
                "pos_order_id": order.id,
                "amount": order.amount_total,
                "payment_method_id": cash.id,
            }
        )
        order.action_pos_order_paid()

        self.assertEqual(order.wechat_state, "accepted")
        self.assertEqual(order.wechat_event_ids[-1].actor, "staff")

    def test_order_that_costs_nothing_is_paid_at_once(self):
        self.tea.list_price = 0
        self.store._build_menu()

        order = self.place(self.make_line(self.tea))

        self.assertEqual((order.state, order.wechat_state), ("paid", "accepted"))

    def test_dishes_added_at_the_till_leave_the_rest_to_pay(self):
        order = self.place(self.make_line(self.noodles))
        tx = self.make_transaction(order)
        order.lines[0].qty = 2
        order.lines._onchange_amount_line_all()
        order._compute_prices()

        order._wechatpay_on_paid(tx)

        self.assertEqual((order.state, order.wechat_state), ("draft", "accepted"))
        self.assertEqual(order.amount_total - order.amount_paid, 28)

    def test_paid_order_cannot_be_paid_again(self):
        order = self.place(self.make_line(self.noodles))
        self.pay(order)

        with self.assertRaises(errors.OrderNotPayableError):
            order._wechat_pay_params()

    def test_pay_after_order_is_accepted_at_once_and_paid_later(self):
        self.store.pay_mode = "after"
        order = self.place(self.make_line(self.noodles))
        self.assertEqual((order.state, order.wechat_state), ("draft", "accepted"))
        self.assertFalse(order.wechat_expires_at)

        self.pay(order)

        self.assertEqual((order.state, order.wechat_state), ("paid", "accepted"))

    def test_store_that_accepts_by_hand_waits_for_staff(self):
        self.store.write({"pay_mode": "after", "accept_mode": "manual"})
        order = self.place(self.make_line(self.noodles))
        self.assertEqual(order.wechat_state, "submitted")

        order._wechat_move("accepted", "staff")

        self.assertEqual(order.wechat_event_ids[-1].user_id, self.env.user)


@tagged("post_install", "-at_install")
class TestGivingUp(PaymentCommon):
    def test_diner_gives_up_an_unpaid_order(self):
        order = self.place(self.make_line(self.noodles))
        tx = self.start_payment(order)

        order._wechat_cancel("diner", "changed my mind")

        self.assertEqual(self.closed, [tx])
        self.assertEqual((order.state, order.wechat_state), ("cancel", "cancelled"))
        self.assertEqual(order.wechat_event_ids[-1].reason, "changed my mind")

    def test_giving_up_twice_is_harmless(self):
        order = self.place(self.make_line(self.noodles))
        order._wechat_cancel("diner")

        order._wechat_cancel("diner")

        self.assertEqual(len(order.wechat_event_ids), 2)

    def test_order_paid_meanwhile_cannot_be_given_up(self):
        order = self.place(self.make_line(self.noodles))
        self.start_payment(order)
        self.answer = "paid"

        with self.assertRaises(errors.OrderNotCancellableError):
            order._wechat_cancel("diner")

        self.assertEqual(order.wechat_state, "submitted")

    def test_order_being_cooked_cannot_be_given_up(self):
        self.store.pay_mode = "after"
        order = self.place(self.make_line(self.noodles))
        order._wechat_move("preparing", "kitchen")

        with self.assertRaises(errors.OrderNotCancellableError):
            order._wechat_cancel("diner")

    def test_till_that_cancels_ends_the_order_for_the_diner(self):
        order = self.place(self.make_line(self.noodles))

        order.action_pos_order_cancel()

        self.assertEqual(order.wechat_state, "cancelled")
        self.assertEqual(order.wechat_event_ids[-1].actor, "staff")

    def test_till_does_not_erase_a_diners_order(self):
        order = self.place(self.make_line(self.noodles))

        removed = self.env["pos.order"].remove_from_ui(order.ids)

        self.assertEqual(removed, order.ids)
        self.assertTrue(order.exists())
        self.assertEqual(order.wechat_state, "cancelled")


@tagged("post_install", "-at_install")
class TestLapsing(PaymentCommon):
    def test_unpaid_order_lapses_after_it_is_closed_at_wechat(self):
        order = self.place(self.make_line(self.noodles))
        tx = self.start_payment(order)

        self.assertTrue(self.lapse(order))

        self.assertEqual(self.closed, [tx])
        self.assertEqual((order.state, order.wechat_state), ("cancel", "cancelled"))
        self.assertEqual(order.wechat_event_ids[-1].actor, "system")

    def test_order_paid_in_the_last_second_does_not_lapse(self):
        order = self.place(self.make_line(self.noodles))
        self.start_payment(order)
        self.answer = "paid"

        self.assertFalse(self.lapse(order))

        self.assertEqual(order.wechat_state, "submitted")

    def test_order_does_not_lapse_while_wechat_does_not_answer(self):
        order = self.place(self.make_line(self.noodles))
        self.start_payment(order)

        def close(tx):
            raise PaymentUnavailableError("busy")

        self.patch(self.env.registry["payment.transaction"], "_wechatpay_close", close)

        self.assertFalse(self.lapse(order), "and no job fails")
        self.assertEqual(order.wechat_state, "submitted")

    def test_order_does_not_lapse_before_its_time(self):
        order = self.place(self.make_line(self.noodles))

        self.assertFalse(order._wechat_expire())

    def test_cron_enqueues_what_has_lapsed(self):
        order = self.place(self.make_line(self.noodles))
        self.env["pos.order"]._cron_wechat_expire()
        self.assertFalse(self._find_job(order))
        order.wechat_expires_at = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=1
        )
        self.env.flush_all()

        self.env["pos.order"]._cron_wechat_expire()

        self.assertTrue(self._find_job(order))

    def _find_job(self, order):
        key = f"wechat_expire:{order.id}"
        return self.env["queue.job"].search([("identity_key", "=", key)])

    def test_late_money_revives_a_lapsed_order(self):
        order = self.place(self.make_line(self.noodles))
        self.lapse(order)

        tx = self.make_transaction(order, wechatpay_state="success")
        order._wechatpay_on_late_payment(tx)

        self.assertEqual((order.state, order.wechat_state), ("paid", "accepted"))
        self.assertFalse(self.refunded)

    def test_late_money_for_what_is_sold_out_goes_back(self):
        self.env["wechat.store.product"].create(
            {
                "store_id": self.store.id,
                "product_tmpl_id": self.tea.product_tmpl_id.id,
                "daily_limit": 1,
            }
        )
        self.store._build_menu()
        order = self.place(self.make_line(self.tea))
        self.lapse(order)
        self.place(self.make_line(self.tea))
        tx = self.make_transaction(order)

        order._wechatpay_on_late_payment(tx)

        self.assertEqual(order.wechat_state, "cancelled")
        self.assertEqual(self.refunded[0][0], tx)

    def test_late_money_for_what_the_diner_gave_up_goes_back(self):
        order = self.place(self.make_line(self.noodles))
        order._wechat_cancel("diner")
        tx = self.make_transaction(order)

        order._wechatpay_on_late_payment(tx)

        self.assertEqual((order.state, order.wechat_state), ("cancel", "cancelled"))
        self.assertEqual(len(self.refunded), 1)


@tagged("post_install", "-at_install")
class TestMoves(OrderingCommon):
    def test_move_that_is_not_in_the_table_is_refused(self):
        order = self.place(self.make_line(self.noodles))

        with self.assertRaises(UserError):
            order._wechat_move("ready", "kitchen")
        with self.assertRaises(UserError):
            order._wechat_move("accepted", "diner")

        self.assertEqual(order.wechat_state, "submitted")

    def test_move_to_where_it_is_changes_nothing(self):
        order = self.place(self.make_line(self.noodles))
        version = order.wechat_version

        self.assertFalse(order._wechat_move("submitted", "diner"))

        self.assertEqual(order.wechat_version, version)
        self.assertEqual(len(order.wechat_event_ids), 1)

    def test_each_move_is_one_row_and_a_new_version(self):
        order = self.place(self.make_line(self.noodles))
        self.pay(order)
        version = order.wechat_version

        order._wechat_move("preparing", "kitchen")
        order._wechat_move("ready", "kitchen")

        self.assertEqual(order.wechat_version, version + 2)
        self.assertEqual(
            order.wechat_event_ids.mapped("to_state"),
            ["submitted", "accepted", "preparing", "ready"],
        )
