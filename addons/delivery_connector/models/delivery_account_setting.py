"""The keys of a contract with a courier: which there are, the carrier says."""

from odoo import api, fields, models

from ..carriers import carriers


class DeliveryAccountSetting(models.Model):
    """One key or number of a courier account. For administrators only."""

    _name = "delivery.account.setting"
    _description = "Courier Account Setting"
    _order = "account_id, id"
    _rec_name = "name"

    account_id = fields.Many2one(
        "delivery.account", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    name = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Setting", compute="_compute_texts")
    help = fields.Char(string="Where to Find It", compute="_compute_texts")
    is_required = fields.Boolean(readonly=True)
    value = fields.Char(groups="base.group_system", copy=False)

    _name_uniq = models.Constraint(
        "UNIQUE (account_id, name)", "An account has each setting once."
    )

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_texts(self):
        known = self._get_texts()
        for setting in self:
            carrier = carriers().get(setting.account_id.carrier)
            needed = (
                {one.name: one for one in carrier.settings_needed} if carrier else {}
            )
            fallback = needed.get(setting.name)
            setting.label, setting.help = known.get(
                setting.name,
                (fallback and fallback.label, fallback and fallback.help),
            )

    @api.model
    def _get_texts(self):
        """Return what settings are called, in the user's language.

        The clients know no languages. One that is missing here is shown in theirs.

        :rtype: dict
        """
        return {
            "app_key": (self.env._("App key"), self.env._("Of the developer account.")),
            "app_secret": (self.env._("App secret"), self.env._("Signs each request.")),
            "source_id": (
                self.env._("Merchant number"),
                self.env._("The merchant bound to the app."),
            ),
            "city_code": (
                self.env._("Area code"),
                self.env._(
                    "The telephone area code of the city, if the account wants it."
                ),
            ),
            "min_weight_g": (
                self.env._("Least weight (g)"),
                self.env._("Lighter orders are announced with this weight."),
            ),
            "dev_id": (self.env._("Developer number"), self.env._("Only digits.")),
            "dev_key": (self.env._("Developer key"), self.env._("Signs each request.")),
            "shop_type": (
                self.env._("Kind of shop number"),
                self.env._(
                    "1: shops are named by the courier's numbers, as usual."
                    " 2: by yours."
                ),
            ),
            "order_source": (
                self.env._("Source of orders"),
                self.env._("What the courier shows as the source, 12 characters."),
            ),
        }


class DeliveryAccount(models.Model):
    """Keeps the list of settings that its carrier needs."""

    _inherit = "delivery.account"

    def _add_settings(self):
        """Make the list of settings the carrier's; values that stay are kept."""
        for account in self:
            carrier = carriers().get(account.carrier)
            needed = (
                {one.name: one for one in carrier.settings_needed} if carrier else {}
            )
            known = account.setting_ids
            known.filtered(lambda one, names=needed: one.name not in names).unlink()
            present = set(account.setting_ids.mapped("name"))
            self.env["delivery.account.setting"].create(
                [
                    {
                        "account_id": account.id,
                        "name": name,
                        "is_required": setting.is_required,
                    }
                    for name, setting in needed.items()
                    if name not in present
                ]
            )

    def _get_settings(self):
        """Return the settings that have a value.

        :rtype: dict
        """
        self.ensure_one()
        return {one.name: one.value for one in self.sudo().setting_ids if one.value}
