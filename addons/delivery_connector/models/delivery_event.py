"""What couriers told us, as it came: an append-only log and inbox."""

import base64
import json

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.fields import decrypt, encrypt
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import const
from ..carriers.neutral import CallbackMessage

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)

UNKNOWN_NUMBER = "unknown_number"


class DeliveryEvent(models.Model):
    """One message of a courier. Written once; what became of it is added once."""

    # There is nothing to call `super` for. pylint: disable=method-required-super

    _name = "delivery.event"
    _description = "Courier Message"
    _order = "id desc"
    _log_access = False

    account_id = fields.Many2one(
        "delivery.account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="account_id.company_id")
    received_at = fields.Datetime(string="Date", required=True, readonly=True)
    number = fields.Char(string="Our Number", readonly=True, index=True)
    provider_status = fields.Char(string="Courier's Word", readonly=True)
    told_state = fields.Selection(const.ATTEMPT_STATES, string="Meaning", readonly=True)
    told_at_s = fields.Integer(string="Courier's Time", readonly=True)
    is_trusted = fields.Boolean(
        string="Proven", help="Only the courier can have sent it.", readonly=True
    )
    digest = fields.Char(required=True, readonly=True)
    # The whole request, encrypted: it names people.
    request_sealed = fields.Text(readonly=True, groups="base.group_system")
    # Added once, by the job.
    attempt_id = fields.Many2one(
        "delivery.attempt", readonly=True, index=True, ondelete="restrict"
    )
    outcome = fields.Selection(const.OUTCOMES, readonly=True)
    processed_at = fields.Datetime(readonly=True)

    _digest_uniq = models.Constraint(
        "UNIQUE (account_id, digest)", "This message is known already."
    )
    _waiting_idx = models.Index("(id) WHERE outcome IS NULL")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to refuse, whoever asks: see :meth:`_record`."""
        raise self._refuse()

    def write(self, vals):
        """Override to refuse, whoever asks."""
        raise self._refuse()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise self._refuse()

    def _refuse(self):
        return UserError(
            self.env._("What a courier said is written once, and for ever.")
        )

    # === BUSINESS METHODS === #

    @api.model
    def _receive(self, account, message):
        """Write a message down and have it looked at; a repetition changes nothing.

        :param delivery.account account: Whose address it came to.
        :param CallbackMessage message: The request.
        :return: What it says.
        :rtype: CallbackEvent
        :raise CarrierCallbackError: If it is not the courier's, or malformed.
        """
        event = account._get_client().parse_callback(message)
        event_id = self._record(account, message, event)
        if event_id:
            self.browse(event_id)._enqueue()
        return event

    @api.model
    def _record(self, account, message, event):
        """Return the new row of a message; None if it is known already.

        :rtype: int
        """
        values = {
            "account_id": account.id,
            "received_at": fields.Datetime.now(),
            "number": event.number,
            "provider_status": event.provider_status,
            "told_state": event.state,
            "told_at_s": event.at_s,
            "is_trusted": event.is_trusted,
            "digest": event.digest,
            "request_sealed": encrypt(self.env, _pack(message)),
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO delivery_event (%s) VALUES %s"
                " ON CONFLICT (account_id, digest) DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, values)),
                tuple(values.values()),
            )
        )
        row = self.env.cr.fetchone()
        return row and row[0]

    def _enqueue(self):
        for row in self:
            row.with_delay(
                priority=5,
                description=f"Courier message {row.id}",
                identity_key=f"delivery-event-{row.id}",
            )._process()

    def _process(self):
        """Let the order it is about learn of it: a job's work."""
        self.ensure_one()
        attempt = self.env["delivery.attempt"].search(
            [("number", "=", self.number), ("account_id", "=", self.account_id.id)]
        )
        if attempt:
            attempt._committed("_take_event", self.id)
        elif not self.outcome:
            self._finish(UNKNOWN_NUMBER)

    def _finish(self, outcome, attempt=None):
        """Add what became of it, once.

        :param str outcome: One of the table of outcomes.
        :param delivery.attempt attempt: What it was about, if anything.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE delivery_event SET outcome = %s, processed_at = %s,"
                " attempt_id = %s WHERE id = %s",
                outcome,
                fields.Datetime.now(),
                attempt.id if attempt else None,
                self.id,
            )
        )
        self.invalidate_recordset()

    @api.model
    def _cron_process(self):
        """Take up messages whose job was lost."""
        before = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        self.search(
            [("outcome", "=", False), ("received_at", "<", before)], limit=500
        )._enqueue()

    def _parse(self):
        """Return what the message says, read again from the request.

        :rtype: CallbackEvent
        """
        self.ensure_one()
        message = _unpack(decrypt(self.env, self.sudo().request_sealed))
        return self.account_id._get_client().parse_callback(message)


def _pack(message):
    return json.dumps(
        {
            "body": base64.b64encode(message.body).decode(),
            "query": dict(message.query),
            "headers": dict(message.headers),
        }
    )


def _unpack(text):
    parts = json.loads(text)
    return CallbackMessage(
        body=base64.b64decode(parts["body"]),
        query=parts["query"],
        headers=parts["headers"],
    )
