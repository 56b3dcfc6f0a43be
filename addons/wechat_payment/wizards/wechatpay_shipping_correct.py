"""The form that corrects what WeChat was told of a hand-over."""

from odoo import api, fields, models

from .. import const


class WechatpayShippingCorrect(models.TransientModel):
    """What was really handed over, and how."""

    _name = "wechatpay.shipping.correct"
    _description = "Correct a WeChat Shipping Report"

    report_id = fields.Many2one("wechatpay.shipping", required=True, readonly=True)
    logistics_type = fields.Selection(
        const.LOGISTICS_TYPES,
        string="Handed Over",
        compute="_compute_from_report",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    item_desc = fields.Char(
        string="Goods",
        size=120,
        compute="_compute_from_report",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="The payer reads it in WeChat.",
    )

    @api.depends("report_id")
    def _compute_from_report(self):
        for wizard in self:
            wizard.logistics_type = wizard.report_id.logistics_type
            wizard.item_desc = wizard.report_id.item_desc

    def action_correct(self):
        """Use the one correction that WeChat takes.

        :raise AccessError: If the user may not change reports.
        :raise UserError: If there is nothing to correct, or it was corrected before.
        """
        self.ensure_one()
        self.report_id.check_access("write")
        self.report_id.sudo()._correct(self.logistics_type, self.item_desc)
        return {"type": "ir.actions.act_window_close"}
