"""Rate limits: who is slowed down, and that nobody else is."""

from unittest.mock import patch

from odoo.tests import tagged

from ..models.wechat_refresh_token import WechatRefreshToken
from ..schemas.operation import Limit
from .api_common import ApiCase

FACTOR = "wechat_ordering.rate_limit_factor"


@tagged("post_install", "-at_install")
class TestRateLimit(ApiCase):
    def setUp(self):
        super().setUp()
        self.env.cr.execute("DELETE FROM wechat_rate_bucket")
        self.limits = self.env["wechat.rate.limit"]

    def _age(self, seconds):
        self.env.cr.execute(
            "UPDATE wechat_rate_bucket"
            " SET taken_at = taken_at - make_interval(secs => %s)",
            [seconds],
        )

    def test_burst_then_wait_then_refill(self):
        limit = Limit("test", "member", burst=3, per_minute=6)

        taken = [self.limits._take("test:1", limit) for _request in range(5)]
        self.assertEqual(taken, [0, 0, 0, 10, 10])

        self._age(10)
        self.assertEqual(self.limits._take("test:1", limit), 0)
        self.assertEqual(self.limits._take("test:1", limit), 10)

    def test_bucket_holds_no_more_than_the_burst(self):
        limit = Limit("test", "member", burst=2, per_minute=60)
        self.limits._take("test:1", limit)
        self._age(3600)

        taken = [self.limits._take("test:1", limit) for _request in range(3)]

        self.assertEqual(taken, [0, 0, 1])

    def test_callers_and_kinds_do_not_share(self):
        limit = Limit("test", "member", burst=1, per_minute=1)

        for key in ("test:1", "test:2", "other:1"):
            self.assertEqual(self.limits._take(key, limit), 0)

    def test_factor_of_the_shop(self):
        self.env["ir.config_parameter"].set_param(FACTOR, "3")
        limit = Limit("test", "address", burst=1, per_minute=60)

        taken = [self.limits._take("test:1", limit) for _request in range(4)]

        self.assertEqual(taken, [0, 0, 0, 1])

    def test_nonsense_factor_is_ignored(self):
        for value in ("many", "0", "-1"):
            self.env["ir.config_parameter"].set_param(FACTOR, value)
            self.assertGreater(self.limits._get_factor(), 0)

    def test_old_buckets_are_forgotten(self):
        self.limits._take("test:1", Limit("test", "member", 1, 1))
        self._age(2 * 86400)

        self.limits._gc_buckets()

        self.env.cr.execute("SELECT count(*) FROM wechat_rate_bucket")
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_table_is_unlogged(self):
        self.env.cr.execute(
            "SELECT relpersistence FROM pg_class WHERE relname = 'wechat_rate_bucket'"
        )

        self.assertEqual(self.env.cr.fetchone(), ("u",))

    def test_too_many_requests_are_told_when_to_come_again(self):
        self.env["ir.config_parameter"].set_param(FACTOR, "0.05")
        nobody = (self.env["wechat.member"], "")

        with patch.object(WechatRefreshToken, "_exchange", return_value=nobody):
            answers = [
                self.call("POST", "/token", {"refresh_token": "x"}) for _try in range(4)
            ]

        self.assertEqual([a.status_code for a in answers], [401, 401, 401, 429])
        self.assert_refused(answers[-1], "rate_limited")
        self.assertEqual(answers[-1].headers["Retry-After"], "10")
