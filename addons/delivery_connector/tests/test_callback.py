"""The door for couriers' messages: what is believed, doubted, refused."""

import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .couriers import CourierHttpCase

DOOR = "odoo.addons.delivery_connector.controllers.callback"


@tagged("post_install", "-at_install")
class TestCallback(CourierHttpCase):
    def _path(self, account):
        return f"/delivery/callback/{account.sudo().callback_token}"

    def _post(self, path, body):
        self.env.flush_all()
        answer = self.url_open(
            path, data=body, headers={"Content-Type": "application/json"}
        )
        self.env.invalidate_all()
        return answer

    def _outcomes(self, attempt):
        return attempt.event_ids.sorted("id").mapped("outcome")

    def test_rider_who_accepts_shows_at_the_desk(self):
        task = self._call()
        attempt = task.attempt_ids
        self._ride(attempt, "accept")

        self.assertEqual(self._tell(attempt, last=True), [200])
        self.assertEqual(attempt.state, "pending", "what follows is a job's work")
        self._run_jobs()

        self.assertEqual(task.state, "accepted")
        self.assertTrue(task.rider_label)
        self.assertNotIn(attempt.rider_phone, task.rider_label)
        self.assertEqual(self._outcomes(attempt), ["applied"])

    def test_delivery_by_messages_alone(self):
        for carrier, account in (("dada", self.dada), ("sf", self.sf)):
            with self.subTest(carrier=carrier):
                (self.dada | self.sf).active = False
                account.active = True
                task = self._call()
                attempt = task.attempt_ids
                for action in ("accept", "arrive", "pickup", "deliver"):
                    self._ride(attempt, action)
                    self.sandbox.control("POST", "clock", advance_s=60)
                    self.assertEqual(self._tell(attempt, last=True), [200])
                    self._run_jobs()

                self.assertEqual(
                    self._history(task)[2:],
                    ["accepted", "at_shop", "delivering", "delivered"],
                )
                self.assertEqual(task.cost, self._charged(carrier))

    def test_repeated_message_changes_nothing(self):
        task = self._call()
        attempt = task.attempt_ids
        self._ride(attempt, "accept")
        self._tell(attempt, last=True)
        self._run_jobs()
        before = self._history(attempt)

        self.assertEqual(self._tell(attempt, last=True), [200])
        self._run_jobs()

        self.assertEqual(self._history(attempt), before)
        self.assertEqual(len(attempt.event_ids), 1)

    def test_messages_in_the_wrong_order_do_not_lead_back(self):
        task = self._call()
        attempt = task.attempt_ids
        for action in ("accept", "arrive", "pickup"):
            self._ride(attempt, action)
            self.sandbox.control("POST", "clock", advance_s=60)

        self._tell(attempt, order="newest_first")
        self._run_jobs()

        self.assertEqual(task.state, "delivering")
        self.assertIn("superseded", self._outcomes(attempt))

    def test_forged_delivery_changes_nothing(self):
        for carrier, account, statuses in (
            ("dada", self.dada, [200]),
            ("sf", self.sf, None),
        ):
            with self.subTest(carrier=carrier):
                (self.dada | self.sf).active = False
                account.active = True
                task = self._call()
                attempt = task.attempt_ids
                asked = len(self.sandbox.calls(f"{carrier}.query"))

                with mute_logger(DOOR):
                    told = self._tell(attempt, fault="callback_forged")
                self._run_jobs()

                self.assertEqual(task.state, "searching")
                self.assertEqual(attempt.state, "pending")
                if statuses:
                    self.assertEqual(told, statuses)
                    self.assertEqual(self._outcomes(attempt), ["unconfirmed"])
                    calls = self.sandbox.calls(f"{carrier}.query")
                    self.assertEqual(len(calls), asked + 1)
                else:
                    self.assertNotEqual(told, [200])
                    self.assertFalse(attempt.event_ids)

    def test_true_delivery_is_believed_after_asking(self):
        task = self._call()
        attempt = task.attempt_ids
        self._ride(attempt, "accept", "arrive", "pickup")
        self._ask(attempt)
        self._ride(attempt, "deliver")

        self._tell(attempt, last=True)
        self._run_jobs()

        self.assertEqual(task.state, "delivered")
        self.assertIn("unconfirmed", self._outcomes(attempt))

    @mute_logger(DOOR)
    def test_bad_messages_are_refused(self):
        for account in (self.dada, self.sf):
            (self.dada | self.sf).active = False
            account.active = True
            attempt = self._call().attempt_ids
            for fault in (
                "callback_unsigned",
                "callback_bad_sign",
                "callback_garbage",
            ):
                with self.subTest(account=account.name, fault=fault):
                    (told,) = self._tell(attempt, fault=fault)
                    self._run_jobs()
                    self.assertEqual(attempt.state, "pending")
                    self.assertFalse(attempt.event_ids)
                    if account == self.dada:
                        self.assertNotEqual(told, 200)

    def test_strange_status_is_kept_and_told(self):
        task = self._call()
        attempt = task.attempt_ids

        self.assertEqual(self._tell(attempt, fault="callback_unknown_status"), [200])
        self._run_jobs()

        self.assertEqual(attempt.state, "pending")
        self.assertEqual(self._outcomes(attempt), ["unknown_status"])
        self.assertTrue(task.activity_ids)

    def test_number_that_nobody_placed_is_kept(self):
        attempt = self._call().attempt_ids

        self._tell(attempt, fault="callback_unknown_order")
        self._run_jobs()

        rows = self.env["delivery.event"].search([("account_id", "=", self.dada.id)])
        self.assertEqual(rows.mapped("outcome"), ["unknown_number"])

    def test_message_before_the_answer_is_not_lost(self):
        self.sandbox.control("DELETE", "behaviour")
        self.sandbox.fault("callback_before_answer", api="dada.create")

        task = self._request()
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            self._run_jobs()

        self.assertEqual(task.attempt_ids.state, "pending")
        self.assertEqual(len(task.attempt_ids.event_ids), 1)
        self.assertTrue(task.attempt_ids.event_ids.outcome)

    def test_late_word_of_a_dead_order_touches_only_that(self):
        task = self._call()
        first = task.attempt_ids
        self._wait(minutes=6)
        second = task.sudo()._get_live()
        self.assertNotEqual(first, second)

        self._tell(first)
        self._run_jobs()

        self.assertEqual(first.state, "cancelled")
        self.assertEqual(second.state, "pending")
        self.assertEqual(task.state, "searching")

    def test_of_two_that_accept_one_is_bound(self):
        self.sandbox.fault("lose_answer", api="dada.create")
        silent = [
            self.sandbox.fault("lose_request", api=f"dada.{api}", times=0)
            for api in ("query", "cancel")
        ]
        task = self._call()
        first = task.attempt_ids
        self._wait(minutes=6)
        second = task.sudo()._get_live()
        self._ride(first, "accept")
        self._ride(second, "accept")
        for rule in silent:
            self.sandbox.control("DELETE", f"behaviour?id={rule['id']}")

        self._tell(second, last=True)
        self._tell(first, last=True)
        self._run_jobs()
        self._wait(minutes=1)

        self.assertEqual(task.state, "accepted")
        self.assertEqual(task.sudo()._get_live(), second)
        self.assertEqual(first.state, "cancelled")
        self.assertEqual(self._states("dada"), ["CANCELLED"])
        self.assertEqual(self._states("sf"), ["ACCEPTED"])
        self.assertEqual(task.cost, self._charged("dada") + self._charged("sf"))

    def test_rider_who_wants_to_be_let_off_is_answered(self):
        for action, is_agreed in (
            ("action_agree_rider", True),
            ("action_refuse_rider", False),
        ):
            with self.subTest(action=action):
                task = self._call()
                attempt = task.attempt_ids
                self._ride(attempt, "accept")
                self._ask(attempt)
                self._ride(attempt, "ask_cancel")
                self._tell(attempt, last=True)
                self._run_jobs()
                self.assertTrue(task.is_rider_cancel_asked)
                self.assertTrue(task.can_answer_rider)
                self.assertTrue(task.activity_ids)

                getattr(task, action)()
                self._run_jobs()

                self.assertFalse(task.is_rider_cancel_asked)
                if is_agreed:
                    self.assertNotEqual(attempt.state, "accepted")
                else:
                    self.assertEqual(attempt.state, "accepted")

    def test_wrong_address_is_not_found(self):
        body = json.dumps({"order_id": "x"})
        self.assertEqual(self._post("/delivery/callback/x", body).status_code, 404)
        own = self._path(self.own)
        self.assertEqual(self._post(own, body).status_code, 404)

        old = self._path(self.dada)
        self.dada.action_new_callback_token()
        self.assertEqual(self._post(old, body).status_code, 404)

    def test_message_that_is_too_long_is_refused(self):
        answer = self._post(self._path(self.dada), "x" * (64 * 1024 + 1))

        self.assertEqual(answer.status_code, 413)
