"""Gives a delivery to another courier or to an own rider."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const


class DeliveryTaskSwitch(models.TransientModel):
    """Who is to bring a delivery from now on."""

    _name = "delivery.task.switch"
    _description = "Change Courier"

    task_id = fields.Many2one("delivery.task", required=True, readonly=True)
    config_id = fields.Many2one(related="task_id.config_id")
    company_id = fields.Many2one(related="task_id.company_id")
    shop_id = fields.Many2one(
        "delivery.shop",
        string="Courier",
        required=True,
        domain="[('config_id', '=', config_id)]",
    )
    is_own = fields.Boolean(compute="_compute_is_own")
    rider_id = fields.Many2one(
        "delivery.rider",
        help="Empty: offered to all riders of the shop.",
        domain="[('company_id', '=', company_id)]",
    )

    @api.depends("shop_id")
    def _compute_is_own(self):
        for wizard in self:
            wizard.is_own = wizard.shop_id.carrier == const.OWN

    def action_switch(self):
        """Take it from the courier that has it, and call the chosen one.

        :raise UserError: If the shop does not have that courier, or it is too late.
        """
        self.task_id._check_dispatcher()
        if self.shop_id.config_id != self.task_id.config_id:
            raise UserError(self.env._("That courier does not come to this shop."))
        values = {
            "wanted_shop_id": self.shop_id.id,
            "wanted_rider_id": self.is_own and self.rider_id.id,
        }
        self.task_id._committed(
            "_switch", values, self.env._("Given to another courier")
        )
