"""Several connections at once, each committing for real.

The other tests run in one transaction, where nobody waits for anybody.
"""

import threading
import uuid
from datetime import timedelta
from functools import partial

import psycopg2
from odoo import SUPERUSER_ID, api, fields
from odoo.addons.wechat_base.tests.common import SandboxMixin
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.exceptions import UserError
from odoo.orm.registry import DummyRLock, Registry
from odoo.tests.common import TransactionCase, tagged
from odoo.tools import mute_logger

from ..errors import PaymentAlreadyPaidError
from ..wechatpay.content import Trade
from .common import provider_values

THREADS = 6
ROUNDS = 5
PATIENCE_S = 30


@tagged("post_install", "-at_install")
class TestConcurrency(SandboxMixin, TransactionCase):
    commits = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Tests run while the registry is being loaded: its lock is this thread's.
        cls.classPatch(Registry, "_lock", DummyRLock())
        cls.addClassCleanup(cls._clean_up)
        with cls.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            cls.provider_id = (
                env["payment.provider"].create(provider_values(cls.sandbox)).id
            )
            account = env["wechat.account"].create(
                {
                    "name": "Concurrency",
                    "appid": cls.sandbox.credentials["appid"],
                    "app_secret": cls.sandbox.credentials["appsecret"],
                }
            )
            cls.account_id = account.id

    def setUp(self):
        super().setUp()
        self.openid = self.log_in("diner")

    @classmethod
    def _clean_up(cls):
        """Take everything away again; only SQL may delete payments."""
        statements = [
            "DELETE FROM queue_job WHERE model_name = 'payment.transaction'",
            """DELETE FROM wechatpay_transaction_event e USING payment_transaction t
                WHERE t.id = e.transaction_id AND t.provider_id = %(provider)s""",
            "ALTER TABLE wechatpay_voucher DISABLE TRIGGER USER",
            """DELETE FROM wechatpay_voucher v USING payment_transaction t
                WHERE t.id = v.transaction_id AND t.provider_id = %(provider)s""",
            "ALTER TABLE wechatpay_voucher ENABLE TRIGGER USER",
            "DELETE FROM payment_transaction WHERE provider_id = %(provider)s",
            "DELETE FROM wechatpay_refund",
            "DELETE FROM queue_job WHERE model_name = 'wechatpay.refund'",
            "DELETE FROM pos_order WHERE pos_reference = 'concurrency'",
            """DELETE FROM account_payment_method_line
                WHERE payment_provider_id = %(provider)s""",
            "DELETE FROM payment_provider WHERE id = %(provider)s",
            "DELETE FROM wechat_account WHERE id = %(account)s",
        ]
        with cls.registry.cursor() as cursor:
            for statement in statements:
                cursor.execute(
                    statement, {"provider": cls.provider_id, "account": cls.account_id}
                )

    def log_in(self, user):
        """Return the openid of a diner; in a transaction that sees the account."""
        code = self.sandbox.control("POST", "login-code", user=user)["code"]
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            account = env["wechat.account"].browse(self.account_id)
            return account._code_to_session(code)["openid"]

    def create_order(self):
        """Return the id of a committed order, as bare as the table allows."""
        with self.registry.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO pos_order (name, pos_reference, uuid, company_id, state,
                                       amount_tax, amount_total, amount_paid,
                                       amount_return)
                VALUES ('/', 'concurrency', %s, %s, 'draft', 0, 29, 0, 0)
                RETURNING id
                """,
                [str(uuid.uuid4()), self.env.company.id],
            )
            return cursor.fetchone()[0]

    def start_payment(self, env, order_id, **changes):
        """Start paying in a request of its own."""
        wish = {
            "amount_fen": 2900,
            "openid": self.openid,
            "description": "Noodles",
            "expires_at": fields.Datetime.now() + timedelta(minutes=15),
            **changes,
        }
        provider = env["payment.provider"].browse(self.provider_id)
        order = env["pos.order"].browse(order_id)
        self.patch_currency(order)
        return provider._wechatpay_create_jsapi_payment(order, **wish)

    def patch_currency(self, order):
        # The bare order has no shop, and so no currency.
        order.env.cache.update(
            order, order._fields["currency_id"], [order.env.ref("base.CNY").id]
        )

    def at_once(self, *functions):
        """Run functions at the same time, each with an environment of its own.

        :return: What each one returned or raised.
        """
        barrier = threading.Barrier(len(functions))
        results = [None] * len(functions)

        def run(index, function):
            try:
                with self.registry.cursor() as cursor:
                    env = api.Environment(cursor, SUPERUSER_ID, {})
                    # A request has looked at the database before it comes here.
                    cursor.execute("SELECT 1 FROM res_users LIMIT 1")
                    barrier.wait(PATIENCE_S)
                    results[index] = function(env)
            except Exception as error:  # noqa: BLE001 - handed to the test
                results[index] = error

        threads = [
            threading.Thread(target=run, args=(index, function))
            for index, function in enumerate(functions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE_S)
        return results

    def read(self, query, *parameters):
        """Return the rows of a query as they are committed now."""
        with self.registry.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall()

    def transactions_of(self, order_id):
        return self.read(
            "SELECT id, reference, wechatpay_state FROM payment_transaction"
            " WHERE wechatpay_pos_order_id = %s ORDER BY id",
            order_id,
        )

    def paid_trade(self, reference):
        known = self.sandbox.credentials
        return Trade(
            appid=known["appid"],
            mchid=known["mchid"],
            out_trade_no=reference,
            trade_state="SUCCESS",
            transaction_id=f"42{reference[-12:]}",
            total_fen=2900,
            currency="CNY",
        )

    def test_many_taps_open_one_payment(self):
        for _round in range(ROUNDS):
            order_id = self.create_order()

            results = self.at_once(
                *[partial(self.start_payment, order_id=order_id)] * THREADS
            )

            numbers = {result["out_trade_no"] for result in results}
            self.assertEqual(len(numbers), 1)
            self.assertEqual(len(self.transactions_of(order_id)), 1)

    def test_two_payers_never_both_hold_an_open_payment(self):
        friend = self.log_in("friend")
        for _round in range(ROUNDS):
            order_id = self.create_order()

            self.at_once(
                partial(self.start_payment, order_id=order_id),
                partial(self.start_payment, order_id=order_id, openid=friend),
            )

            open_at_wechat = [
                one
                for one in self.sandbox.control("GET", "ledger")["orders"]
                if one["trade_state"] == "NOTPAY"
                and one["out_trade_no"]
                in {row[1] for row in self.transactions_of(order_id)}
            ]
            self.assertLessEqual(len(open_at_wechat), 1)

    def test_callback_query_and_closing_at_once_agree(self):
        for _round in range(ROUNDS):
            order_id = self.create_order()
            with self.registry.cursor() as cursor:
                env = api.Environment(cursor, SUPERUSER_ID, {})
                parameters = self.start_payment(env, order_id)
            reference = parameters["out_trade_no"]
            ((tx_id, _reference, _state),) = self.transactions_of(order_id)
            trade = self.paid_trade(reference)

            def callback(env, trade=trade):
                return run_committed(
                    env,
                    lambda own_env: own_env[
                        "payment.transaction"
                    ]._wechatpay_follow_payment(self.provider_id, trade),
                )

            def query(env, trade=trade, tx_id=tx_id):
                tx = env["payment.transaction"].browse(tx_id)
                return tx._wechatpay_run(
                    lambda own: own._wechatpay_apply(trade, "query")
                )

            results = self.at_once(callback, query, callback, query, callback)

            self.assertEqual(
                results, [True, "success", True, "success", True], "nobody fails"
            )
            events = self.read(
                "SELECT to_state FROM wechatpay_transaction_event"
                " WHERE transaction_id = %s ORDER BY id",
                tx_id,
            )
            self.assertEqual(
                [row[0] for row in events], ["created", "notpay", "success"]
            )
            self.assertEqual(self.count_waiting_jobs(), 1)

    def count_waiting_jobs(self):
        return self.read(
            "SELECT count(*) FROM queue_job"
            " WHERE method_name = '_wechatpay_book' AND state = %s",
            "pending",
        )[0][0]

    def test_waiting_job_cannot_begin_before_the_payment_it_is_to_book(self):
        def enqueue(env):
            env["payment.transaction"]._wechatpay_enqueue_booking()

        self.at_once(enqueue)
        with self.registry.cursor() as payment, self.registry.cursor() as runner:
            # A second payment counts on the job that waits, and is not committed yet.
            enqueue(api.Environment(payment, SUPERUSER_ID, {}))
            self.assertEqual(self.count_waiting_jobs(), 1)

            with (
                self.assertRaises(psycopg2.errors.LockNotAvailable),
                mute_logger("odoo.sql_db"),
                runner.savepoint(flush=False),
            ):
                runner.execute(
                    "SELECT FROM queue_job WHERE method_name = '_wechatpay_book'"
                    " AND state = 'pending' FOR NO KEY UPDATE NOWAIT"
                )

        with self.registry.cursor() as runner:
            runner.execute(
                "UPDATE queue_job SET state = 'enqueued'"
                " WHERE method_name = '_wechatpay_book' AND state = 'pending'"
            )
        # One that began already may have looked before: another one is needed.
        self.at_once(enqueue)
        self.assertEqual(self.count_waiting_jobs(), 1)

    def create_paid_order(self):
        """Return the ids of an order and of its payment, which WeChat Pay has."""
        order_id = self.create_order()
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            parameters = self.start_payment(env, order_id)
        appid = self.sandbox.credentials["appid"]
        parameters.pop("out_trade_no")
        self.sandbox.control("POST", "pay", appId=appid, **parameters)
        ((tx_id, _reference, _state),) = self.transactions_of(order_id)
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            env["payment.transaction"].browse(tx_id)._wechatpay_query()
        # The bare order has no till: what it has booked is not looked at.
        order_class = self.registry["pos.order"]
        self.patch(order_class, "_wechatpay_check_refund", lambda order, wish: None)
        self.patch(order_class, "_wechatpay_needs_approval", lambda order, fen: False)
        self.patch(
            order_class,
            "_wechatpay_get_payments",
            lambda order: order.env["payment.transaction"].browse(tx_id),
        )
        return order_id, tx_id

    def ask_refund(self, order_id, **changes):
        """Return what asks for the whole order's refund in a request of its own."""
        wish = {
            "uuid": str(uuid.uuid4()),
            "amount_fen": 2900,
            "reason": "sold out",
            "is_return_to_stock": False,
            **changes,
        }

        def ask(env):
            order = env["pos.order"].browse(order_id)
            return env["wechatpay.refund"]._request(order, wish).id

        return ask

    def refunds_of(self, tx_id):
        return self.read(
            "SELECT wechatpay_refund_id, wechatpay_state FROM payment_transaction"
            " WHERE source_transaction_id = %s",
            tx_id,
        )

    def test_refund_goes_out_though_its_request_cannot_see_it(self):
        order_id, tx_id = self.create_paid_order()

        (refund_id,) = self.at_once(self.ask_refund(order_id))

        self.assertEqual(self.refunds_of(tx_id), [(refund_id, "processing")])

    def test_refund_asked_for_twice_at_once_is_one(self):
        order_id, tx_id = self.create_paid_order()
        ask = self.ask_refund(order_id)

        first, second = self.at_once(ask, ask)

        self.assertEqual(first, second)
        self.assertEqual(self.refunds_of(tx_id), [(first, "processing")])

    def test_two_refunds_at_once_never_give_back_more_than_was_paid(self):
        order_id, tx_id = self.create_paid_order()

        results = self.at_once(self.ask_refund(order_id), self.ask_refund(order_id))

        (refused,) = [one for one in results if isinstance(one, Exception)]
        self.assertIsInstance(refused, UserError)
        self.assertEqual(len(self.refunds_of(tx_id)), 1)

    def test_order_is_told_once_by_two_jobs(self):
        told = []
        order_class = self.registry["pos.order"]
        self.patch(order_class, "_wechatpay_accepts_payment", lambda order, tx: True)
        self.patch(
            order_class, "_wechatpay_on_paid", lambda order, tx: told.append(tx.id)
        )
        order_id = self.create_order()
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            reference = self.start_payment(env, order_id)["out_trade_no"]
        ((tx_id, _reference, _state),) = self.transactions_of(order_id)
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            env["payment.transaction"].browse(tx_id)._wechatpay_apply(
                self.paid_trade(reference), "query"
            )

        def job(env):
            env["payment.transaction"].browse(tx_id)._wechatpay_post_process()

        results = self.at_once(job, job, job)

        # A job that came too late fails, and does nothing when it is tried again.
        failed = [result for result in results if result is not None]
        for error in failed:
            self.assertIsInstance(error, psycopg2.errors.SerializationFailure)
        self.assertEqual(told[:1], [tx_id])
        self.assertEqual(len(results) - len(failed), 1)
        for _error in failed:
            self.at_once(job)
        self.assertEqual(told, [tx_id])

    def test_payment_that_someone_else_is_at_is_booked_all_the_same(self):
        told = []
        order_class = self.registry["pos.order"]
        self.patch(order_class, "_wechatpay_accepts_payment", lambda order, tx: True)
        self.patch(
            order_class, "_wechatpay_on_paid", lambda order, tx: told.append(tx.id)
        )
        _order_id, tx_id = self.create_paid_order()

        with self.registry.cursor() as other:
            # A phone that asks whether it has paid, as each one does just then.
            other.execute(
                "SELECT 1 FROM payment_transaction WHERE id = %s FOR NO KEY UPDATE",
                [tx_id],
            )
            job = threading.Thread(
                target=self.at_once,
                args=(lambda env: env["payment.transaction"]._wechatpay_book(),),
            )
            job.start()
            while job.is_alive() and not self.is_somebody_waiting():
                job.join(0.01)
        job.join(PATIENCE_S)

        self.assertEqual(told.count(tx_id), 1)

    def is_somebody_waiting(self):
        return self.read(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )

    def test_intent_stays_when_the_request_fails(self):
        order_id = self.create_order()

        with self.assertRaises(ZeroDivisionError), self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            self.start_payment(env, order_id)
            raise ZeroDivisionError

        self.assertEqual(self.transactions_of(order_id)[0][2], "notpay")

    def test_nothing_is_locked_while_wechat_pay_is_called(self):
        order_id = self.create_order()
        seen = []
        provider_class = self.registry["payment.provider"]
        transport = self.env["payment.provider"]._wechatpay_get_transport()

        def watching(method, url, headers, body):
            with self.registry.cursor() as cursor:
                cursor.execute(
                    "SELECT id FROM pos_order WHERE id = %s FOR UPDATE NOWAIT",
                    [order_id],
                )
                cursor.execute(
                    "SELECT reference, wechatpay_state FROM payment_transaction"
                    " WHERE wechatpay_pos_order_id = %s FOR UPDATE NOWAIT",
                    [order_id],
                )
                seen.extend(cursor.fetchall())
            return transport(method, url, headers, body)

        self.patch(provider_class, "_wechatpay_get_transport", lambda self: watching)
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            reference = self.start_payment(env, order_id)["out_trade_no"]
            tx = env["payment.transaction"].search([("reference", "=", reference)])
            self.assertFalse(tx, "this transaction began before")
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            tx = env["payment.transaction"].search([("reference", "=", reference)])
            tx._wechatpay_query()
            tx._wechatpay_close()

        self.assertEqual(
            seen,
            [
                (reference, "created"),
                (reference, "notpay"),
                (reference, "notpay"),
            ],
        )

    def test_money_that_is_being_booked_blocks_a_second_payment(self):
        order_id = self.create_order()
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            reference = self.start_payment(env, order_id)["out_trade_no"]
        ((tx_id, _reference, _state),) = self.transactions_of(order_id)

        def callback(env):
            tx = env["payment.transaction"].browse(tx_id)
            return tx._wechatpay_run(
                lambda own: own._wechatpay_apply(self.paid_trade(reference), "query")
            )

        def pay_more(env):
            return self.start_payment(env, order_id)

        callback_result, pay_result = self.at_once(callback, pay_more)

        self.assertEqual(callback_result, "success")
        if not isinstance(pay_result, PaymentAlreadyPaidError):
            self.assertEqual(pay_result["out_trade_no"], reference)
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, SUPERUSER_ID, {})
            with self.assertRaises(PaymentAlreadyPaidError):
                self.start_payment(env, order_id)
