"""Calls to WeChat never hold every worker."""

from unittest.mock import patch

from odoo.addons.wechat_base.wechat import errors as wechat
from odoo.addons.wechat_payment.wechatpay import errors as wechatpay
from odoo.tests import BaseCase, tagged
from odoo.tools import config, mute_logger

from ..controllers import upstream
from ..dispatch.errors import ApiError


@tagged("post_install", "-at_install")
class TestUpstreamPlaces(BaseCase):
    """With cursors of their own: places are shared by transactions, not by tests."""

    def setUp(self):
        super().setUp()
        registry = self.registry()
        self.enterContext(patch.dict(config.options, {"workers": 3}))
        self.enterContext(patch.object(upstream, "_WAIT_S", 0.05))
        self.cursors = [registry.cursor() for _worker in range(3)]
        for cursor in self.cursors:
            self.addCleanup(cursor.close)

    @staticmethod
    def registry():
        """Return the registry under test, outside of any test's transaction."""
        from odoo.modules.registry import Registry
        from odoo.tests.common import get_db_name

        return Registry(get_db_name())

    def test_one_worker_is_always_left(self):
        first, second, third = self.cursors
        upstream._take_place(first)
        upstream._take_place(second)

        with self.assertRaises(ApiError) as caught:
            upstream._take_place(third)

        self.assertEqual(caught.exception.error_code, "busy")
        self.assertEqual(caught.exception.retry_after, 2)

    def test_place_is_free_when_the_request_ends(self):
        first, second, third = self.cursors
        upstream._take_place(first)
        upstream._take_place(second)
        first.rollback()

        upstream._take_place(third)

    def test_single_worker_may_call(self):
        with patch.dict(config.options, {"workers": 1}):
            upstream._take_place(self.cursors[0])
            with self.assertRaises(ApiError):
                upstream._take_place(self.cursors[1])


@tagged("post_install", "-at_install")
class TestUpstreamErrors(BaseCase):
    def _call(self, error):
        with (
            patch.object(upstream, "_take_own_place"),
            self.assertRaises(ApiError) as caught,
            upstream.upstream_call(),
        ):
            raise error
        return caught.exception.error_code

    def test_who_is_refused_must_log_in_again(self):
        self.assertEqual(self._call(wechat.WechatCodeError(40029)), "login_failed")

    def test_what_passes_is_not_logged_as_an_error(self):
        with self.assertNoLogs(upstream.__name__, "ERROR"):
            for error in (
                wechat.WechatConnectionError("timeout"),
                wechatpay.WechatPayConnectionError("timeout"),
                wechatpay.WechatPayBusyError(500, "SYSTEM_ERROR"),
            ):
                self.assertEqual(self._call(error), "wechat_unavailable")

    def test_what_a_person_must_correct_is_logged(self):
        for error in (
            wechatpay.WechatPayConfigurationError("no key"),
            wechatpay.WechatPayRefusedError(400, "PARAM_ERROR"),
        ):
            with self.assertLogs(upstream.__name__, "ERROR"):
                self.assertEqual(self._call(error), "wechat_unavailable")

    @mute_logger("odoo.addons.wechat_ordering.controllers.upstream")
    def test_our_own_faults_stay_ours(self):
        with (
            patch.object(upstream, "_take_own_place"),
            self.assertRaises(KeyError),
            upstream.upstream_call(),
        ):
            raise KeyError("a bug")
