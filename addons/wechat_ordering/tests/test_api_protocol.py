"""The form of the API: what holds for each request, whatever it asks."""

import json
from unittest.mock import patch

from odoo.addons.wechat_base.tools import retry
from odoo.tests import tagged

from ..dispatch import errors as dispatch_errors
from ..errors import OrderingError
from ..models.wechat_refresh_token import WechatRefreshToken
from ..schemas.errors import ERRORS
from .api_common import ApiCase

ERRORS_LOGGER = "odoo.addons.wechat_ordering.dispatch.errors"


@tagged("post_install", "-at_install")
class TestApiProtocol(ApiCase):
    def test_unknown_path_answers_our_error(self):
        for path in ("/nothing", "", "/stores/x/y/z/w", "/orders/x/y"):
            self.assert_refused(self.call("GET", path), "not_found")

    def test_wrong_method_names_the_right_ones(self):
        response = self.call("DELETE", "/orders")

        self.assert_refused(response, "method_not_allowed")
        self.assertEqual(response.headers["Allow"], "GET, HEAD, POST")

    def test_options_never_reaches_a_controller(self):
        response = self.call("OPTIONS", "/orders")

        self.assert_refused(response, "method_not_allowed")
        self.assertEqual(response.headers["Allow"], "GET, HEAD, POST")

    def test_unknown_query_is_refused(self):
        response = self.call("GET", "/openapi.json?debug=1")

        self.assert_refused(response, "invalid_request")
        self.assertEqual(
            response.json()["error"]["details"]["fields"][0]["path"], "debug"
        )

    def test_body_must_be_json(self):
        for body in (b"{", b"", b"\xff\xfe", b"[" * 50_000, b'{"code": "\\ud800"}'):
            self.assert_refused(self.call("POST", "/login", body), "invalid_json")

    def test_body_must_be_an_object(self):
        for body in ([], None, "text", 7):
            response = self.call("POST", "/login", json.dumps(body).encode())
            self.assert_refused(response, "invalid_request")

    def test_body_must_be_sent_as_json(self):
        for content_type in ("text/plain", "application/x-www-form-urlencoded", ""):
            response = self.call(
                "POST", "/login", {"code": "x"}, headers={"Content-Type": content_type}
            )
            self.assert_refused(response, "unsupported_media_type")

    def test_large_body_is_refused(self):
        body = json.dumps({"code": "x" * 65_536}).encode()

        self.assert_refused(self.call("POST", "/login", body), "body_too_large")

    def test_unknown_field_is_named(self):
        response = self.call("POST", "/login", {"code": "x", "openid": "mine"})

        self.assert_refused(response, "invalid_request")
        self.assertEqual(
            response.json()["error"]["details"]["fields"],
            [{"path": "openid", "problem": "Extra inputs are not permitted"}],
        )

    def test_message_is_in_the_language_of_the_phone(self):
        english = self.call("GET", "/orders").json()["error"]["message"]
        chinese = self.call("GET", "/orders", headers={"Accept-Language": "zh-CN"})

        self.assertEqual(english, "Please log in first.")
        self.assertEqual(chinese.json()["error"]["message"], "请先登录。")

    def test_request_id_of_the_proxy_is_kept(self):
        response = self.call("GET", "/orders", headers={"X-Request-Id": "abcdef12-34"})

        self.assertEqual(response.json()["error"]["request_id"], "abcdef12-34")

    def test_odd_request_id_is_replaced(self):
        response = self.call("GET", "/orders", headers={"X-Request-Id": "<script>"})

        self.assertRegex(response.json()["error"]["request_id"], "^[0-9a-f]{32}$")

    def test_user_of_the_browser_is_not_the_diner(self):
        """A cashier who opens the preview beside the back office orders as a diner."""
        self.authenticate("admin", "admin")

        self.assert_refused(self.call("GET", "/orders"), "token_missing")
        response = self.call("GET", "/orders", member=self.member)
        self.assertEqual(response.json()["orders"], [])

    def test_fault_of_ours_tells_nothing_but_the_request_id(self):
        failure = ValueError("secret detail")
        with (
            patch.object(WechatRefreshToken, "_exchange", side_effect=failure),
            self.assertLogs(ERRORS_LOGGER, "ERROR") as logs,
        ):
            response = self.call("POST", "/token", {"refresh_token": "x"})

        self.assert_refused(response, "internal_error")
        self.assertNotIn("secret detail", response.text)
        self.assertIn(response.json()["error"]["request_id"], logs.output[0])

    def test_openapi_is_revalidated(self):
        first = self.call("GET", "/openapi.json")
        again = self.call(
            "GET", "/openapi.json", headers={"If-None-Match": first.headers["ETag"]}
        )
        weak = self.call(
            "GET",
            "/openapi.json",
            headers={"If-None-Match": f'"other", W/{first.headers["ETag"]}'},
        )

        self.assertEqual(
            [first.status_code, again.status_code, weak.status_code], [200, 304, 304]
        )

    def test_head_has_no_body(self):
        response = self.call("HEAD", "/openapi.json")

        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.content, b"")


