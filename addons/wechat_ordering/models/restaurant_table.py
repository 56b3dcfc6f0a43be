"""Tables: the code on them, and how long a scan counts."""

from odoo import api, fields, models


class RestaurantTable(models.Model):
    _inherit = "restaurant.table"

    wechat_store_id = fields.Many2one(
        "wechat.store",
        string="WeChat Store",
        compute="_compute_wechat_store_id",
        store=True,
        index="btree_not_null",
    )
    wechat_code_hash = fields.Char(
        copy=False, groups="base.group_system", index="btree_not_null"
    )
    wechat_epoch = fields.Integer(
        copy=False, default=1, help="Raised when the table is cleared."
    )

    _wechat_code_hash_unique = models.Constraint(
        "UNIQUE (wechat_code_hash)", "Two tables cannot have the same code."
    )

    @api.depends("floor_id.pos_config_ids.wechat_store_id")
    def _compute_wechat_store_id(self):
        for table in self:
            table.wechat_store_id = table.floor_id.pos_config_ids.wechat_store_id[:1]

    def _wechat_rotate_code(self):
        """Give the table a new code and return it: it is not kept in the clear."""
        raise NotImplementedError

    @api.model
    def _wechat_find_by_code(self, code):
        """Return the table with this code, or an empty recordset."""
        raise NotImplementedError

    def _wechat_make_token(self):
        """Return `(token, expires_at)` that lets a diner order at this table."""
        raise NotImplementedError

    @api.model
    def _wechat_from_token(self, token):
        """Return the table a token was made for."""
        raise NotImplementedError

    def _wechat_clear(self):
        """Make scans of the guests who left worthless."""
        raise NotImplementedError
