"""The history of bills, days and differences: one row for each move."""

from odoo import api, fields, models

from .. import bill_const


class WechatpayBillEvent(models.Model):
    """One move: from, to, when, who, why. Never changed."""

    _name = "wechatpay.bill.event"
    _description = "WeChat Pay Bill History"
    _order = "id desc"
    _log_access = False

    day_id = fields.Many2one(
        comodel_name="wechatpay.bill.day",
        required=True,
        index=True,
        ondelete="cascade",
    )
    bill_id = fields.Many2one(comodel_name="wechatpay.bill", ondelete="set null")
    difference_id = fields.Many2one(
        comodel_name="wechatpay.bill.difference",
        index="btree_not_null",
        ondelete="cascade",
    )
    from_state = fields.Selection(selection="_get_states", string="From")
    to_state = fields.Selection(selection="_get_states", string="To", required=True)
    at = fields.Datetime(string="When", required=True)
    user_id = fields.Many2one(comodel_name="res.users", string="Who")
    reason = fields.Char(string="Why")

    @api.model
    def _get_states(self):
        return [
            *bill_const.BILL_STATES,
            *bill_const.DAY_STATES,
            *bill_const.DIFFERENCE_STATES,
        ]

    @api.model
    def _log(self, record, to_state, reason=None):
        """Keep one move of a record, before it is written.

        :param record: A day, a bill or a difference.
        :param str to_state: Where to.
        :param str reason: Why, if the state does not say it all.
        """
        names = {
            "wechatpay.bill": "bill_id",
            "wechatpay.bill.difference": "difference_id",
        }
        values = {
            "day_id": record.id if record._name not in names else record.day_id.id
        }
        if record._name in names:
            values[names[record._name]] = record.id
        self.sudo().create(
            {
                **values,
                "from_state": record.state,
                "to_state": to_state,
                "at": fields.Datetime.now(),
                "user_id": self.env.uid,
                "reason": reason or False,
            }
        )