@tagged("post_install", "-at_install")
class TestApiErrors(ApiCase):
    def test_every_ordering_error_is_documented(self):
        kinds = _subclasses(OrderingError)

        self.assertTrue(kinds)
        for kind in kinds:
            self.assertIn(kind.code, ERRORS, kind)
            self.assertEqual(kind.http_status, ERRORS[kind.code].status, kind)

    def test_every_message_belongs_to_an_error(self):
        self.assertLessEqual(set(dispatch_errors.MESSAGES), set(ERRORS))

    def test_every_message_is_translated(self):
        for message in dispatch_errors.MESSAGES.values():
            chinese = message._translate("zh_CN")
            self.assertRegex(chinese, "[一-鿿]", message._translate("en_US"))

    def test_every_error_of_the_api_itself_has_a_message(self):
        from_models = {kind.code for kind in _subclasses(OrderingError)}

        self.assertLessEqual(set(ERRORS) - from_models, set(dispatch_errors.MESSAGES))


@tagged("post_install", "-at_install")
class TestApiRepetition(ApiCase):
    """Requests that clash with others are run again, quickly."""

    def setUp(self):
        super().setUp()
        self.member.lang = "l"
        self.env.flush_all()
        self.tries = 0

    def _call(self, error, times):
        """Exchange a token; the first tries write something and fail."""

        def exchange(tokens, _token):
            self.tries += 1
            member = self.member.with_env(tokens.env)
            member.lang += "x"
            if self.tries <= times:
                member.flush_recordset()
                raise error
            return member, "token"

        with patch.object(WechatRefreshToken, "_exchange", exchange):
            response = self.call("POST", "/token", {"refresh_token": "x"})
        self.member.invalidate_recordset()
        return response

    def test_clash_is_repeated_and_undone(self):
        response = self._call(retry.CLASHES[0]("clash"), times=3)

        self.assertEqual((response.status_code, self.tries), (200, 4))
        self.assertEqual(self.member.lang, "lx")

    def test_endless_clash_is_told_as_busy(self):
        response = self._call(retry.CLASHES[0]("clash"), times=100)

        self.assert_refused(response, "busy")
        self.assertEqual(self.tries, retry.MAX_TRIES)
        self.assertEqual(response.headers["Retry-After"], "1")
        self.assertEqual(self.member.lang, "l")

    def test_refused_request_writes_nothing(self):
        error = dispatch_errors.ApiError("token_invalid")

        self.assert_refused(self._call(error, times=1), "token_invalid")

        self.assertEqual(self.member.lang, "l")

    def test_refusal_may_keep_what_it_wrote(self):
        error = dispatch_errors.ApiError("token_invalid", keeps_changes=True)

        self.assert_refused(self._call(error, times=1), "token_invalid")

        self.assertEqual(self.member.lang, "lx")


def _subclasses(kind):
    found = set()
    for child in kind.__subclasses__():
        found |= {child} | _subclasses(child)
    return found
