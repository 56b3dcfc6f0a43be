"""Telling managers in time that WeChat was not told of a hand-over."""

from datetime import timedelta

from odoo import api, fields, models

from .. import const

_REMINDER = "mail.mail_activity_data_todo"


class WechatpayShipping(models.Model):
    """Warns before WeChat's 48 hours are over: one reminder for each mini-program."""

    _name = "wechatpay.shipping"
    _inherit = ["wechatpay.shipping", "mail.thread", "mail.activity.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`: there are too many reports to announce each."""
        quiet = self.with_context(tracking_disable=True)
        return super(WechatpayShipping, quiet).create(vals_list)

    @api.model
    def _cron_upload(self):
        """Override to warn of what will be late, or is."""
        result = super()._cron_upload()
        self.sudo()._warn()
        return result

    def _move(self, to_state, message=None):
        """Override to end the reminder of what nobody has to see to any more."""
        result = super()._move(to_state, message)
        if to_state not in const.OPEN_SHIPPING_STATES:
            self.sudo().activity_ids.unlink()
        return result

    @api.model
    def _warn(self):
        """Give the managers of each company a reminder, unless they have one."""
        soon = fields.Datetime.now() + timedelta(hours=const.SHIPPING_ALARM_HOURS)
        open_reports = self.search(
            [
                ("state", "in", const.OPEN_SHIPPING_STATES),
                ("deadline_at", "<=", soon),
            ]
        )
        groups = open_reports.grouped(lambda one: (one.company_id, one.account_id))
        for (company, account), reports in groups.items():
            reminded = reports.activity_ids.user_id
            for manager in self._get_managers(company) - reminded:
                reports[0].with_context(
                    mail_activity_quick_update=True
                ).activity_schedule(
                    _REMINDER,
                    date_deadline=fields.Date.context_today(self),
                    summary=self.env._(
                        "Tell WeChat what was handed over in %(account)s, or it keeps"
                        " the money (payments: %(count)s)",
                        count=len(reports),
                        account=account.name,
                    ),
                    user_id=manager.id,
                )

    @api.model
    def _get_managers(self, company):
        managers = self.env.ref("point_of_sale.group_pos_manager").all_user_ids
        return managers.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        ) - self.env.ref("base.user_root")
