"""How the reconciler fares: what is open, what is late, what it had to repair."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.tools import SQL

from .. import const

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)

# Open: may still become money, or is money that no order knows of yet. Late: has been
# so for longer than it should take, and a person should look.
_OPEN_QUERY = """
    SELECT tx.provider_id, tx.id,
           CASE WHEN tx.operation = 'refund'
                THEN tx.create_date < %(refund_since)s
                WHEN tx.wechatpay_state = 'success'
                THEN tx.last_state_change < %(since)s
                ELSE tx.wechatpay_expires_at < %(since)s END
      FROM payment_transaction tx
     WHERE tx.wechatpay_state IN %(states)s
        OR (tx.wechatpay_state = 'success' AND tx.is_post_processed IS NOT TRUE
            AND tx.operation IS DISTINCT FROM 'refund')
     ORDER BY tx.id
"""
# Repaired: it ended because the reconciler asked; WeChat Pay's word had not arrived.
_REPAIRED_QUERY = """
    SELECT tx.provider_id, tx.id
      FROM wechatpay_voucher v
      JOIN payment_transaction tx ON tx.id = v.transaction_id
     WHERE v.recorded_at >= %s AND v.source = 'query' AND tx.wechatpay_query_count > 0
     ORDER BY tx.id
"""


class PaymentProvider(models.Model):
    """A merchant whose open payments and refunds are watched."""

    _inherit = "payment.provider"

    wechatpay_open_count = fields.Integer(
        string="Open Now",
        help="Payments that may still be made, refunds under way, and money that no"
        " order knows of yet.",
        compute="_compute_wechatpay_watch",
    )
    wechatpay_late_count = fields.Integer(
        string="Late",
        help="Open for longer than it should take: have a look.",
        compute="_compute_wechatpay_watch",
    )
    wechatpay_repaired_count = fields.Integer(
        string="Repaired in 24 h",
        help="Found by asking, because WeChat Pay's notification had not arrived. If"
        " these are many, notifications do not reach this server.",
        compute="_compute_wechatpay_watch",
    )

    # === COMPUTE METHODS === #

    def _compute_wechatpay_watch(self):
        watched = self._wechatpay_watch()
        for provider in self:
            opened, late, repaired = watched.get(provider.id, ([], [], []))
            provider.wechatpay_open_count = len(opened)
            provider.wechatpay_late_count = len(late)
            provider.wechatpay_repaired_count = len(repaired)

    # === ACTION METHODS === #

    def action_wechatpay_view_open(self):
        """Return the list of what is open.

        :rtype: dict
        """
        return self._wechatpay_list(0, self.env._("Open WeChat Payments and Refunds"))

    def action_wechatpay_view_late(self):
        """Return the list of what is open for too long.

        :rtype: dict
        """
        return self._wechatpay_list(1, self.env._("Late WeChat Payments and Refunds"))

    def action_wechatpay_view_repaired(self):
        """Return the list of what the reconciler brought to its end.

        :rtype: dict
        """
        return self._wechatpay_list(2, self.env._("Repaired in 24 Hours"))

    def _wechatpay_list(self, which, name):
        self.ensure_one()
        self.check_access("read")
        ids = self._wechatpay_watch().get(self.id, ([], [], []))[which]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "payment.transaction",
            "view_mode": "list,form",
            "domain": [("id", "in", ids)],
            "context": {"create": False},
        }

    # === BUSINESS METHODS === #

    @api.model
    def _wechatpay_watch(self):
        """Return what is open, what of it is late, and what was repaired in 24 hours.

        :return: Three lists of transaction ids, by the id of the provider.
        :rtype: dict
        """
        now = fields.Datetime.now()
        self.env["payment.transaction"].flush_model()
        watched = {}
        for provider_id, tx_id, is_late in self.env.execute_query(
            SQL(
                _OPEN_QUERY,
                states=(*const.LIVE_STATES, *const.OPEN_REFUND_STATES),
                since=now - timedelta(seconds=const.LATE_SECONDS),
                refund_since=now - timedelta(days=const.LATE_REFUND_DAYS),
            )
        ):
            opened, late, _repaired = watched.setdefault(provider_id, ([], [], []))
            opened.append(tx_id)
            if is_late:
                late.append(tx_id)
        for provider_id, tx_id in self.env.execute_query(
            SQL(_REPAIRED_QUERY, now - timedelta(days=1))
        ):
            watched.setdefault(provider_id, ([], [], []))[2].append(tx_id)
        return watched

    @api.model
    def _cron_wechatpay_tell_watch(self):
        """Write how each merchant fares into the log, as numbers a monitor can read."""
        for provider_id, (opened, late, repaired) in self._wechatpay_watch().items():
            log = _logger.warning if late else _logger.info
            log(
                "WeChat Pay provider %s: open=%s late=%s repaired=%s",
                provider_id,
                len(opened),
                len(late),
                len(repaired),
            )
