import json
import select
from contextlib import closing

from odoo import SUPERUSER_ID, sql_db
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ..tools import hint


@tagged("post_install", "-at_install")
class TestHint(BaseCase):
    """On real connections, with a listener as Odoo's websocket process is one."""

    def setUp(self):
        super().setUp()
        self.cursor = Registry(get_db_name()).cursor()
        self.addCleanup(self.cursor.close)
        self.env = Environment(self.cursor, SUPERUSER_ID, {})
        self.listener = sql_db.db_connect("postgres").cursor()
        self.addCleanup(self.listener.close)
        self.listener.execute("LISTEN imbus")
        self.listener.commit()

    def hear(self, count=1):
        """Return what is told of from now on: the channels of each transaction.

        :param int count: For how many it is waited.
        """
        connection = self.listener._cnx
        patience_s = 5 if count else 0.2
        while len(connection.notifies) < count or not count:
            if not select.select([connection], [], [], patience_s)[0]:
                break
            connection.poll()
        heard = [json.loads(notice.payload) for notice in connection.notifies]
        connection.notifies.clear()
        return heard

    def read(self, channel):
        """Return the messages that a screen on this channel gets, and delete them."""
        with closing(Registry(get_db_name()).cursor()) as cursor:
            bus = Environment(cursor, SUPERUSER_ID, {})["bus.bus"]
            found = bus._poll([(get_db_name(), channel)])
            bus.browse([message["id"] for message in found]).unlink()
            cursor.commit()
        return [message["message"] for message in found]

    def test_listener_hears_when_the_transaction_commits(self):
        hint.send_hint(self.env, "table-5", "wechat_order", {"version": 3})
        self.assertEqual(self.hear(0), [])

        self.cursor.commit()

        self.assertEqual(self.hear(), [[[get_db_name(), "table-5"]]])
        message = {"type": "wechat_order", "payload": {"version": 3}}
        self.assertEqual(self.read("table-5"), [message])

    def test_all_hints_of_a_transaction_are_told_at_once(self):
        hint.send_hint(self.env, "table-5", "wechat_order", {"version": 3})
        hint.send_hint(self.env, "table-6", "wechat_order", {"version": 1})
        hint.send_hint(self.env, "table-5", "wechat_order", {"version": 4})
        self.cursor.commit()

        (channels,) = self.hear()
        self.assertEqual([name for _db, name in channels], ["table-5", "table-6"])
        versions = [m["payload"]["version"] for m in self.read("table-5")]
        self.assertEqual(versions, [3, 4])
        self.assertEqual(len(self.read("table-6")), 1)

    def test_what_is_rolled_back_is_not_told(self):
        hint.send_hint(self.env, "table-5", "wechat_order", {"version": 3})
        self.cursor.rollback()
        self.cursor.commit()

        self.assertEqual(self.hear(0), [])
        self.assertEqual(self.read("table-5"), [])

    def test_each_transaction_tells_its_own(self):
        for version in (1, 2):
            hint.send_hint(self.env, "table-5", "wechat_order", {"version": version})
            self.cursor.commit()

        self.assertEqual(len(self.hear(2)), 2)
        self.assertEqual(len(self.read("table-5")), 2)

    def test_connection_is_kept_and_replaced_when_it_dies(self):
        first = self.get_backend()

        self.assertEqual(self.get_backend(), first)

        self.listener.execute("SELECT pg_terminate_backend(%s)", [first])
        self.listener.commit()
        hint.send_hint(self.env, "table-5", "wechat_order", {"version": 3})
        self.cursor.commit()
        self.assertEqual(len(self.hear()), 1)
        self.assertEqual(len(self.read("table-5")), 1)

    def get_backend(self):
        """Return the PostgreSQL process that hints are told to."""
        with hint._connect().cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]
