from odoo.exceptions import ConcurrencyError
from odoo.tests import TransactionCase, tagged
from psycopg2.errors import SerializationFailure

from ..tools.intent import committed, run_committed, try_lock


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
