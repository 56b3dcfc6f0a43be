from unittest.mock import patch

from odoo.exceptions import ConcurrencyError
from odoo.tests import TransactionCase, tagged
from psycopg2.errors import SerializationFailure, UniqueViolation

from ..tools import retry
from ..tools.retry import REQUEST_CLASHES, run_in_request, try_again


@tagged("post_install", "-at_install")
class TestRetry(TransactionCase):
    def setUp(self):
        super().setUp()
        self.tries = 0

    def clash(self, times, error=SerializationFailure):
        """Return a function that others get in the way of so many times."""

        def function():
            self.tries += 1
            if self.tries <= times:
                raise error
            return f"try {self.tries}"

        return function

    def test_clash_is_tried_again_from_the_start(self):
        started_over = []

        result = try_again(self.clash(2), start_over=lambda: started_over.append(1))

        self.assertEqual(result, "try 3")
        self.assertEqual(len(started_over), 2)

    def test_each_kind_of_clash_is_tried_again(self):
        for error in (SerializationFailure, ConcurrencyError):
            self.tries = 0
            self.assertEqual(try_again(self.clash(1, error)), "try 2")

    def test_other_errors_are_not_tried_again(self):
        with self.assertRaises(ZeroDivisionError):
            try_again(self.clash(1, ZeroDivisionError))

        self.assertEqual(self.tries, 1)

    def test_same_value_twice_is_a_clash_in_a_request_only(self):
        with self.assertRaises(UniqueViolation):
            try_again(self.clash(1, UniqueViolation))
        self.tries = 0

        result = try_again(self.clash(1, UniqueViolation), REQUEST_CLASHES)

        self.assertEqual(result, "try 2")

    def test_it_ends_after_so_many_tries(self):
        with (
            patch.object(retry.time, "sleep"),
            self.assertRaises(SerializationFailure),
        ):
            try_again(self.clash(1000))

        self.assertEqual(self.tries, retry.MAX_TRIES)

    def test_it_ends_after_so_long(self):
        clock = iter([0, retry.GIVE_UP_AFTER_S + 1])
        with (
            patch.object(retry.time, "monotonic", lambda: next(clock)),
            self.assertRaises(SerializationFailure),
        ):
            try_again(self.clash(1000))

        self.assertEqual(self.tries, 1)

    def test_second_run_of_a_request_finds_nothing_of_the_first(self):
        names = []
        partners = self.env["res.partner"].with_context(active_test=False)

        def work():
            names.append(partners.search_count([("name", "=", "Once")]))
            partners.create({"name": "Once"})
            return self.clash(1)()

        # The rollback of a test would take its own data along.
        savepoint = self.env.cr.savepoint(flush=False)
        with patch.object(self.env.cr, "rollback", savepoint.rollback):
            result = run_in_request(work, lambda: self.env)

        self.assertEqual(result, "try 2")
        self.assertEqual(names, [0, 0])
        self.assertEqual(partners.search_count([("name", "=", "Once")]), 1)
