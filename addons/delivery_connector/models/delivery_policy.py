"""How a shop chooses among couriers."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const


class DeliveryPolicy(models.Model):
    """Whom to call first, how long to wait, how much to pay."""

    _name = "delivery.policy"
    _description = "Courier Policy"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    choice = fields.Selection(
        const.CHOICES, string="Whom to Call", required=True, default="cheapest"
    )
    patience_minutes = fields.Integer(
        string="Wait for a Rider (Minutes)",
        help="Minutes until another courier is called because nobody accepted.",
        default=5,
        required=True,
    )
    tip_step = fields.Monetary(
        help="Offered to riders again and again while nobody accepts. 0: no tips.",
    )
    tip_cap = fields.Monetary(help="All tips together, for one order at one courier.")
    tip_minutes = fields.Integer(
        string="Minutes Between Tips", default=2, required=True
    )
    max_fee = fields.Monetary(
        string="Highest Price",
        help="A courier that asks more is not called; a person decides. 0: any price.",
    )
    max_rise_percent = fields.Integer(
        string="Largest Rise (%)",
        help="Per cent that a price may have risen when it is asked for again.",
        default=20,
        required=True,
    )

    _patience_range = models.Constraint(
        f"CHECK (patience_minutes BETWEEN {const.MIN_PATIENCE} AND"
        f" {const.MAX_PATIENCE})",
        "Wait between 1 and 15 minutes for a rider.",
    )
    _tips_positive = models.Constraint(
        "CHECK (tip_step >= 0 AND tip_cap >= 0 AND tip_minutes > 0)",
        "Tips are not negative, and there is a minute between them.",
    )
    _guard_positive = models.Constraint(
        "CHECK (max_fee >= 0 AND max_rise_percent >= 0)",
        "Limits of a price are not negative.",
    )

    @api.constrains("tip_step", "tip_cap")
    def _check_tips(self):
        """Refuse tips without an end.

        :raise ValidationError: If there is a step without a cap that allows it.
        """
        for policy in self:
            if policy.tip_step and policy.tip_cap < policy.tip_step:
                raise ValidationError(
                    self.env._("Set a cap of at least one step: tips must end.")
                )

    def _sort(self, offers):
        """Return offers in the order in which they are to be called.

        :param delivery.quote offers: What couriers ask for.
        :return: Those that are not too dear, best first.
        :rtype: delivery.quote
        """
        self.ensure_one()
        allowed = offers.filtered(
            lambda one: not self.max_fee or one.fee <= self.max_fee
        )
        keys = {
            "cheapest": lambda one: (one.fee, one.minutes or 999),
            "fastest": lambda one: (one.minutes or 999, one.fee),
            "fixed": lambda one: (one.shop_id.sequence,),
        }
        key = keys[self.choice]
        return allowed.sorted(lambda one: (*key(one), one.shop_id.sequence, one.id))
