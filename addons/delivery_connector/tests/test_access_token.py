"""WeChat's couriers are called with the token of the mini-program."""

from unittest.mock import patch

from odoo.addons.wechat_base.wechat.errors import (
    WechatAccountError,
    WechatConnectionError,
)
from odoo.tests import tagged
from odoo.tests.common import TransactionCase

from ..carriers.errors import (
    CarrierConfigurationError,
    CarrierInvalidRequestError,
    CarrierRetryLaterError,
)
from ..carriers.neutral import OrderKey
from ..carriers.transport import Answer
from .common import DeliveryMixin

APPID = "wx00000000000000aa"


@tagged("post_install", "-at_install")
class TestAccessToken(DeliveryMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._create_account("wechat_intracity")
        setting = cls.account.setting_ids.filtered(lambda one: one.name == "appid")
        setting.value = APPID

    def _create_mini_program(self):
        return self.env["wechat.account"].create(
            {
                "name": "Noodles",
                "appid": APPID,
                "app_secret": "0" * 32,
                "company_id": self.company.id,
            }
        )

    def _create_store(self):
        return self._create_courier_shop(
            self.account, number="STORE1", lng=102.7035, lat=25.0468
        )

    def _answering(self, mini_program, method, answer):
        return patch.object(type(mini_program), method, answer)

    def _query(self, *answers):
        """Query an order; return the tokens that the platform saw."""
        seen, answers = [], list(answers)

        def transport(method, url, headers, body):
            seen.append(url.partition("access_token=")[2])
            return Answer(200, {}, answers.pop(0))

        with patch.object(
            type(self.account), "_get_transport", lambda account: transport
        ):
            self.account._get_client().query(OrderKey("S1-1", "WX1"))
        return seen

    def test_token_of_the_mini_program_is_used(self):
        mini_program = self._create_mini_program()

        with patch.object(
            type(mini_program),
            "_get_access_token",
            lambda account: f"of-{account.appid}",
        ):
            seen = self._query(b'{"errcode":0,"order_status":10000}')

        self.assertEqual(seen, [f"of-{APPID}"])

    def test_refused_token_is_renewed_once(self):
        mini_program = self._create_mini_program()

        with (
            patch.object(
                type(mini_program), "_get_access_token", lambda account: "old"
            ),
            patch.object(
                type(mini_program), "_renew_access_token", lambda account, old: "new"
            ),
        ):
            seen = self._query(
                b'{"errcode":42001,"errmsg":"expired"}',
                b'{"errcode":0,"order_status":10000}',
            )

        self.assertEqual(seen, ["old", "new"])

    def test_mini_program_that_is_not_here_is_named(self):
        with self.assertRaisesRegex(CarrierConfigurationError, APPID):
            self._query()

    def test_silent_wechat_is_asked_again_later(self):
        mini_program = self._create_mini_program()
        for error, expected in (
            (WechatConnectionError("ReadTimeout"), CarrierRetryLaterError),
            (WechatAccountError(40125, "invalid secret"), CarrierConfigurationError),
        ):
            with (
                patch.object(
                    type(mini_program), "_get_access_token", side_effect=error
                ),
                self.assertRaises(expected),
            ):
                self._query()

    def test_nobody_rides_for_a_guest_whom_wechat_does_not_know(self):
        shop = self._create_store()
        task = self._request()

        with self.assertRaises(CarrierInvalidRequestError):
            self.account._get_client().quote(task._prepare_wish(shop))

    def test_guest_of_another_add_on_is_told(self):
        shop = self._create_store()
        task = self._request()

        with patch.object(
            type(task.order_id), "_delivery_get_guest", lambda order: ("openid", "page")
        ):
            wish = task._prepare_wish(shop)

        self.assertEqual((wish.guest_account, wish.guest_page), ("openid", "page"))
