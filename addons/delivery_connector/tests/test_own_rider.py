"""Own riders: from the order to the hand-over, on the rider's page."""

import base64

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DeliveryCase, DeliveryHttpCase

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestOwnRider(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.task = self._request()
        self._run_jobs()
        self.attempt = self.task.attempt_ids

    def _step(self, step, rider=None, **facts):
        rider = rider or self.rider
        code, photo = facts.get("code", ""), facts.get("photo")
        self.attempt._committed("_rider_step", rider.id, step, code, photo)

    def test_delivery_goes_from_the_order_to_the_guest(self):
        self.assertEqual(self.task.state, "searching")

        self._step("accept")
        self.assertEqual(self.task.state, "accepted")
        self.assertEqual(self.task.rider_label, "李四 139****9000")
        self._step("at_shop")
        self._step("picked_up")
        self._step("delivered", code=self.task.sudo().finish_code)

        self.assertEqual(self.task.state, "delivered")
        self.assertTrue(self.task.delivered_at)
        self.assertEqual(self.task.cost, 6)
        self.assertEqual(
            self._history(self.task),
            ["waiting", "searching", "accepted", "at_shop", "delivering", "delivered"],
        )

    def test_photo_stands_for_a_code(self):
        self._step("accept")
        self._step("picked_up")

        self._step("delivered", photo=_PIXEL)

        self.assertEqual(self.task.state, "delivered")
        self.assertEqual(self.attempt.photo_id.mimetype, "image/jpeg")

    def test_hand_over_needs_a_proof(self):
        self._step("accept")
        self._step("picked_up")

        for facts in ({}, {"code": "99999"}, {"photo": b"<svg/>"}, {"photo": b"no"}):
            with self.subTest(facts=facts):
                self._catch(UserError, self._step, "delivered", **facts)
                self.assertEqual(self.task.state, "delivering")

    def test_first_rider_to_accept_wins(self):
        other = self.rider.copy({"name": "赵六"})
        self._step("accept")

        self._catch(UserError, self._step, "accept", rider=other)

        self.assertEqual(self.attempt.rider_id, self.rider)
        self._catch(UserError, self._step, "delivered", rider=other, photo=_PIXEL)

    def test_second_tap_changes_nothing(self):
        self._step("accept")
        before = self._history(self.attempt)

        self._step("accept")

        self.assertEqual(self._history(self.attempt), before)

    def test_rider_who_cannot_come_gives_it_back(self):
        self._step("accept")

        self._step("release")

        self.assertEqual(self.task.state, "searching")
        self.assertFalse(self.attempt.rider_id)
        self.assertFalse(self.attempt.rider_label)
        self.assertEqual(self.rider._get_offers(), self.attempt)

    def test_goods_brought_back_are_confirmed_by_the_shop(self):
        self._step("accept")
        self._step("picked_up")
        self._step("bring_back")
        self.assertEqual(self.task.state, "returning")

        self.task.action_confirm_return()

        self.assertEqual(self.task.state, "returned")

    def test_offer_shows_to_riders_of_the_shop_only(self):
        other = self.config.copy({"name": "Elsewhere"})
        stranger = self.rider.copy({"name": "赵六", "config_ids": other.ids})

        self.assertEqual(self.rider._get_offers(), self.attempt)
        self.assertFalse(stranger._get_offers())

    def test_cancelled_before_the_parcel_was_taken(self):
        self._step("accept")

        self.task._committed("_cancel", "guest changed their mind")

        self.assertEqual(self.task.state, "cancelled")
        self.assertEqual(self.attempt.state, "cancelled")
        self.assertEqual(self.task.cost, 0)
        self._catch(UserError, self._step, "picked_up")

    def test_parcel_under_way_is_not_cancelled(self):
        self._step("accept")
        self._step("picked_up")

        self.task._committed("_cancel", "too late")

        self.assertEqual(self.task.state, "delivering")
        self.assertFalse(self.task.cancel_wanted_at)
        self.assertTrue(self.task.activity_ids)

    def test_nobody_accepts_and_nobody_is_left(self):
        self.policy.patience_minutes = 1
        self.env["delivery.task"]._cron_follow()
        self._run_jobs()
        self.assertFalse(self.task.activity_ids)

        self._pass_time(minutes=2)
        self.env["delivery.task"]._cron_follow()
        self._run_jobs()

        self.assertEqual(self.task.state, "searching")
        self.assertTrue(self.task.activity_ids)

    def test_shop_without_riders_needs_a_person(self):
        self.rider.action_end_link()

        task = self._request()
        self._run_jobs()

        self.assertEqual(task.state, "stuck")
        self.assertIn("No rider of ours has a link", task.problem)
        self.assertTrue(task.activity_ids)

        self.rider._renew_token()
        task.action_call_now()
        self._run_jobs()
        self.assertEqual(task.state, "searching")
        self.assertFalse(task.activity_ids)

    def test_too_dear_is_for_a_person_to_decide(self):
        self.policy.max_fee = 5

        task = self._request()
        self._run_jobs()

        self.assertEqual(task.state, "stuck")
        self.assertIn("6.00", task.problem)

    def test_rider_is_called_when_the_kitchen_is_nearly_ready(self):
        self.env.flush_all()
        task = self._request(call_at=self._in_minutes(20))
        self._run_jobs()
        self.assertEqual(task.state, "waiting")

        self._pass_time(minutes=21)
        self._run_jobs()

        self.assertEqual(task.state, "searching")

    def _in_minutes(self, minutes):
        now = fields.Datetime.now()
        return fields.Datetime.add(now, minutes=minutes)

    def test_guest_is_encrypted_and_masked(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT recipient_sealed FROM delivery_task WHERE id = %s", [self.task.id]
        )
        stored = self.env.cr.fetchone()[0]

        self.assertTrue(stored.startswith("v1:"))
        self.assertEqual(self.task.recipient_phone, "13800138000")
        self.assertEqual(self.task.recipient_label, "王** 138****8000 翠湖南路…")


@tagged("post_install", "-at_install")
class TestRiderPage(DeliveryHttpCase):
    def setUp(self):
        super().setUp()
        self.task = self._request()
        self._run_jobs()
        self.attempt = self.task.attempt_ids
        self.page = f"/delivery/rider/{self.token}"

    def _tap(self, step, **facts):
        self.env.flush_all()
        answer = self.url_open(
            f"{self.page}/{self.attempt.number}/{step}", data={"code": "", **facts}
        )
        self.env.invalidate_all()
        return answer

    def test_offer_tells_the_area_and_no_person(self):
        text = self.url_open(self.page).text

        self.assertIn(self.task.name, text)
        self.assertNotIn("13800138000", text)
        self.assertNotIn("王小明", text)
        self.assertNotIn("翠湖南路 1 号", text)

    def test_rider_brings_it(self):
        version = self.url_open(f"{self.page}/version").text
        page = self._tap("accept")
        self.assertEqual(page.status_code, 200)
        self.assertIn("13800138000", page.text)
        self.assertIn("3 栋 502", page.text)
        self.assertNotEqual(self.url_open(f"{self.page}/version").text, version)
        self._tap("picked_up")

        wrong = self._tap("delivered", code="x")
        self.assertEqual(wrong.status_code, 422)
        self.assertIn('role="alert"', wrong.text)
        done = self._tap("delivered", code=self.task.sudo().finish_code)

        self.assertEqual(self.task.state, "delivered")
        self.assertNotIn("13800138000", done.text)

    def test_photo_comes_with_the_form(self):
        self._tap("accept")
        self._tap("picked_up")

        self.env.flush_all()
        self.opener.post(
            f"{self.base_url()}{self.page}/{self.attempt.number}/delivered",
            files={"photo": ("door.png", _PIXEL, "image/png")},
            timeout=12,
        )
        self.env.invalidate_all()

        self.assertEqual(self.task.state, "delivered")
        self.assertTrue(self.attempt.photo_id)

    def test_wrong_link_shows_nothing(self):
        for path in ("wrong", f"{self.token}x"):
            with self.subTest(path=path):
                answer = self.url_open(f"/delivery/rider/{path}")
                self.assertEqual(answer.status_code, 404)
        self.rider.action_end_link()
        self.env.flush_all()
        self.assertEqual(self.url_open(self.page).status_code, 404)
        self.assertEqual(self._tap("accept").status_code, 404)
        self.assertEqual(self.task.state, "searching")

    def test_rider_of_another_company_cannot_touch_it(self):
        company = self._create_company("Elsewhere")
        stranger = self.rider.copy({"name": "赵六", "company_id": company.id})
        self.page = f"/delivery/rider/{stranger._renew_token()}"

        self.assertNotIn(self.attempt.number, self.url_open(self.page).text)
        self.assertEqual(self._tap("accept").status_code, 404)
        self.assertEqual(self.task.state, "searching")

    def test_step_that_there_is_not_is_not_found(self):
        self.assertEqual(self._tap("steal").status_code, 404)

    def test_page_keeps_its_address_to_itself(self):
        headers = self.url_open(self.page).headers

        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", headers["Cache-Control"])
