"""The diner API: asking for money back."""

from odoo.addons.wechat_base.tools.money import to_fen
from odoo.tests import tagged

from ..schemas.refund import MAX_PHOTO_BYTES
from .api_common import new_uuid
from .api_paid import PaidCase
from .test_refund_photo import make_photo


@tagged("post_install", "-at_install")
class TestApiRefund(PaidCase):
    def _get(self, member=None):
        return self.call(
            "GET", f"/orders/{self.uuid}/refund", member=member or self.member
        )

    def _ask(self, member=None, **body):
        body = {"uuid": new_uuid(), "reason": "missing", **body}
        return self.call(
            "POST",
            f"/orders/{self.uuid}/refund-requests",
            body,
            member=member or self.member,
        )

    def test_unpaid_order_has_nothing_to_give_back(self):
        self.assertFalse(self._get().json()["can_request"])
        self.assert_refused(self._ask(), "refund_not_possible")

    def test_request_is_made_once_and_taken_back(self):
        self._pay()
        shown = self._get().json()
        self.assertTrue(shown["can_request"])
        self.assertEqual(shown["rest_fen"], to_fen(self.order.amount_total))
        order = self.call("GET", f"/orders/{self.uuid}", member=self.member).json()
        self.assertTrue(order["can"]["refund"])
        line = shown["lines"][0]
        body = {
            "uuid": new_uuid(),
            "lines": [{"line_id": line["line_id"], "quantity": 1}],
            "text": "cold",
        }

        first, again = self._ask(**body), self._ask(**body)

        self.assertEqual((first.status_code, again.status_code), (201, 200))
        (request,) = again.json()["requests"]
        self.assertEqual(request["amount_fen"], line["unit_fen"])
        self.assertEqual((request["state"], request["text"]), ("requested", "cold"))
        withdraw = f"/refund-requests/{body['uuid']}/withdraw"
        stranger = self.call("POST", withdraw, member=self.other_member)
        self.assert_refused(stranger, "not_found")
        done = self.call("POST", withdraw, member=self.member)
        self.assertEqual(done.json()["requests"][0]["state"], "withdrawn")

    def test_others_see_and_ask_nothing(self):
        self._pay()

        self.assert_refused(self._get(self.other_member), "not_found")
        self.assert_refused(self._ask(self.other_member), "not_found")
        path = f"/orders/{self.uuid}/refund"
        self.assert_refused(self.call("GET", path), "token_missing")

    def test_phone_names_no_price(self):
        self._pay()

        self.assert_refused(self._ask(amount_fen=1), "invalid_request")

    def test_dish_named_twice_is_wanted_twice(self):
        self._pay()
        line = self.order.lines[0]
        once = {"line_id": line.id, "quantity": 1}

        answer = self._ask(lines=[once] * (int(line.qty) + 1))

        self.assert_refused(answer, "refund_not_possible")
        (request,) = self._ask(lines=[once] * int(line.qty)).json()["requests"]
        self.assertEqual(request["lines"][0]["quantity"], line.qty)

    # === PHOTOS === #

    def _send(self, uuid, content, member=None, **options):
        """Send a file; its name and its type claim what a stranger would claim."""
        form = {"photo": ("../../menu.html", content, "text/html")}
        return self.call(
            "POST",
            f"/refund-requests/{uuid}/photos",
            member=member or self.member,
            **{"files": form, **options},
        )

    def _requested(self):
        self._pay()
        uuid = new_uuid()
        self._ask(uuid=uuid)
        return uuid

    def test_photo_reaches_the_restaurant(self):
        uuid = self._requested()

        for _repeated in range(2):
            answer = self._send(uuid, make_photo())

        self.assertEqual(answer.json()["requests"][0]["photos"], 1)
        order = self.call("GET", f"/orders/{self.uuid}", member=self.member).json()
        self.assertEqual(order["refund_state"], "requested")

    def test_photo_is_nobody_elses(self):
        uuid = self._requested()
        self._send(uuid, make_photo())
        request = self.env["wechat.refund.request"].search([("uuid", "=", uuid)])
        file = request.photo_ids

        stranger = self._send(uuid, make_photo(), member=self.other_member)
        self.assert_refused(stranger, "not_found")
        self.assert_refused(self._send(new_uuid(), make_photo()), "not_found")
        for path in ("/web/content", "/web/image"):
            answer = self.url_open(f"{path}/{file.id}")
            self.assertNotEqual(answer.content, file.raw)
        path = f"/refund-requests/{uuid}/photos"
        form = {"photo": ("a.jpg", make_photo())}
        self.assert_refused(self.call("POST", path, files=form), "token_missing")

    def test_what_is_no_photo_is_refused(self):
        uuid = self._requested()

        self.assert_refused(self._send(uuid, b"<script>"), "photo_invalid")
        too_large = self._send(uuid, b"\xff" * (MAX_PHOTO_BYTES + 1))
        self.assert_refused(too_large, "body_too_large")
        far_too_large = self._send(uuid, b"\xff" * (MAX_PHOTO_BYTES * 2))
        self.assert_refused(far_too_large, "body_too_large")
        other_field = {"file": ("a.jpg", make_photo())}
        answer = self._send(uuid, b"", files=other_field)
        self.assert_refused(answer, "invalid_request")
        path = f"/refund-requests/{uuid}/photos"
        plain = self.call("POST", path, {"photo": "x"}, member=self.member)
        self.assert_refused(plain, "unsupported_media_type")

    def test_other_routes_still_take_small_bodies_only(self):
        self._pay()

        answer = self._ask(text="x" * 70_000)

        self.assert_refused(answer, "body_too_large")

    def test_photos_are_taken_at_a_walking_pace(self):
        self.env["ir.config_parameter"].set_param(
            "wechat_ordering.rate_limit_factor", "1"
        )
        uuid = self._requested()

        answers = [self._send(uuid, b"no picture") for _times in range(7)]

        self.assert_refused(answers[-1], "rate_limited")
