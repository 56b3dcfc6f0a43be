"""The one correction that WeChat takes of a shipping report."""

from odoo import fields, models
from odoo.exceptions import UserError


class WechatpayShipping(models.Model):
    """Corrects what WeChat was told, once and never by accident."""

    _inherit = "wechatpay.shipping"

    is_corrected = fields.Boolean(
        string="Corrected",
        readonly=True,
        help="WeChat takes one correction of a report. This one had its.",
    )

    def action_correct(self):
        """Open the form that corrects what WeChat was told.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct what WeChat was told"),
            "res_model": "wechatpay.shipping.correct",
            "view_mode": "form",
            "target": "new",
            "context": {"default_report_id": self.id},
        }

    def _correct(self, logistics_type, item_desc):
        """Have WeChat told something else: the one correction that it takes.

        :param str logistics_type: How the goods were handed over.
        :param str item_desc: What they were.
        :raise UserError: If nothing was told yet, or it was corrected before, or it
            stays as it is.
        """
        self._lock()
        if self.is_corrected or self.state != "uploaded":
            raise UserError(
                self.env._(
                    "Only what WeChat was told can be corrected, and only once. Enter"
                    " it in WeChat's console if you must."
                )
            )
        wanted = {"logistics_type": logistics_type, "item_desc": item_desc}
        if all(self[name] == value for name, value in wanted.items()):
            raise UserError(
                self.env._("Nothing is different: WeChat's one correction is kept.")
            )
        self.write({**wanted, "is_corrected": True, "attempts": 0})
        self._move("correcting", self._by_user())
        self._enqueue(0)
