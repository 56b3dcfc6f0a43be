"""A rider of the shop's own, and the link to their phone page."""

import secrets

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.fields import hmac_index
from odoo.addons.wechat_base.tools.masking import mask_phone

from .. import const


class DeliveryRider(models.Model):
    """Somebody who brings parcels for the shop, with a phone but without a login."""

    _name = "delivery.rider"
    _description = "Own Rider"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    phone = fields.Char(required=True, help="Guests see it while their food comes.")
    config_ids = fields.Many2many(
        comodel_name="pos.config",
        string="Shops",
        help="Whose orders are offered. Empty: those of every shop.",
    )
    token_index = fields.Char(groups="base.group_system", copy=False, index=True)
    has_link = fields.Boolean(compute="_compute_has_link", compute_sudo=True)

    _token_uniq = models.Constraint(
        "UNIQUE (token_index)", "Two riders cannot share a link."
    )

    @api.depends("token_index")
    def _compute_has_link(self):
        for rider in self:
            rider.has_link = bool(rider.token_index)

    @api.depends("name", "phone")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for rider in self:
            rider.display_name = f"{rider.name} {mask_phone(rider.phone)}".strip()

    # === ACTION METHODS === #

    def action_new_link(self):
        """Show a new link to the rider's page; an older one ends.

        :rtype: dict
        """
        self.ensure_one()
        self.check_access("write")
        token = self._renew_token()
        wizard = self.env["delivery.rider.link"].create(
            {
                "rider_id": self.id,
                "url": f"{self.get_base_url()}{const.RIDER_ROUTE}/{token}",
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Link for %s", self.name),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_end_link(self):
        """End the rider's link, for example of a lost phone."""
        self.check_access("write")
        self.sudo().token_index = False

    # === BUSINESS METHODS === #

    def _renew_token(self):
        """Return a new token; only what recognises it is kept.

        :rtype: str
        """
        self.ensure_one()
        token = secrets.token_urlsafe(const.RIDER_TOKEN_BYTES)
        self.sudo().token_index = hmac_index(self.env, token)
        return token

    @api.model
    def _find_by_token(self, token):
        """Return the rider of a link, or none.

        :param str token: What the link ends with.
        :rtype: delivery.rider
        """
        if not token:
            return self.browse()
        return self.sudo().search([("token_index", "=", hmac_index(self.env, token))])

    def _get_offers(self):
        """Return what the rider may take or is carrying, the most urgent first.

        :rtype: delivery.attempt
        """
        self.ensure_one()
        attempts_sudo = self.env["delivery.attempt"].sudo()
        mine = [("rider_id", "=", self.id), ("state", "not in", const.ATTEMPT_ENDS)]
        open_ones = [
            ("carrier", "=", const.OWN),
            ("state", "=", "pending"),
            ("is_bound", "=", True),
            ("company_id", "=", self.company_id.id),
            ("rider_id", "=", False),
            ("offered_rider_id", "in", (False, self.id)),
        ]
        if self.config_ids:
            open_ones.append(("task_id.config_id", "in", self.config_ids.ids))
        found = attempts_sudo.search(mine) | attempts_sudo.search(open_ones)
        return found.sorted(lambda one: one.task_id.promised_at or one.create_date)
