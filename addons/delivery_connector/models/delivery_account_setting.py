"""The keys of a contract with a courier: which there are, the carrier says."""

from odoo import fields, models

from ..carriers import carriers


class DeliveryAccountSetting(models.Model):
    """One key or number of a courier account. For administrators only."""

    _name = "delivery.account.setting"
    _description = "Courier Account Setting"
    _order = "account_id, id"
    _rec_name = "label"

    account_id = fields.Many2one(
        "delivery.account", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    name = fields.Char(required=True, readonly=True)
    label = fields.Char(readonly=True)
    help = fields.Char(readonly=True)
    is_required = fields.Boolean(readonly=True)
    value = fields.Char(groups="base.group_system", copy=False)

    _name_uniq = models.Constraint(
        "UNIQUE (account_id, name)", "An account has each setting once."
    )


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
                        "label": setting.label,
                        "help": setting.help,
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
