"""Telling screens that something changed, for the price of a row.

Odoo's own way, `bus.bus._sendone`, opens a connection for each transaction that tells
of something and closes it again. In a paid order that was a tenth of all its work, so
here the connection is kept, in Odoo's pool like all others.
"""

from odoo import sql_db
from odoo.addons.bus.models.bus import (
    ODOO_NOTIFY_FUNCTION,
    channel_with_db,
    get_notify_payloads,
    json_dump,
)
from odoo.tools import SQL, OrderedSet

_ROWS = "wechat.hint.rows"
_CHANNELS = "wechat.hint.channels"
# Where Odoo's websocket process listens, whichever database the message is in.
_LISTENED_DATABASE = "postgres"


def send_hint(env, channel, notification_type, payload):
    """Send a bus message when the transaction commits, as `bus.bus._sendone` does.

    :param Environment env: Whose transaction it is.
    :param str channel: Who hears it; whoever knows the name may listen.
    :param str notification_type: What the listeners listen for.
    :param dict payload: What they get.
    """
    cursor = env.cr
    rows = cursor.precommit.data.setdefault(_ROWS, [])
    channels = cursor.postcommit.data.setdefault(_CHANNELS, OrderedSet())
    # As late as can be: a row with a low number that is committed late is overlooked.
    if not rows:
        cursor.precommit.add(lambda: _insert(env, cursor.precommit.data.pop(_ROWS)))
    if not channels:
        cursor.postcommit.add(lambda: _notify(cursor.postcommit.data.pop(_CHANNELS)))
    full_name = channel_with_db(cursor.dbname, channel)
    message = {"type": notification_type, "payload": payload}
    rows.append((json_dump(full_name), json_dump(message)))
    channels.add(full_name)


def _insert(env, rows):
    now = SQL("now() AT TIME ZONE 'UTC'")
    values = SQL(", ").join(
        SQL("(%s, %s, %s, %s, %s, %s)", *row, env.uid, now, env.uid, now)
        for row in rows
    )
    env.cr.execute(
        SQL(
            "INSERT INTO bus_bus"
            " (channel, message, create_uid, create_date, write_uid, write_date)"
            " VALUES %s",
            values,
        )
    )


def _notify(channels):
    with _connect().cursor() as cursor:
        for payload in get_notify_payloads(list(channels)):
            function = SQL.identifier(ODOO_NOTIFY_FUNCTION)
            cursor.execute(SQL("SELECT %s('imbus', %s)", function, payload))


def _connect():
    # `db_connect` would do, but for one thing: the pool does not keep what is called
    # "postgres". The name is only what a connection is called in the log.
    _name, connection_info = sql_db.connection_info_for(_LISTENED_DATABASE)
    return sql_db.Connection(sql_db._Pool, "hints", connection_info)
