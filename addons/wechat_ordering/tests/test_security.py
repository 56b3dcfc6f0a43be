"""Who may see and do what, and who is refused."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import OrderingCommon

_MODELS = (
    "wechat.dish.recipe",
    "wechat.fapiao",
    "wechat.fapiao.event",
    "wechat.menu.catalog",
    "wechat.menu.snapshot",
    "wechat.order.event",
    "wechat.refund.request",
    "wechat.refund.request.event",
    "wechat.refund.request.line",
    "wechat.stock.counter",
    "wechat.stock.hold",
    "wechat.store",
    "wechat.store.hours",
    "wechat.store.product",
)

# Who may do what: read, write, create, unlink. Who is not named is refused everything.
_ALLOWED = {
    "manager": {
        "wechat.dish.recipe": "r",
        "wechat.fapiao": "rwc",
        "wechat.fapiao.event": "r",
        "wechat.menu.catalog": "r",
        "wechat.menu.snapshot": "r",
        "wechat.order.event": "r",
        "wechat.refund.request": "rw",
        "wechat.refund.request.event": "r",
        "wechat.refund.request.line": "r",
        "wechat.stock.counter": "rw",
        "wechat.stock.hold": "r",
        "wechat.store": "rwcu",
        "wechat.store.hours": "rwcu",
        "wechat.store.product": "rwcu",
    },
    "cashier": {
        "wechat.fapiao": "rwc",
        "wechat.fapiao.event": "r",
        "wechat.order.event": "r",
        "wechat.refund.request": "rw",
        "wechat.refund.request.event": "r",
        "wechat.refund.request.line": "r",
        "wechat.stock.counter": "r",
        "wechat.store": "r",
        "wechat.store.hours": "r",
        "wechat.store.product": "rwc",
    },
    "kitchen": {"wechat.store": "r"},
    "accountant": {
        "wechat.fapiao": "rw",
        "wechat.fapiao.event": "r",
        "wechat.order.event": "r",
        "wechat.refund.request": "r",
        "wechat.refund.request.event": "r",
        "wechat.refund.request.line": "r",
        "wechat.store": "r",
    },
    "auditor": {model: "r" for model in _MODELS},
    "nobody": {},
}
_OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install")
class TestAccessRights(OrderingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(
                cls.env,
                f"ordering_{role}",
                groups="base.group_user"
                if role == "nobody"
                else f"wechat_ordering.group_{role}",
            )
            for role in _ALLOWED
        }

    def test_each_role_does_what_it_may_and_nothing_else(self):
        for role, allowed in _ALLOWED.items():
            for model in _MODELS:
                for letter, operation in _OPERATIONS.items():
                    with self.subTest(role=role, model=model, operation=operation):
                        records = self.env[model].with_user(self.users[role])
                        self.assertEqual(
                            records.has_access(operation),
                            letter in allowed.get(model, ""),
                        )

    def test_cashier_marks_a_dish_sold_out(self):
        dish = (
            self.env["wechat.store.product"]
            .with_user(self.users["cashier"])
            .create(
                {
                    "store_id": self.store.id,
                    "product_tmpl_id": self.tea.product_tmpl_id.id,
                }
            )
        )

        dish.is_sold_out = True

        items = self.store._get_availability()["items"]
        self.assertEqual(items[str(self.tea.id)]["state"], "sold_out")

    def test_other_company_sees_nothing(self):
        self.place(self.make_line(self.tea))
        company = self.env["res.company"].create({"name": "Neighbour"})
        stranger = new_test_user(
            self.env,
            "ordering_stranger",
            groups="wechat_ordering.group_manager,wechat_ordering.group_auditor",
            company_id=company.id,
            company_ids=company.ids,
        )

        for model in _MODELS:
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.store.with_user(stranger).read(["name"])

    def test_nobody_sets_a_count_by_hand(self):
        self.beer.wechat_is_counted = True
        self.store._build_menu()
        counter = self.env["wechat.stock.counter"].search(
            [("product_id", "=", self.beer.id)]
        )
        counter = counter.with_user(self.users["manager"])

        counter.buffer = 2
        with self.assertRaises(AccessError):
            counter.on_hand = 99


@tagged("post_install", "-at_install")
class TestTillUser(OrderingCommon):
    """A cashier of Odoo's own point of sale, without any of our groups."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = new_test_user(
            cls.env,
            "till_user",
            groups="base.group_user,point_of_sale.group_pos_user",
        )
        cls.till.open_ui()
        cls.till_session = cls.till.current_session_id
        cls.till_session.set_opening_control(0, "")

    def setUp(self):
        super().setUp()
        self.order = self.place(self.make_line(self.noodles))
        self.env.flush_all()

    def read_at_till(self):
        """Return the order as the till reads it."""
        domain = {"pos.order": [("id", "=", self.order.id)]}
        read = self.till.with_user(self.cashier).read_config_open_orders(domain, {})
        return read["dynamic_records"]

    def test_till_reads_the_order_without_what_is_not_for_it(self):
        (order,) = self.read_at_till()["pos.order"]

        self.assertEqual(order["amount_total"], 28)
        for name in ("wechat_member_id", "wechat_channel", "wechat_request_digest"):
            self.assertNotIn(name, order)

    def test_form_of_an_order_opens_without_our_groups(self):
        orders = self.order.with_user(self.cashier)
        view = orders.get_view(
            self.env.ref("point_of_sale.view_pos_pos_form").id, "form"
        )

        self.assertNotIn("wechat_event_ids", view["arch"])
        self.assertNotIn("kitchen_ticket_ids", view["arch"])

    def test_till_that_sends_an_order_back_does_not_undo_its_state(self):
        (sent,) = self.read_at_till()["pos.order"]
        sent = {key: value for key, value in sent.items() if key != "lines"}
        sent |= {
            "lines": [],
            "session_id": self.till_session.id,
            "wechat_state": "ready",
            "wechat_version": 99,
        }

        self.env["pos.order"].with_user(self.cashier).sync_from_ui([sent])

        self.assertEqual(self.order.wechat_state, "submitted")
        self.assertLess(self.order.wechat_version, 99)

    def test_state_is_not_written_by_hand(self):
        order = self.order.with_user(self.cashier)

        for vals in ({"wechat_state": "ready"}, {"wechat_member_id": False}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                order.write(vals)

    def test_till_cancels_the_order_and_frees_what_it_held(self):
        self.order.with_user(self.cashier).action_pos_order_cancel()

        self.assertEqual(self.order.wechat_state, "cancelled")
        self.assertEqual(self.order.wechat_event_ids[-1].user_id, self.cashier)
