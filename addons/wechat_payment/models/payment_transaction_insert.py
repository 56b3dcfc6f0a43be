"""Writes the intent of a payment and the first row of its history in one statement."""

from odoo import api, models
from odoo.addons.payment.utils import format_partner_address
from odoo.tools import SQL, email_normalize_all

# What `payment` copies from the payer. Left to itself the ORM reads the whole partner.
_PARTNER_FIELDS = (
    "city",
    "country_id",
    "email",
    "lang",
    "name",
    "parent_id",
    "phone",
    "state_id",
    "street",
    "street2",
    "zip",
)


class PaymentTransaction(models.Model):
    """Is inserted while a diner waits."""

    _name = "payment.transaction"
    _inherit = ["payment.transaction", "wechat.insertable"]

    @api.model
    def _wechatpay_insert(self, vals):
        """Write a payment that is about to be asked for.

        :param dict vals: Column values of the transaction.
        :return: Its id.
        :rtype: int
        """
        row = self._wechat_make_row({**vals, **self._wechatpay_prepare_row(vals)})
        ((tx_id,),) = self.env.execute_query(
            SQL(
                """
                WITH made AS (%s RETURNING id, wechatpay_state, last_state_change),
                     noted AS (INSERT INTO wechatpay_transaction_event
                                      (transaction_id, to_state, source, at, user_id)
                               SELECT id, wechatpay_state, 'create',
                                      last_state_change, %s
                                 FROM made)
                SELECT id FROM made
                """,
                self._wechat_make_insert([row]),
                self.env.uid,
            )
        )
        self.browse(tx_id)._wechat_compute_the_rest(row)
        return tx_id

    def _wechatpay_prepare_row(self, vals):
        """Return what `create` of `payment` adds to the values.

        :rtype: dict
        """
        provider_sudo = self.env["payment.provider"].sudo().browse(vals["provider_id"])
        provider_sudo.fetch(["company_id", "state"])
        partner_sudo = self.env["res.partner"].sudo().browse(vals["partner_id"])
        partner_sudo.fetch(_PARTNER_FIELDS)
        emails = email_normalize_all(partner_sudo.email)
        return {
            "company_id": provider_sudo.company_id.id,
            "is_live": provider_sudo.state == "enabled",
            "last_state_change": self.env.cr.now().replace(microsecond=0),
            "partner_name": partner_sudo.name or partner_sudo.parent_id.name or None,
            "partner_lang": partner_sudo.lang or None,
            "partner_email": emails[0] if emails else None,
            "partner_address": format_partner_address(
                partner_sudo.street, partner_sudo.street2
            ),
            "partner_zip": partner_sudo.zip or None,
            "partner_city": partner_sudo.city or None,
            "partner_state_id": partner_sudo.state_id.id or None,
            "partner_country_id": partner_sudo.country_id.id or None,
            "partner_phone": partner_sudo.phone or None,
        }
