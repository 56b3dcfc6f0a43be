from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .. import const
from .common import WechatPayCase


@tagged("post_install", "-at_install")
class TestStates(WechatPayCase):
    def setUp(self):
        super().setUp()
        self._start_payment()
        self.tx = self._transaction()

    def test_tables_know_every_state(self):
        moves = {**const.PAYMENT_MOVES, **const.REFUND_MOVES}
        targets = set().union(*moves.values())
        names = set(dict(self.tx._fields["wechatpay_state"].selection))

        self.assertEqual(set(moves), names)
        self.assertLessEqual(targets, names)
        self.assertEqual(set(const.CORE_STATES), names)
        self.assertLessEqual(set(const.TRADE_STATES.values()), set(const.PAYMENT_MOVES))
        self.assertLessEqual(
            set(const.REFUND_STATUSES.values()), set(const.REFUND_MOVES)
        )
        core = set(dict(self.tx._fields["state"].selection))
        self.assertLessEqual(set(const.CORE_STATES.values()), core)

    def test_only_moves_of_the_table_are_made(self):
        for state, targets in const.PAYMENT_MOVES.items():
            for target in const.PAYMENT_MOVES:
                with self.subTest(move=f"{state} -> {target}"):
                    self.tx.wechatpay_state = state
                    if target in targets:
                        self.tx._wechatpay_move(target, "query")
                        self.assertEqual(self.tx.wechatpay_state, target)
                        self.assertEqual(self.tx.state, const.CORE_STATES[target])
                    else:
                        with self.assertRaises(ValueError):
                            self.tx._wechatpay_move(target, "query")

    def test_each_move_leaves_one_row_of_history(self):
        before = len(self.tx.wechatpay_event_ids)

        self.tx._wechatpay_move("closed", "close", "The table left")

        self.assertEqual(len(self.tx.wechatpay_event_ids), before + 1)
        event = self.tx.wechatpay_event_ids.sorted("id")[-1]
        self.assertEqual((event.from_state, event.to_state), ("notpay", "closed"))
        self.assertEqual((event.source, event.reason), ("close", "The table left"))
        self.assertEqual(event.user_id, self.env.user)
        self.assertTrue(event.at)

    def test_payment_that_is_over_is_asked_about_no_more(self):
        self.assertTrue(self.tx.wechatpay_next_query_at)

        self.tx._wechatpay_move("success", "query")

        self.assertFalse(self.tx.wechatpay_next_query_at)

    def test_paid_is_final_but_for_refunds(self):
        self.assertEqual(const.PAYMENT_MOVES["success"], {"refund"})
        self.assertEqual(const.PAYMENT_MOVES["refund"], set())

    def test_accountant_cannot_say_what_wechat_said(self):
        accountant = new_test_user(
            self.env,
            "accountant",
            groups="account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        tx = self.tx.with_user(accountant)

        for values in (
            {"state": "done"},
            {"wechatpay_state": "success"},
            {"amount": 1},
            {"provider_reference": "1"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                tx.write(values)
        tx.write({"landing_route": "/"})
        with self.assertRaises(AccessError):
            self.tx.wechatpay_event_ids.with_user(accountant).write({"reason": "x"})

    def test_payment_cannot_be_deleted(self):
        with self.assertRaises(UserError):
            self.tx.unlink()
