"""Several workers decide about one delivery at once, each committing for real.

The other tests run in one transaction, where nobody waits for anybody.
"""

import threading

from odoo import SUPERUSER_ID, api
from odoo.addons.wechat_base.tests.common import SandboxMixin
from odoo.fields import Command
from odoo.orm.registry import DummyRLock, Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests.common import TransactionCase, tagged
from odoo.tools import mute_logger

from .common import GUEST

THREADS = 5
ROUNDS = 4
PATIENCE_S = 60
_CLEAN_UP = """
DELETE FROM delivery_move WHERE task_id IN (SELECT id FROM delivery_task);
UPDATE delivery_attempt SET quote_id = NULL;
DELETE FROM delivery_quote;
DELETE FROM delivery_attempt;
DELETE FROM delivery_task;
DELETE FROM delivery_shop WHERE account_id = %(account)s;
DELETE FROM delivery_account WHERE id = %(account)s;
DELETE FROM mail_message WHERE model IN ('delivery.task', 'delivery.account');
DELETE FROM mail_followers WHERE res_model IN ('delivery.task', 'delivery.account');
DELETE FROM queue_job WHERE model_name LIKE 'delivery.%%';
DELETE FROM pos_order_line WHERE order_id IN
    (SELECT id FROM pos_order WHERE session_id = %(session)s);
DELETE FROM pos_order WHERE session_id = %(session)s;
DELETE FROM pos_session WHERE id = %(session)s;
DELETE FROM pos_config WHERE id = %(config)s;
DELETE FROM pos_payment_method WHERE id = %(method)s;
"""


@tagged("post_install", "-at_install")
class TestConcurrency(SandboxMixin, TransactionCase):
    commits = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Tests run while the registry is being loaded: its lock is this thread's.
        cls.classPatch(Registry, "_lock", DummyRLock())
        cls.ids = {}
        cls.addClassCleanup(cls._clean_up)
        with cls.registry.cursor() as cursor:
            cls._create_shop(api.Environment(cursor, SUPERUSER_ID, {}))

    @classmethod
    def _create_shop(cls, env):
        known = cls.sandbox.control("GET", "courier-credentials?platform=dada")
        bank = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
        )
        method = env["pos.payment.method"].create(
            {"name": "Concurrency", "journal_id": bank.id}
        )
        config = env["pos.config"].create(
            {"name": "Concurrency", "payment_method_ids": [(6, 0, method.ids)]}
        )
        session = env["pos.session"].create({"config_id": config.id, "user_id": 1})
        account = env["delivery.account"].create({"name": "Dada", "carrier": "dada"})
        for setting in account.setting_ids:
            name = {"source_id": "number"}.get(setting.name, setting.name)
            setting.value = known.get(name)
        env["delivery.shop"].create(
            {
                "config_id": config.id,
                "account_id": account.id,
                "number": known["shop_no"],
                "lng": known["lng"],
                "lat": known["lat"],
                "phone": "13888880000",
                "address": "昆明市五华区翠湖东路 2 号",
                "city_code": "0871",
            }
        )
        cls.ids = {
            "method": method.id,
            "config": config.id,
            "session": session.id,
            "account": account.id,
        }

    @classmethod
    def _clean_up(cls):
        """Take everything away again."""
        if cls.ids:
            with cls.registry.cursor() as cursor:
                cursor.execute(_CLEAN_UP, cls.ids)

    def setUp(self):
        super().setUp()
        self.sandbox.control("POST", "settings", courier_auto=False)
        self.sandbox.fault("notify_hold", times=0)

    def _request(self):
        """Return the id of a committed delivery."""
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            tip = env.ref("point_of_sale.product_product_tip")
            order = env["pos.order"].create(
                {
                    "session_id": self.ids["session"],
                    "company_id": env.company.id,
                    "amount_tax": 0,
                    "amount_total": 29,
                    "amount_paid": 29,
                    "amount_return": 0,
                    "state": "paid",
                    "lines": [
                        Command.create(
                            {
                                "product_id": tip.id,
                                "full_product_name": "Noodles",
                                "qty": 1,
                                "price_unit": 29,
                                "price_subtotal": 29,
                                "price_subtotal_incl": 29,
                            }
                        )
                    ],
                }
            )
            return env["delivery.task"]._request(order, GUEST).id

    def _at_once(self, task_id, method):
        """Do one thing with a delivery in several threads; return their errors."""
        errors = []
        barrier = threading.Barrier(THREADS)

        def work():
            barrier.wait(PATIENCE_S)
            try:
                while not self._try(task_id, method):
                    pass
            except Exception as error:  # noqa: BLE001 - the main thread asserts
                errors.append(repr(error))

        threads = [threading.Thread(target=work) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_S)
        return errors

    def _try(self, task_id, method):
        """Do it as the job process would: a job that was in the way begins again."""
        try:
            with self.registry.cursor() as cursor:
                env = api.Environment(cursor, SUPERUSER_ID, {})
                getattr(env["delivery.task"].browse(task_id), method)()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            return False
        return True

    def _states(self, task_id):
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            task = env["delivery.task"].browse(task_id)
            return task.problem or task.state, task.attempt_ids.mapped("state")

    @mute_logger("odoo.sql_db")
    def test_many_workers_make_one_order(self):
        for turn in range(ROUNDS):
            with self.subTest(turn=turn):
                task_id = self._request()

                errors = self._at_once(task_id, "_call")

                self.assertEqual(errors, [])
                state, attempts = self._states(task_id)
                self.assertEqual(state, "searching")
                # Who could not write the answer down leaves it to be asked for.
                self.assertIn(attempts, (["pending"], ["creating"]))
        self.assertEqual(len(self.sandbox.calls("dada.create")), ROUNDS)
