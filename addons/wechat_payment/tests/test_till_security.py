from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import WechatPayCase
from .till import TillMixin, code_ending


@tagged("post_install", "-at_install")
class TestTillSecurity(TillMixin, WechatPayCase):
    def _calls(self, method):
        line = self.wish["payment_uuid"]
        session_id = self.session.id
        return {
            "pay": lambda: method.wechatpay_till_pay(self.wish, code_ending("00")),
            "qr": lambda: method.wechatpay_till_show_qr(self.wish),
            "ask": lambda: method.wechatpay_till_ask(session_id, line),
            "cancel": lambda: method.wechatpay_till_cancel(session_id, line),
            "recover": lambda: method.wechatpay_till_recover(session_id),
            "give back": lambda: method.wechatpay_till_give_back(session_id, "W1"),
        }

    def test_only_who_works_at_a_till_may_take_payments(self):
        accountant = new_test_user(
            self.env,
            "till-accountant",
            groups="account.group_account_manager,base.group_system",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        accountant.group_ids -= self.env.ref("point_of_sale.group_pos_user")
        for user in (accountant, self.env.ref("base.public_user")):
            for name, call in self._calls(self.method.with_user(user)).items():
                with self.subTest(user=user.login, call=name):
                    self._catch(AccessError, call)
        self.assertFalse(self.sandbox.calls("pay.codepay"))

    def test_cashier_of_another_company_is_refused(self):
        method = self._as_cashier_elsewhere(self.method)
        for name, call in self._calls(method).items():
            with self.subTest(call=name):
                self._catch(AccessError, call)

    def test_closed_till_takes_nothing(self):
        self.order.write({"state": "cancel"})
        self.session.action_pos_session_closing_control()

        for name, call in self._calls(self.till).items():
            with self.subTest(call=name):
                self._catch(UserError, call)

    def test_method_of_another_till_is_refused(self):
        other = self._create_provider(name="Second shop")
        method = self.company._wechatpay_setup_pos_payment_method(other)

        for name, call in self._calls(method.with_user(self.cashier)).items():
            with self.subTest(call=name):
                self._catch(UserError, call)

    def test_payment_of_another_method_is_not_told(self):
        other = self._create_provider(name="Second shop")
        second = self.company._wechatpay_setup_pos_payment_method(other)
        shop = self.env["pos.config"].create(
            {
                "name": "Two merchants",
                "company_id": self.company.id,
                "payment_method_ids": [Command.set((self.method | second).ids)],
            }
        )
        shop.open_ui()
        session = shop.current_session_id
        session.set_opening_control(0, "")
        self._scan("13")

        told = second.with_user(self.cashier).wechatpay_till_ask(
            session.id, self.wish["payment_uuid"]
        )

        self.assertEqual(told, {"stage": "none"})

    def test_money_goes_to_the_merchant_of_the_method(self):
        self._scan("00")

        self.assertEqual(self._till_tx().provider_id, self.provider)

    def test_provider_that_is_off_takes_nothing(self):
        self.provider.state = "disabled"

        self._catch(UserError, self._scan)

        self.assertFalse(self._till_tx())

    def test_cashier_sees_no_key(self):
        for name in ("wechatpay_v2_key", "wechatpay_merchant_certificate"):
            with self.subTest(field=name):
                self._catch(
                    AccessError, self.provider.with_user(self.cashier).read, [name]
                )

    def test_terminal_without_merchant_is_refused(self):
        with self.assertRaises(UserError):
            self.env["pos.payment.method"].create(
                {
                    "name": "Nobody",
                    "payment_method_type": "terminal",
                    "use_payment_terminal": "wechatpay",
                    "company_id": self.company.id,
                }
            )
