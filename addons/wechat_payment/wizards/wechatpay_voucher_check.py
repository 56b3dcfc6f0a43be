"""The check of the vouchers, as an accountant sees it."""

from odoo import api, fields, models
from odoo.fields import Command

from .. import const, voucher_const


class WechatpayVoucherCheck(models.TransientModel):
    """One check of all vouchers that its user may see."""

    _name = "wechatpay.voucher.check"
    _description = "WeChat Pay Voucher Check"

    checked_at = fields.Datetime(
        string="Checked On", readonly=True, default=fields.Datetime.now
    )
    is_sound = fields.Boolean(readonly=True)
    line_ids = fields.One2many(
        comodel_name="wechatpay.voucher.check.line",
        inverse_name="check_id",
        string="Merchants",
        readonly=True,
    )

    # === ACTION METHODS === #

    @api.model
    def action_verify(self):
        """Check the vouchers now and return the window that shows the result.

        :rtype: dict
        """
        merchants = self._get_merchants()
        reports = [
            report
            for report in self.env["wechatpay.voucher"].sudo()._verify()
            if report.mchid in merchants
        ]
        check = self.create(
            {
                "is_sound": all(report.is_sound for report in reports),
                "line_ids": [
                    Command.create(self._prepare_line(report)) for report in reports
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check of the Vouchers"),
            "res_model": self._name,
            "res_id": check.id,
            "view_mode": "form",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _get_merchants(self):
        """Return the merchant numbers of the user's companies.

        :rtype: set
        :raise AccessError: If the user may not see vouchers.
        """
        vouchers = self.env["wechatpay.voucher"]
        seen = {mchid for (mchid,) in vouchers._read_group([], groupby=["mchid"])}
        providers = self.env["payment.provider"].sudo()
        own = providers.search(
            [
                ("code", "=", const.PROVIDER_CODE),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        return seen.union(
            provider.wechatpay_sub_mchid or provider.wechatpay_mchid for provider in own
        )

    def _prepare_line(self, report):
        return {
            "mchid": report.mchid,
            "sealed": report.sealed,
            "head": report.head,
            "unsealed": report.unsealed,
            "unsealed_since": report.unsealed_since,
            "is_sound": report.is_sound,
            "problem": report.problem or ("late" if report.is_late else False),
            "number": report.number,
            "expected": report.expected,
            "voucher_res_id": report.voucher_id,
        }


class WechatpayVoucherCheckLine(models.TransientModel):
    """What a check found for one merchant."""

    _name = "wechatpay.voucher.check.line"
    _description = "WeChat Pay Voucher Check of a Merchant"

    check_id = fields.Many2one(
        comodel_name="wechatpay.voucher.check", required=True, ondelete="cascade"
    )
    mchid = fields.Char(string="Merchant Number", readonly=True)
    sealed = fields.Integer(
        string="Proven",
        help="Sealed vouchers from the first on that are as they were written, each"
        " with its signature proven again.",
        readonly=True,
    )
    head = fields.Char(
        string="Last Hash",
        help="Write it down outside this system: as long as a later check passes it,"
        " nothing before it was changed.",
        readonly=True,
    )
    unsealed = fields.Integer(
        string="Not Yet Sealed",
        help="New vouchers are sealed within seconds.",
        readonly=True,
    )
    unsealed_since = fields.Datetime(string="Oldest Unsealed", readonly=True)
    is_sound = fields.Boolean(string="In Order", readonly=True)
    problem = fields.Selection(
        selection=[
            *voucher_const.PROBLEMS,
            ("late", "The sealing job does not run"),
        ],
        string="What Is Wrong",
        readonly=True,
    )
    number = fields.Char(string="First Break at", readonly=True)
    expected = fields.Integer(
        string="Its No.", help="0: it is not sealed yet.", readonly=True
    )
    # Not a relation: nothing may hold a voucher, or let go of one.
    voucher_res_id = fields.Integer(string="Voucher", readonly=True)

    # === ACTION METHODS === #

    def action_open(self):
        """Return the window that shows where the chain breaks.

        Note: `self.ensure_one()`

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wechatpay.voucher",
            "res_id": self.voucher_res_id,
            "view_mode": "form",
        }
