"""A contract with a courier: its keys, its world, its address for messages."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const
from ..carriers import carriers
from ..carriers.carrier import LIVE_WORLD, TEST_WORLD


class DeliveryAccount(models.Model):
    """A contract with a courier, or the shop's own riders."""

    _name = "delivery.account"
    _description = "Courier Account"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    carrier = fields.Selection(
        selection=lambda self: self._get_carriers(), required=True
    )
    world = fields.Selection(
        selection=[(TEST_WORLD, "Test"), (LIVE_WORLD, "Live")],
        help="In the courier's test world nothing is delivered and nothing is paid.",
        required=True,
        default=TEST_WORLD,
        copy=False,
    )
    setting_ids = fields.One2many(
        comodel_name="delivery.account.setting",
        inverse_name="account_id",
        groups="base.group_system",
        copy=False,
    )
    shop_ids = fields.One2many("delivery.shop", "account_id", string="Shops")
    callback_token = fields.Char(
        groups="base.group_system",
        copy=False,
        default=lambda self: secrets.token_urlsafe(const.CALLBACK_TOKEN_BYTES),
    )
    callback_url = fields.Char(
        string="Address for Messages",
        help="Enter this address at the courier. Whoever knows it can claim to be the"
        " courier: give it to nobody else.",
        compute="_compute_callback_url",
        groups="base.group_system",
    )
    own_fee = fields.Monetary(
        string="Cost of a Ride",
        help="What a ride of an own rider costs the shop, to compare with couriers.",
    )
    own_minutes = fields.Integer(
        string="Minutes to the Guest",
        help="How long an own rider usually needs, to be compared with couriers.",
        default=30,
    )

    _callback_token_uniq = models.Constraint(
        "UNIQUE (callback_token)", "Two accounts cannot share an address."
    )
    _own_minutes_positive = models.Constraint(
        "CHECK (own_minutes > 0)", "A ride takes at least a minute."
    )

    # === DEFAULTS === #

    @api.model
    def _get_carriers(self):
        """Return each carrier's code and name, the own riders last.

        :rtype: list
        """
        platforms = [(code, carrier.label) for code, carrier in carriers().items()]
        return [*platforms, (const.OWN, self.env._("Own riders"))]

    # === COMPUTE METHODS === #

    @api.depends("callback_token")
    def _compute_callback_url(self):
        for account in self:
            account.callback_url = account.carrier != const.OWN and (
                f"{account.get_base_url()}{const.CALLBACK_ROUTE}"
                f"/{account.callback_token}"
            )

    # === CONSTRAINT METHODS === #

    @api.constrains("world")
    def _check_kind(self):
        """Refuse a live account in a demo database: it talks to the sandbox only.

        :raise ValidationError: If one account does not belong here.
        """
        if not self.env["wechat.database"]._is_demo():
            return
        for account in self:
            if account.world == LIVE_WORLD:
                raise ValidationError(
                    self.env._(
                        "%(name)s is a live account of a courier. A demo database only"
                        " talks to the sandbox; use a real database for it.",
                        name=account.display_name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to ask for the settings that the carrier needs."""
        accounts = super().create(vals_list)
        accounts.sudo()._add_settings()
        return accounts

    def write(self, vals):
        """Override to ask for the settings of another carrier."""
        result = super().write(vals)
        if "carrier" in vals:
            self.sudo()._add_settings()
        return result

    # === ACTION METHODS === #

    def action_new_callback_token(self):
        """Replace the address for messages, after somebody may have seen it."""
        self.check_access("write")
        for account_sudo in self.sudo():
            account_sudo.callback_token = secrets.token_urlsafe(
                const.CALLBACK_TOKEN_BYTES
            )
