from contextlib import closing

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, TransactionCase, get_db_name, tagged
from psycopg2.errors import SerializationFailure

from ..tools.intent import committed, run_committed, see_anew, try_lock


@tagged("post_install", "-at_install")
class TestIntent(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()

    def test_failed_intent_leaves_nothing(self):
        with self.assertRaises(RuntimeError), committed(self.env) as intent_env:
            intent_env["res.partner"].create({"name": "Half"})
            raise RuntimeError

        self.assertFalse(self.env["res.partner"].search([("name", "=", "Half")]))

    def test_environment_keeps_user_and_context(self):
        env = self.env(user=self.env.ref("base.public_user"), context={"lang": "zh_CN"})

        with committed(env) as intent_env:
            self.assertEqual(intent_env.uid, env.uid)
            self.assertEqual(intent_env.context["lang"], "zh_CN")
            self.assertIsNot(intent_env.cr, env.cr)

    def test_work_is_done_again_when_others_got_in_between(self):
        tries = []

        def work(env):
            tries.append(env["res.partner"].create({"name": "Again"}).id)
            if len(tries) == 1:
                raise SerializationFailure
            if len(tries) == 2:
                raise ConcurrencyError("someone else")
            return "done"

        self.assertEqual(run_committed(self.env, work), "done")
        self.assertEqual(len(tries), 3)
        found = self.env["res.partner"].search([("name", "=", "Again")])
        self.assertEqual(found.ids, tries[-1:])

    def test_endless_conflict_ends(self):
        def work(env):
            raise SerializationFailure

        with self.assertRaises(SerializationFailure):
            run_committed(self.env, work)

    def test_other_errors_are_not_repeated(self):
        tries = []

        def work(env):
            tries.append(1)
            raise ValueError

        with self.assertRaises(ValueError):
            run_committed(self.env, work)
        self.assertEqual(len(tries), 1)

    def test_own_lock_can_be_taken_twice(self):
        def work(env):
            try_lock(env, "table 5")
            try_lock(env, "table 5")
            return True

        self.assertTrue(run_committed(self.env, work))


@tagged("post_install", "-at_install")
class TestLock(BaseCase):
    """On connections of their own: in test mode all cursors share one."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())

    def cursor(self):
        return closing(self.registry.cursor())

    def count_locks(self, cursor):
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            " AND pid = pg_backend_pid()"
        )
        return cursor.fetchone()[0]

    def test_who_has_the_lock_sees_what_its_last_owner_committed(self):
        with self.cursor() as first, self.cursor() as second:
            try_lock(Environment(first, SUPERUSER_ID, {}), "table 5")
            first.execute(
                "INSERT INTO ir_config_parameter (key, value) VALUES ('lock', '1')"
            )
            second.execute("SELECT 1 FROM ir_config_parameter LIMIT 1")  # the picture
            first.commit()
            try:
                try_lock(Environment(second, SUPERUSER_ID, {}), "table 5")

                second.execute("SELECT 1 FROM ir_config_parameter WHERE key = 'lock'")
                self.assertTrue(second.rowcount)
            finally:
                first.execute("DELETE FROM ir_config_parameter WHERE key = 'lock'")
                first.commit()

    def test_lock_ends_with_its_transaction(self):
        with self.cursor() as first, self.cursor() as second:
            try_lock(Environment(first, SUPERUSER_ID, {}), "table 5")
            with self.assertRaises(ConcurrencyError):
                try_lock(Environment(second, SUPERUSER_ID, {}), "table 5")

            first.rollback()

            try_lock(Environment(second, SUPERUSER_ID, {}), "table 5")
            self.assertEqual(self.count_locks(first), 0)
            self.assertEqual(self.count_locks(second), 1)

    def test_request_that_called_somebody_sees_what_was_committed_meanwhile(self):
        question = "SELECT 1 FROM ir_config_parameter WHERE key = 'lock'"
        with self.cursor() as first, self.cursor() as second:
            second.execute(question)  # the picture
            first.execute(
                "INSERT INTO ir_config_parameter (key, value) VALUES ('lock', '1')"
            )
            first.commit()
            try:
                second.execute(question)
                self.assertFalse(second.rowcount)

                see_anew(Environment(second, SUPERUSER_ID, {}))

                second.execute(question)
                self.assertTrue(second.rowcount)
            finally:
                first.execute("DELETE FROM ir_config_parameter WHERE key = 'lock'")
                first.commit()
