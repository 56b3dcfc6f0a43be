"""What the tests of the diner API have in common."""

import json
import re
import time
import uuid
from unittest.mock import patch

from odoo.addons.wechat_base.models.wechat_account import WechatAccount
from odoo.tests import HttpCase

from ..dispatch.tokens import Claims
from ..models.ir_http import get_signer
from ..schemas.errors import ERRORS, ErrorView
from ..schemas.operation import API_PREFIX
from ..schemas.operations import OPERATIONS


class ApiCase(HttpCase):
    """Speaks to the API as a phone does.

    Each answer is compared with what the API documents of itself: an undocumented
    status, field or error code fails the test that met it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        is_demo = cls.env["wechat.database"]._is_demo()
        cls.account = cls.env["wechat.account"].create(
            {
                "name": "API test",
                "appid": "wxsandbox0000test" if is_demo else "wx0123456789abtest",
                "app_secret": "secret",
            }
        )
        cls.member = cls._create_member("openid-of-li-lei")
        cls.other_member = cls._create_member("openid-of-han-meimei")

    @classmethod
    def _create_member(cls, openid, account=None):
        return cls.env["wechat.member"].create(
            {"account_id": (account or cls.account).id, "openid": openid}
        )

    def issue_token(self, member, lifetime=7200):
        """Return an access token of a member."""
        return get_signer(self.env).issue(
            Claims(member.id, member.account_id.id, int(time.time()) + lifetime)
        )

    def call(self, method, path, body=None, *, member=None, token=None, **options):
        """Send a request and return the answer, checked against the documentation.

        :param body: A document, or bytes that are sent as they are.
        """
        headers = {"Accept-Language": "en-US", **options.pop("headers", {})}
        if member:
            token = self.issue_token(member)
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
            options["data"] = body if isinstance(body, bytes) else json.dumps(body)
        response = self.url_open(
            API_PREFIX + path, method=method, headers=headers, **options
        )
        self._check_documented(method, path, response)
        return response

    def assert_refused(self, response, code):
        """Assert that a request was refused with a code, and its status."""
        self.assertEqual(response.json()["error"]["code"], code)
        self.assertEqual(response.status_code, ERRORS[code].status)

    def _check_documented(self, method, path, response):
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertNotIn("Traceback", response.text)
        operation = find_operation(method, path)
        if response.status_code >= 400:
            self._check_error(operation, response)
        elif response.request.method != "HEAD":
            self.assertIn(response.status_code, operation.answers)
            model = operation.answers[response.status_code]
            if model:
                document = response.json()
                checked = model.model_validate(document)
                self.assertEqual(
                    checked.model_dump(mode="json", by_alias=True), document
                )
            else:
                self.assertEqual(response.content, b"")

    def _check_error(self, operation, response):
        error = ErrorView.model_validate(response.json()).error
        self.assertEqual(ERRORS[error.code].status, response.status_code)
        self.assertEqual(error.request_id, response.headers["X-Request-Id"])
        if operation:
            self.assertIn(error.code, operation.all_errors)


def find_operation(method, path):
    """Return the operation that a request is of, or None."""
    path = path.partition("?")[0]
    for operation in OPERATIONS:
        pattern = re.sub(r"{\w+}", "[^/]+", operation.path)
        if operation.method == method and re.fullmatch(pattern, path):
            return operation
    return None


def play_wechat(answer):
    """Answer logins instead of WeChat.

    :param answer: What `_code_to_session` returns, or the exception it raises.
    """
    return patch.object(WechatAccount, "_code_to_session", side_effect=[answer] * 20)


def new_uuid():
    """Return a UUID as a phone makes them."""
    return str(uuid.uuid4())
