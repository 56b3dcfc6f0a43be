"""Placing orders: what is written, what is refused, what repeating does."""

from odoo.tests import tagged

from .. import errors
from .common import OrderingCommon


@tagged("post_install", "-at_install")
class TestPlaceOrder(OrderingCommon):
    def test_order_is_a_draft_of_the_online_session(self):
        order = self.place(self.make_line(self.noodles, 2), self.make_line(self.tea))

        self.assertEqual(order.state, "draft")
        self.assertEqual(order.source, "wechat")
        self.assertEqual(order.session_id, self.session)
        self.assertEqual(order.config_id, self.store.online_config_id)
        self.assertEqual(order.amount_total, 68)
        self.assertEqual(order.wechat_state, "submitted")
        self.assertEqual(order.wechat_event_ids.mapped("to_state"), ["submitted"])

    def test_amounts_are_those_odoo_computes(self):
        order = self.place(
            self.make_line(self.noodles, 3), self.make_line(self.beer, 7)
        )
        placed = (order.amount_total, order.amount_tax)

        order._compute_prices()

        self.assertEqual((order.amount_total, order.amount_tax), placed)

    def test_paid_order_is_accepted_and_in_the_books(self):
        order = self.place(self.make_line(self.noodles))

        self.pay(order)

        self.assertEqual(order.state, "paid")
        self.assertEqual(order.wechat_state, "accepted")
        self.assertEqual(
            order.payment_ids.payment_method_id.wechatpay_provider_id, self.provider
        )

    def test_document_tells_what_was_ordered(self):
        order = self.place(self.make_line(self.noodles, 2, note="no coriander"))

        document = order._wechat_document("en_US")

        self.assertEqual(document["total_fen"], 5600)
        self.assertEqual(document["lines"][0]["note"], "no coriander")
        self.assertTrue(document["can"]["pay"])
        self.assertEqual(document["payment_state"], "unpaid")

    def test_repeated_order_is_the_first_one(self):
        basket = self.make_order(self.make_line(self.noodles))
        place = self.env["pos.order"]._wechat_place
        first = place(self.store, self.member, basket)

        self.assertEqual(place(self.store, self.member, basket), first)

    def test_same_uuid_for_another_order_is_refused(self):
        order = self.place(self.make_line(self.noodles))

        with self.assertRaises(errors.UuidReusedError):
            self.place(self.make_line(self.tea), uuid=order.uuid)
