"""What a courier would ask for a delivery, kept to compare and to explain."""

from datetime import datetime, timezone

from odoo import fields, models
from odoo.addons.wechat_base.tools.money import from_fen, to_fen

from ..carriers.neutral import Quote


class DeliveryQuote(models.Model):
    """One answer of a courier to "what would it cost now?"."""

    _name = "delivery.quote"
    _description = "Courier Quote"
    _order = "id desc"
    _log_access = False

    task_id = fields.Many2one(
        "delivery.task", required=True, readonly=True, index=True, ondelete="cascade"
    )
    shop_id = fields.Many2one(
        "delivery.shop", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="task_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    carrier_name = fields.Char(related="shop_id.account_id.name", string="Courier")
    at = fields.Datetime(string="Date", default=fields.Datetime.now, readonly=True)
    fee = fields.Monetary(readonly=True)
    distance_m = fields.Integer(string="Distance (m)", readonly=True)
    minutes = fields.Integer(readonly=True)
    is_offer = fields.Boolean(string="Would Come", readonly=True)
    message = fields.Char(string="Why Not", readonly=True)
    # What gives this very price, for the few minutes the courier keeps it.
    reference = fields.Char(groups="base.group_system", readonly=True)
    expires_at = fields.Datetime(readonly=True)

    def _keep(self, task, shop, answer):
        """Return the row that keeps an answer.

        :param delivery.task task: What was asked about.
        :param delivery.shop shop: Whom.
        :param Quote|CarrierError answer: What the carrier said.
        :rtype: delivery.quote
        """
        return self.create(
            {"task_id": task.id, "shop_id": shop.id, **self._prepare(answer)}
        )

    def _prepare(self, answer):
        if not isinstance(answer, Quote):
            return {"is_offer": False, "message": answer.message or str(answer)}
        return {
            "is_offer": True,
            "fee": from_fen(answer.fee_fen),
            "distance_m": answer.distance_m or 0,
            "minutes": answer.minutes or 0,
            "reference": answer.reference,
            "expires_at": answer.expires_at and _utc(answer.expires_at),
        }

    def _as_answer(self):
        """Return the quote as the carrier gave it, to order by it.

        :rtype: Quote
        """
        self.ensure_one()
        quote_sudo = self.sudo()
        return Quote(
            fee_fen=to_fen(quote_sudo.fee),
            distance_m=quote_sudo.distance_m or None,
            reference=quote_sudo.reference or "",
            minutes=quote_sudo.minutes or None,
        )


def _utc(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)
