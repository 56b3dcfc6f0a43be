"""The menu of a store in one language, ready to be sent."""

from odoo import fields, models


class WechatMenuSnapshot(models.Model):
    _name = "wechat.menu.snapshot"
    _description = "Menu Snapshot"
    _order = "id desc"
    _rec_name = "version"

    store_id = fields.Many2one(
        "wechat.store", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    lang = fields.Char(required=True)
    version = fields.Char(required=True, readonly=True)
    body = fields.Binary(attachment=False, readonly=True)
    body_gzip = fields.Binary(attachment=False, readonly=True)
    is_current = fields.Boolean(readonly=True)

    _version_unique = models.Constraint(
        "UNIQUE (store_id, lang, version)", "This version of the menu exists already."
    )
