"""Telling WeChat that what was paid for has been handed over."""

import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.wechat_base.wechat.errors import WechatError
from odoo.tools import SQL

from .. import const
from ..wechatpay.merchant import Account


class PaymentTransaction(models.Model):
    """A payment whose goods were handed over."""

    _inherit = "payment.transaction"

    def _wechatpay_report_shipping(self, logistics_type, item_desc):
        """Have WeChat told that the goods of the payment were handed over.

        To be called at the true hand-over. Only payments made in a mini-program are
        reported, each once: a second call changes nothing, or it would use up the one
        correction WeChat allows. Calls nobody: a job does.

        :param str logistics_type: How, see `const.LOGISTICS_TYPES`.
        :param str item_desc: What it was, in words for the payer.
        :return: The reports, new or known.
        :rtype: wechatpay.shipping
        """
        reports_sudo = self.env["wechatpay.shipping"].sudo()
        for tx_sudo in self.sudo():
            account_sudo = tx_sudo._wechatpay_get_mini_program()
            if account_sudo:
                reports_sudo |= reports_sudo._report(
                    tx_sudo, account_sudo, logistics_type, item_desc
                )
        return reports_sudo

    @api.model
    def _wechatpay_list_forgotten(self):
        """Put payments that nobody reported on the list, before WeChat's time is up.

        Whether the goods were handed over only a person can tell.
        """
        for tx_sudo in self.sudo()._wechatpay_find_forgotten():
            account_sudo = tx_sudo._wechatpay_get_mini_program()
            try:
                is_wanted = account_sudo and account_sudo._must_report_shipping()
            except WechatError:
                # An hour later is early enough.
                continue
            if is_wanted:
                tx_sudo.env["wechatpay.shipping"]._list_forgotten(tx_sudo, account_sudo)

    def _wechatpay_find_forgotten(self):
        now = fields.Datetime.now()
        self.flush_model(["last_state_change", "wechatpay_state"])
        self.env.cr.execute(
            SQL(
                """
                SELECT tx.id FROM payment_transaction tx
                 WHERE tx.wechatpay_state = 'success'
                   AND tx.operation IS DISTINCT FROM 'refund'
                   AND tx.wechatpay_openid IS NOT NULL
                   AND tx.last_state_change BETWEEN %(oldest)s AND %(latest)s
                   AND NOT EXISTS (SELECT FROM wechatpay_shipping report
                                    WHERE report.transaction_id = tx.id)
                 ORDER BY tx.last_state_change LIMIT 200
                """,
                oldest=now - timedelta(days=30),
                latest=now - timedelta(hours=const.SHIPPING_FORGOTTEN_HOURS),
            )
        )
        return self.browse([tx_id for (tx_id,) in self.env.cr.fetchall()])

    def _wechatpay_get_mini_program(self):
        """Return the mini-program in which the money was paid, if it was in one.

        :rtype: wechat.account
        """
        accounts_sudo = self.env["wechat.account"].sudo()
        is_paid = self.wechatpay_state in const.PAID_STATES
        if not is_paid or self._is_refund() or not self.wechatpay_openid:
            return accounts_sudo
        asked = Account.of_order(json.loads(self.wechatpay_body))
        appid = asked.sub_appid or asked.appid
        return accounts_sudo.search([("appid", "=", appid)], limit=1)
