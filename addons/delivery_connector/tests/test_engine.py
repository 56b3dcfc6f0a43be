"""Calling couriers: prices, choice, silence, refusals, patience, tips, cancelling."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .couriers import CourierCase

FAR = {"lng": 103.2, "lat": 25.4}


@tagged("post_install", "-at_install")
class TestChoice(CourierCase):
    def test_all_are_asked_and_the_cheapest_is_called(self):
        task = self._call()

        self.assertEqual(sorted(task.quote_ids.mapped("fee")), [6.0, 6.5])
        self.assertEqual(task.attempt_ids.account_id, self.dada)
        self.assertEqual(task.attempt_ids.state, "pending")
        self.assertEqual(task.state, "searching")
        self.assertEqual(self._states("dada"), ["WAITING"])
        self.assertEqual(self._states("sf"), [])
        self.assertEqual(task.cost, 6.0)

    def test_fastest_is_called_first(self):
        self.policy.choice = "fastest"

        task = self._call()

        # Dada does not say how long it takes.
        self.assertEqual(task.attempt_ids.account_id, self.sf)

    def test_list_decides(self):
        self.policy.choice = "fixed"
        self.sf.shop_ids.sequence = 1

        task = self._call()

        self.assertEqual(task.attempt_ids.account_id, self.sf)
        self.assertEqual(self._states("sf"), ["WAITING"])

    def test_guest_beyond_all_couriers_needs_a_person(self):
        task = self._call(**FAR)

        self.assertEqual(task.state, "stuck")
        self.assertIn("DADA", task.problem)
        self.assertIn("SF", task.problem)
        self.assertTrue(task.activity_ids)
        self.assertFalse(task.attempt_ids)

    def test_courier_that_cannot_say_a_price_is_asked_again(self):
        self.sandbox.fault("error_before", api="dada.quote", times=1)
        self.sandbox.fault("courier_code", api="dada.quote", code="999", times=1)
        self.sf.active = False

        task = self._call()
        self.assertFalse(task.attempt_ids)
        self.assertIn(task.state, ("waiting", "stuck"))
        if task.state == "stuck":
            task.action_call_now()
        self._wait(minutes=1)
        self._wait(minutes=1)

        self.assertEqual(task.state, "searching")
        self.assertEqual(len(self._orders("dada")), 1)

    def test_price_is_asked_again_when_the_quote_lapsed(self):
        self.sandbox.fault("courier_code", api="dada.create", code="2062", times=1)

        task = self._call()

        self.assertEqual(
            task.attempt_ids.sorted("id").mapped("state"), ["failed", "pending"]
        )
        self.assertEqual(task.attempt_ids.account_id, self.dada)
        self.assertEqual(len(self._orders("dada")), 1)

    def test_price_that_rose_too_far_is_not_paid(self):
        task = self._request()
        self.sandbox.fault("courier_code", api="dada.create", code="2062", times=1)
        task._committed("_plan_call")
        wanted = task._committed("_plan_call")
        answers = [(shop_id, task._ask_price(*one)) for shop_id, *one in wanted]
        attempt_id = task._committed("_take_quotes", answers)
        self.env["delivery.attempt"].browse(attempt_id)._send_create()
        self.sandbox.control("POST", "settings", courier_surge_fen=400)

        self._run_jobs()

        # Dada rose from 6.00 to 10.00; SF was asked for the first time.
        live = task.sudo()._get_live()
        self.assertEqual(live.account_id, self.sf)
        self.assertEqual(live.quoted_fee, 10.5)
        self.assertEqual(self._orders("dada"), [])


@tagged("post_install", "-at_install")
class TestSilence(CourierCase):
    def test_order_that_was_taken_without_an_answer_is_adopted(self):
        self.sandbox.fault("lose_answer", api="dada.create")
        task = self._call()
        self.assertEqual(task.attempt_ids.state, "unknown")

        self._wait(seconds=30)

        self.assertEqual(task.attempt_ids.state, "pending")
        self.assertEqual(self._created("dada"), 1)
        self.assertEqual(self._states("dada"), ["WAITING"])

    def test_order_that_never_came_is_given_to_the_next_courier(self):
        self.sandbox.fault("lose_request", api="dada.create")
        task = self._call()
        first = task.attempt_ids
        self._wait(seconds=20)
        self.assertEqual(first.state, "unknown", "young silence proves nothing")

        self._wait(seconds=60)

        self.assertEqual(first.state, "failed")
        self.assertEqual(self._created("dada"), 1)
        self.assertEqual(task.sudo()._get_live().account_id, self.sf)

    def test_silent_courier_is_left_and_what_it_has_is_cancelled(self):
        self.sandbox.fault("lose_answer", api="dada.create")
        silent = [
            self.sandbox.fault("lose_request", api=f"dada.{api}", times=0)
            for api in ("query", "cancel")
        ]
        task = self._call()
        first = task.attempt_ids

        self._wait(minutes=6)
        second = task.sudo()._get_live()
        self.assertEqual(second.account_id, self.sf)
        self.assertFalse(first.is_bound)
        self.assertEqual(self._states("dada"), ["WAITING"])

        for rule in silent:
            self.sandbox.control("DELETE", f"behaviour?id={rule['id']}")
        self._wait(minutes=1)

        self.assertEqual(first.state, "cancelled")
        self.assertEqual(self._states("dada"), ["CANCELLED"])
        self.assertEqual(second.state, "pending")
        self.assertEqual(self._states("sf"), ["WAITING"])

    def test_worker_that_died_before_calling_is_replaced(self):
        task = self._request()
        wanted = task._committed("_plan_call")
        answers = [(shop_id, task._ask_price(*one)) for shop_id, *one in wanted]
        task._committed("_take_quotes", answers)
        self.env["queue.job"].search([]).write({"state": "done"})

        self._wait(minutes=2)

        self.assertEqual(task.attempt_ids.state, "pending")
        self.assertEqual(self._created("dada"), 1)

    def test_worker_that_died_after_calling_asks_first(self):
        task = self._request()
        wanted = task._committed("_plan_call")
        answers = [(shop_id, task._ask_price(*one)) for shop_id, *one in wanted]
        attempt_id = task._committed("_take_quotes", answers)
        attempt = self.env["delivery.attempt"].browse(attempt_id)
        wish = attempt._committed("_claim_create")
        attempt._call_carrier("create", *wish)
        self.env["queue.job"].search([]).write({"state": "done"})

        self._wait(minutes=2)

        self.assertEqual(attempt.state, "pending")
        self.assertEqual(self._created("dada"), 1)


@tagged("post_install", "-at_install")
class TestRefusals(CourierCase):
    def test_low_balance_calls_the_next_and_tells_the_manager_once(self):
        manager = self._create_user("boss", "point_of_sale.group_pos_manager")
        self.sandbox.control("POST", "courier-deposit", platform="dada", fen=-100_000)

        tasks = [self._call(), self._call()]

        for task in tasks:
            self.assertEqual(task.sudo()._get_live().account_id, self.sf)
            self.assertEqual(task.state, "searching")
        todo = self.dada.activity_ids.filtered(lambda one: one.user_id == manager)
        self.assertEqual(len(todo), 1)
        self.assertIn("balance", todo.summary)

    def test_wrong_key_calls_the_next_and_tells_the_manager(self):
        manager = self._create_user("boss", "point_of_sale.group_pos_manager")
        self.dada.setting_ids.filtered(
            lambda one: one.name == "app_secret"
        ).value = "wrong"

        task = self._call()

        self.assertEqual(task.sudo()._get_live().account_id, self.sf)
        self.assertIn(manager, self.dada.activity_ids.user_id)

    def test_order_that_the_platform_ends_goes_to_the_next(self):
        task = self._call()
        first = task.attempt_ids
        self._ride(first, "cancel")

        self._ask(first)

        self.assertEqual(first.state, "cancelled")
        self.assertEqual(task.sudo()._get_live().account_id, self.sf)

    def test_order_that_ends_with_the_parcel_is_for_a_person(self):
        task = self._call()
        first = task.attempt_ids
        self._ride(first, "accept", "arrive", "pickup")
        self._ask(first)
        self.assertEqual(task.state, "delivering")

        first._committed("_move", "cancelled")

        self.assertEqual(task.state, "stuck")
        self.assertEqual(self._created("sf"), 0)


@tagged("post_install", "-at_install")
class TestPatience(CourierCase):
    def test_next_courier_is_called_after_the_agreed_minutes(self):
        task = self._call()
        first = task.attempt_ids
        self._wait(minutes=4)
        self.assertEqual(task.attempt_ids, first)

        self._wait(minutes=2)

        self.assertEqual(first.state, "cancelled")
        self.assertEqual(self._states("dada"), ["CANCELLED"])
        self.assertEqual(task.sudo()._get_live().account_id, self.sf)
        self.assertEqual(task.state, "searching")
        self.assertEqual(task.cost, 6.5)
        self.assertEqual(self._charged("dada") + self._charged("sf"), task.cost)

    def test_rider_who_accepted_unheard_is_kept(self):
        task = self._call()
        self._ride(task.attempt_ids, "accept")

        self._wait(minutes=6)

        self.assertEqual(task.state, "accepted")
        self.assertEqual(len(task.attempt_ids), 1)
        self.assertEqual(self._states("dada"), ["ACCEPTED"])

    def test_last_courier_is_waited_for_and_a_person_told(self):
        self.sf.active = False
        task = self._call()

        self._wait(minutes=6)

        self.assertEqual(task.attempt_ids.state, "pending")
        self.assertTrue(task.activity_ids)

    def test_tips_rise_step_by_step_to_the_cap(self):
        self.policy.write(
            {"tip_step": 1, "tip_cap": 2, "tip_minutes": 1, "patience_minutes": 15}
        )
        for account, carrier in ((self.dada, "dada"), (self.sf, "sf")):
            with self.subTest(carrier=carrier):
                (self.dada | self.sf).active = False
                account.active = True
                task = self._call()

                tips = []
                for _minute in range(4):
                    self._wait(minutes=1, seconds=5)
                    tips.append(task.attempt_ids.tip)

                self.assertEqual(tips, [1, 2, 2, 2])
                order = self._orders(carrier)[-1]
                self.assertEqual(order["tip_fen"], 200)
                self.assertEqual(task.cost, self._charged(carrier))

    def test_rider_who_withdraws_makes_no_second_order(self):
        self.policy.choice = "fixed"
        self.sf.shop_ids.sequence = 1
        task = self._call()
        attempt = task.attempt_ids
        self._ride(attempt, "accept")
        self._ask(attempt)
        self.assertEqual(task.state, "accepted")
        self.assertTrue(attempt.rider_label)

        self._ride(attempt, "withdraw")
        self._ask(attempt)

        self.assertEqual(task.state, "searching")
        self.assertEqual(attempt.state, "pending")
        self.assertFalse(attempt.rider_label)
        self.assertEqual(self._created("sf") + self._created("dada"), 1)


@tagged("post_install", "-at_install")
class TestCancelAndDesk(CourierCase):
    def _cancel(self, task):
        """Cancel at the desk; return what it said it would cost."""
        context = task.action_cancel()["context"]
        wizard = self.env["delivery.task.cancel"].with_context(**context).create({})
        wizard.action_cancel_delivery()
        self._run_jobs()
        return wizard.cost_text

    def test_fee_of_a_cancellation_is_booked_apart(self):
        task = self._call()
        attempt = task.attempt_ids
        self._ride(attempt, "accept")
        self._ask(attempt)
        self.sandbox.control("POST", "clock", advance_s=120)

        self._cancel(task)

        self.assertEqual(task.state, "cancelled")
        self.assertEqual(attempt.cancel_fee, 2)
        self.assertEqual(task.cost, 2)
        self.assertEqual(self._charged("dada"), 2)

    def test_fee_is_told_before_where_the_courier_tells_it(self):
        self.dada.active = False
        task = self._call()
        self._ride(task.attempt_ids, "accept")
        self._ask(task.attempt_ids)
        self.sandbox.control("POST", "clock", advance_s=180)

        text = self._cancel(task)

        self.assertIn("2.00", text)
        # SF takes no second word on an order within two seconds.
        self._wait(minutes=1)
        self.assertEqual(task.state, "cancelled")
        self.assertEqual(task.cost, self._charged("sf"))

    def test_cancel_without_an_answer_is_found_out(self):
        task = self._call()
        self.sandbox.fault("lose_answer", api="dada.cancel")
        self._cancel(task)
        self.assertEqual(task.attempt_ids.state, "cancelling")
        self.assertEqual(task.state, "searching")

        self._wait(minutes=1)

        self.assertEqual(task.attempt_ids.state, "cancelled")
        self.assertEqual(task.state, "cancelled")

    def test_cancel_that_got_lost_is_repeated(self):
        task = self._call()
        self.sandbox.fault("lose_request", api="dada.cancel")
        self._cancel(task)

        self._wait(minutes=1)

        self.assertEqual(self._states("dada"), ["CANCELLED"])
        self.assertEqual(task.state, "cancelled")

    def test_too_late_to_cancel(self):
        task = self._call()
        attempt = task.attempt_ids
        self._ride(attempt, "accept", "arrive", "pickup")

        self._cancel(task)

        self.assertEqual(task.state, "delivering")
        self.assertEqual(attempt.state, "delivering")
        self.assertFalse(task.cancel_wanted_at)
        self.assertTrue(task.activity_ids)

        self._ride(attempt, "deliver")
        self._ask(attempt)
        self.assertEqual(task.state, "delivered")
        self.assertEqual(task.cost, self._charged("dada"))

    def _switch(self, task, account, **values):
        context = task.action_switch()["context"]
        wizard = self.env["delivery.task.switch"].with_context(**context)
        shop = account.with_context(active_test=False).shop_ids
        wizard.create({"shop_id": shop.id, **values}).action_switch()
        self._run_jobs()

    def test_desk_changes_the_courier(self):
        task = self._call()
        first = task.attempt_ids

        self._switch(task, self.sf)

        self.assertEqual(first.state, "cancelled")
        self.assertEqual(task.sudo()._get_live().account_id, self.sf)
        self.assertEqual(self._states("dada"), ["CANCELLED"])

    def test_desk_gives_it_to_an_own_rider(self):
        self.own_shop.active = True
        self.own.own_fee = 20
        task = self._call()

        self._switch(task, self.own, rider_id=self.rider.id)

        live = task.sudo()._get_live()
        self.assertEqual(live.account_id, self.own)
        self.assertEqual(live.offered_rider_id, self.rider)
        self.assertEqual(self.rider._get_offers(), live)
        self.assertEqual(self._states("dada"), ["CANCELLED"])

    def test_desk_offers_a_tip(self):
        task = self._call()
        context = task.action_tip()["context"]
        wizard = self.env["delivery.task.tip"].with_context(**context)

        wizard.create({"total": 3}).action_offer()
        self._run_jobs()

        self.assertEqual(task.attempt_ids.tip, 3)
        self.assertEqual(self._orders("dada")[0]["tip_fen"], 300)
        with self.assertRaises(UserError):
            wizard.create({"total": 3}).action_offer()

    def test_goods_that_come_back_are_confirmed(self):
        task = self._call()
        attempt = task.attempt_ids
        self._ride(attempt, "accept", "arrive", "pickup", "refuse")
        self._ask(attempt)
        self.assertEqual(task.state, "returning")
        self.assertTrue(task.can_confirm_return)

        task.action_confirm_return()

        self.assertEqual(task.state, "returned")
        self.assertEqual(self._states("dada"), ["RETURNED"])
