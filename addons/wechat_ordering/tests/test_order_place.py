"""Placing orders: what is written, what is refused, what repeating does."""

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .. import errors
from .common import OrderingCommon
from .test_pricing import PricingCommon

# What code that creates such an order would say; the rest is Odoo's to fill in.
_ORDER_FIELDS = (
    "amount_paid amount_return amount_tax amount_total company_id config_id date_order"
    " fiscal_position_id floating_order_name general_customer_note partner_id"
    " pos_reference pricelist_id self_ordering_table_id sequence_number session_id"
    " source tracking_number user_id wechat_channel wechat_expires_at wechat_member_id"
    " wechat_pay_mode wechat_pickup_number wechat_request_digest wechat_service"
    " wechat_state wechat_store_id wechat_version"
).split()
_LINE_FIELDS = (
    "attribute_value_ids combo_item_id customer_note discount full_product_name name"
    " price_extra price_subtotal price_subtotal_incl price_unit product_id qty tax_ids"
).split()
_MANY = ("attribute_value_ids", "tax_ids")


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


@tagged("post_install", "-at_install")
class TestInsertedRows(PricingCommon):
    """Orders are inserted by SQL: the rows are those that Odoo would write."""

    def place_set_meal(self):
        """Place an order with options, a note and a set meal."""
        main = self.mains.combo_item_ids[0]
        side = self.sides.combo_item_ids[0]
        return self.place(
            self.make_line(self.noodles, 2, self.spice[:1], note="no coriander"),
            self.make_line(
                self.set_meal,
                combo=[
                    {"item_id": main.id, "options": [self.spice[0].id]},
                    {"item_id": side.id, "quantity": 2},
                ],
            ),
            note="by the window",
        )

    def create_like(self, order):
        """Create the same order as any other code would."""
        return self.env["pos.order"].create(
            {
                **self._copy(order, _ORDER_FIELDS),
                "lines": [
                    Command.create(self._copy(line, _LINE_FIELDS))
                    for line in order.lines
                ],
            }
        )

    def _copy(self, record, names):
        values = record.read(names, load=None)[0]
        del values["id"]
        return {
            name: [Command.set(value)] if name in _MANY else value
            for name, value in values.items()
        }

    def assert_same_row(self, placed, created, different):
        """Assert that two rows of a table are equal but for some columns."""
        rows = []
        for record in (placed, created):
            self.env.cr.execute(
                SQL(
                    "SELECT * FROM %s WHERE id = %s",
                    SQL.identifier(record._table),
                    record.id,
                )
            )
            rows.append(self.env.cr.dictfetchone())
        for name in rows[0].keys() - different:
            with self.subTest(table=placed._table, column=name):
                self.assertEqual(rows[0][name] or None, rows[1][name] or None)

    def test_rows_are_those_that_create_writes(self):
        placed = self.place_set_meal()
        created = self.create_like(placed)
        self.env.flush_all()
        own = {"id", "uuid", "create_date", "write_date"}

        self.assert_same_row(placed, created, {*own, "access_token"})
        for ours, theirs in zip(placed.lines, created.lines, strict=True):
            self.assert_same_row(ours, theirs, {*own, "order_id", "combo_parent_id"})
            self.assertEqual(ours.tax_ids, theirs.tax_ids)
            self.assertEqual(ours.attribute_value_ids, theirs.attribute_value_ids)

    def test_dishes_of_a_set_meal_are_tied_to_it(self):
        lines = self.place_set_meal().lines

        parent = lines.filtered(lambda line: line.product_id == self.set_meal)
        self.assertEqual(
            parent.combo_line_ids.combo_item_id.product_id, self.noodles | self.tea
        )

    def test_placing_takes_few_statements(self):
        basket = self.make_order(
            *(self.make_line(dish) for dish in (self.tea, self.beer, self.wine))
        )
        self.place(self.make_line(self.tea))
        self.env.cr.precommit.run()
        self.env.flush_all()
        self.env.invalidate_all()

        with self.assertQueryCount(3):
            self.env["pos.order"]._wechat_place(self.store, self.member, basket)

    def test_document_takes_two_statements(self):
        order = self.place_set_meal()
        self.env.flush_all()
        self.env.invalidate_all()

        with self.assertQueryCount(2):
            order._wechat_document("en_US")
