"""The public keys that old messages are proven with."""

from odoo import fields, models


class WechatpayVoucherKey(models.Model):
    """A public key of WeChat Pay, kept for ever: the merchant's settings move on."""

    _name = "wechatpay.voucher.key"
    _inherit = ["wechatpay.append.only"]
    _description = "WeChat Pay Public Key of Vouchers"
    _order = "id desc"
    _rec_name = "serial"
    _log_access = False

    serial = fields.Char(required=True, readonly=True)
    fingerprint = fields.Char(
        help="The SHA-256 of the key: compare it with the merchant platform's.",
        required=True,
        readonly=True,
    )
    pem = fields.Text(string="Public Key", required=True, readonly=True)
    kept_at = fields.Datetime(string="First Used", required=True, readonly=True)

    _fingerprint_uniq = models.UniqueIndex(
        "(fingerprint)", "This public key is kept already."
    )
