"""Tables, the append-only log, the constraint of the one live order at a courier."""

import psycopg2
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import const
from ..carriers import states
from ..carriers.neutral import CallbackEvent, CallbackMessage
from .common import DeliveryCase


@tagged("post_install", "-at_install")
class TestStates(DeliveryCase):
    def test_every_state_has_a_name_and_moves(self):
        for names, moves in (
            (const.ATTEMPT_STATES, states.ATTEMPT_MOVES),
            (const.TASK_STATES, const.TASK_MOVES),
        ):
            self.assertEqual({code for code, _name in names}, set(moves))
            reached = set().union(*moves.values())
            self.assertLessEqual(reached, set(moves))
        for end in const.TASK_ENDS:
            self.assertFalse(const.TASK_MOVES[end])

    def test_every_move_of_an_attempt_leads_its_task_somewhere_allowed(self):
        follow = const.TASK_STATE_BY_ATTEMPT
        for before, targets in states.ATTEMPT_MOVES.items():
            for after in targets:
                source, target = follow.get(before), follow.get(after)
                if source and target and source != target:
                    with self.subTest(before=before, after=after):
                        self.assertIn(target, const.TASK_MOVES[source])

    def test_move_that_is_not_in_the_table_is_refused(self):
        task = self._request()

        with self.assertRaises(UserError):
            task.sudo()._move("delivered")
        self.assertEqual(task.state, "waiting")

    def test_two_live_orders_at_couriers_cannot_be_bound(self):
        task = self._request()
        self._run_jobs()
        first = task.attempt_ids
        self.assertEqual(first.state, "pending")

        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            with self.env.cr.savepoint():
                first.sudo().copy({"number": "another"})
                self.env.flush_all()

    def test_order_is_delivered_once_at_a_time(self):
        task = self._request()

        again = self.env["delivery.task"]._request(task.order_id, {"lng": 1, "lat": 2})

        self.assertEqual(again, task)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            with self.env.cr.savepoint():
                task.sudo().copy({"order_id": task.order_id.id})
                self.env.flush_all()

    def test_number_fits_every_courier(self):
        task = self._request()
        self._run_jobs()

        number = task.attempt_ids.number

        self.assertLessEqual(len(number), const.MAX_NUMBER)
        self.assertTrue(number.isascii())
        self.assertTrue(number.endswith("-1"))

    def test_live_account_is_refused_in_a_demo_database(self):
        with self.assertRaises(ValidationError):
            self.own.world = "live"

    def test_policy_waits_between_1_and_15_minutes(self):
        for minutes in (0, 16):
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
                with self.env.cr.savepoint():
                    self.policy.patience_minutes = minutes
                    self.env.flush_all()

    def test_policy_without_a_cap_of_tips_is_refused(self):
        with self.assertRaises(ValidationError):
            self.policy.write({"tip_step": 2, "tip_cap": 1})


@tagged("post_install", "-at_install")
class TestEventLog(DeliveryCase):
    def setUp(self):
        super().setUp()
        event = CallbackEvent(
            number="nothing",
            provider_status="4",
            state="delivered",
            at_s=1480000000,
            is_trusted=False,
            digest="d" * 64,
        )
        message = CallbackMessage(body=b'{"phone": "13800138000"}')
        self.events = self.env["delivery.event"].sudo()
        self.row = self.events.browse(self.events._record(self.own, message, event))
        self.again = self.events._record(self.own, message, event)

    def test_repetition_is_kept_once(self):
        self.assertTrue(self.row.exists())
        self.assertFalse(self.again)

    def test_person_is_not_readable_in_the_database(self):
        self.env.cr.execute(
            "SELECT request_sealed FROM delivery_event WHERE id = %s", [self.row.id]
        )
        self.assertNotIn("13800138000", self.env.cr.fetchone()[0])

    def test_odoo_refuses_every_change(self):
        with self.assertRaises(UserError):
            self.row.write({"outcome": "applied"})
        with self.assertRaises(UserError):
            self.row.unlink()
        with self.assertRaises(UserError):
            self.events.create({"account_id": self.own.id, "digest": "x"})

    def test_outcome_is_added_once(self):
        self.row._finish("ignored")
        self.assertEqual(self.row.outcome, "ignored")

        for statement in (
            "UPDATE delivery_event SET outcome = 'applied' WHERE id = %s",
            "UPDATE delivery_event SET told_state = 'pending' WHERE id = %s",
            "DELETE FROM delivery_event WHERE id = %s",
        ):
            with self.subTest(statement=statement):
                with (
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(psycopg2.errors.InsufficientPrivilege),
                    self.env.cr.savepoint(),
                ):
                    self.env.cr.execute(statement, [self.row.id])

    def test_message_about_nothing_of_ours_is_said_to_be_so(self):
        self.row._process()

        self.assertEqual(self.row.outcome, "unknown_number")
