"""Payments of a restaurant, made by the thousand.

Our side goes in through SQL, because a month of a chain would take the ORM hours; the
entries that close the sessions are posted by the POS itself.
"""

import io
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from itertools import count

from odoo.addons.wechat_base.tools.money import from_fen

from ..wechatpay import bodies
from ..wechatpay.bill_rows import BEIJING
from .bill_files import Event

# A transaction that goes on is not seen by the server's housekeeping.
_ANALYZE_BOOKS = (
    "ANALYZE account_move, account_move_line, account_payment,"
    " account_partial_reconcile, account_bank_statement_line"
)


class Shop:
    """Our side of one shop: sessions from four to four, orders, payments, refunds."""

    def __init__(self, case, config, bills, name):
        self.case = case
        self.env = case.env
        self.config = config
        self.method = config.payment_method_ids[:1]
        self.provider = self.method.wechatpay_provider_id
        self.bills = bills
        self.name = name
        self.sessions = {}
        self.rows = []
        self._numbers = count(1)

    def session_of(self, at):
        """Return the session of a moment: a business day lasts from four to four."""
        business_day = (at.astimezone(BEIJING) - timedelta(hours=4)).date()
        if business_day not in self.sessions:
            start = datetime.combine(business_day, datetime.min.time(), BEIJING)
            start = (start + timedelta(hours=4)).astimezone(UTC).replace(tzinfo=None)
            session = self.env["pos.session"].create({"config_id": self.config.id})
            self.env.flush_all()
            # One session of a shop is open at a time; these are made side by side.
            self.env.cr.execute(
                "UPDATE pos_session SET state = 'closed', start_at = %s, stop_at = %s"
                " WHERE id = %s",
                [start, start + timedelta(days=1), session.id],
            )
            session.invalidate_recordset()
            self.sessions[business_day] = session
        return self.sessions[business_day]

    def pay(self, at, fen, **changes):
        """Let a guest pay, seen by both sides unless told otherwise.

        :param dict changes: Members of the event, or what is different on our side:
            `only_here`, `only_there`, `at_the_till` (without a number), `unbooked`,
            `our_fen`, `our_at`, `state`.
        """
        serial = next(self._numbers)
        told = _take_members(changes)
        event = Event(
            "payment",
            at,
            f"42{self.name}{at:%Y%m%d}{serial:08}",
            f"W{self.name}{at:%Y%m%d}-{serial:06}",
            fen,
            **told,
        )
        if not changes.get("only_here"):
            self.bills.add(event)
        if not changes.get("only_there"):
            self.rows.append((event, changes))
        return event

    def refund(self, payment, at, fen, **changes):
        """Let a guest have a part of it back; `changes` as of :meth:`pay`."""
        serial = next(self._numbers)
        told = _take_members(changes)
        event = Event(
            "refund",
            at,
            f"50{self.name}{at:%Y%m%d}{serial:08}",
            f"R{serial}-{payment.own_number}",
            -fen,
            payment_number=payment.number,
            payment_own_number=payment.own_number,
            **told,
        )
        self.bills.add(event)
        self.rows.append((event, {"source": payment.own_number, **changes}))
        return event

    def book(self):
        """Bring everything in, and close the sessions as the POS does."""
        self.env.flush_all()
        self._insert_transactions()
        self._insert_pos_payments()
        # As the server's own housekeeping does in the course of a day.
        self.env.cr.execute("ANALYZE pos_payment, pos_order, payment_transaction")
        self.env.invalidate_all()
        self._close_sessions()
        self.rows = []

    def _insert_transactions(self):
        provider = self.provider
        rows = [
            (
                event.own_number,
                event.number,
                from_fen(event.fen),
                "refund" if event.kind == "refund" else "online_direct",
                changes.get("state", "success"),
                event.at.astimezone(UTC).replace(tzinfo=None),
                bodies.encode(
                    {
                        "appid": provider.wechatpay_appid,
                        "mchid": provider.wechatpay_mchid,
                        "out_trade_no": event.own_number,
                        "amount": {"total": abs(event.fen), "currency": "CNY"},
                    }
                ).decode(),
                changes.get("source"),
            )
            for event, changes in self.rows
            if not changes.get("at_the_till")
        ]
        self._copy(
            """
            INSERT INTO payment_transaction (
                   reference, provider_reference, amount, operation, wechatpay_state,
                   last_state_change, wechatpay_body, provider_id, payment_method_id,
                   company_id, currency_id, partner_id, state, is_post_processed,
                   create_date, write_date, landing_route)
            SELECT reference, number, amount, operation, state, at, body,
                   %(provider)s, %(method)s, %(company)s, %(currency)s, %(partner)s,
                   'done', TRUE, at, at, ''
              FROM incoming ORDER BY at
            """,
            rows,
            "reference varchar, number varchar, amount numeric, operation varchar,"
            " state varchar, at timestamp, body text, source varchar",
            provider=provider.id,
            method=self.env.ref("payment.payment_method_wechat_pay").id,
            company=provider.company_id.id,
            currency=provider.company_id.currency_id.id,
            partner=provider.company_id.partner_id.id,
        )
        self.env.cr.execute(
            """
            UPDATE payment_transaction tx SET source_transaction_id = paid.id
              FROM incoming JOIN payment_transaction paid
                   ON paid.reference = incoming.source
             WHERE tx.reference = incoming.reference
            """
        )

    def _insert_pos_payments(self):
        rows = [
            (
                self.session_of(event.at).id,
                from_fen(changes.get("our_fen", event.fen)),
                None if changes.get("at_the_till") else event.number,
                None if changes.get("at_the_till") else event.own_number,
                changes.get("our_at", event.at).astimezone(UTC).replace(tzinfo=None),
                f"{self.name}/{event.own_number}",
            )
            for event, changes in self.rows
            if not changes.get("unbooked")
        ]
        self._copy(
            """
            WITH orders AS (
                INSERT INTO pos_order (
                       name, session_id, config_id, company_id, state, amount_total,
                       amount_tax, amount_paid, amount_return, date_order,
                       pos_reference, currency_rate, create_date)
                SELECT name, session, %(config)s, %(company)s, 'done', amount, 0,
                       amount, 0, at, name, 1, at
                  FROM incoming
             RETURNING id, name)
            INSERT INTO pos_payment (
                   pos_order_id, session_id, company_id, payment_method_id, amount,
                   payment_date, transaction_id, payment_ref_no, uuid)
            SELECT orders.id, session, %(company)s, %(method)s, amount, at, number,
                   reference, gen_random_uuid()
              FROM incoming JOIN orders USING (name)
            """,
            rows,
            "session integer, amount numeric, number varchar, reference varchar,"
            " at timestamp, name varchar",
            config=self.config.id,
            company=self.config.company_id.id,
            method=self.method.id,
        )

    def _copy(self, query, rows, columns, **values):
        cursor = self.env.cr
        cursor.execute("DROP TABLE IF EXISTS incoming")
        cursor.execute(f"CREATE TEMPORARY TABLE incoming ({columns})")
        text = "".join(
            "\t".join("\\N" if cell is None else str(cell) for cell in row) + "\n"
            for row in rows
        )
        cursor.copy_expert("COPY incoming FROM STDIN", io.StringIO(text))
        cursor.execute("ANALYZE incoming")
        cursor.execute(query, values)

    def _close_sessions(self):
        """Post the entry that a session makes of all its WeChat payments."""
        for number, session in enumerate(self.sessions.values()):
            if number % 10 == 0:
                self.env.cr.execute(_ANALYZE_BOOKS)
            self.env.cr.execute(
                "SELECT SUM(amount) FROM pos_payment WHERE session_id = %s",
                [session.id],
            )
            amount = float(self.env.cr.fetchone()[0] or 0)
            posted = self.env["account.payment"].search_count(
                [("pos_session_id", "=", session.id)]
            )
            if amount and not posted:
                session._create_combine_account_payment(
                    self.method,
                    {"amount": amount, "amount_converted": amount},
                    0,
                )


def _take_members(changes):
    names = {field.name for field in fields(Event)}
    return {name: changes.pop(name) for name in names & changes.keys()}
