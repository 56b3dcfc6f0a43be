"""Point of Sale configurations of a store: its tills, and the one that is online."""

from odoo import api, fields, models


class PosConfig(models.Model):
    """Knows its store; the online one belongs to phones and to nobody at a till."""

    _inherit = "pos.config"

    wechat_store_id = fields.Many2one(
        "wechat.store", string="WeChat Store", index="btree_not_null", copy=False
    )
    is_wechat_online = fields.Boolean(
        string="Takes Mini-Program Orders",
        copy=False,
        readonly=True,
        help="The store's cashless configuration that is always open. Nobody sits at"
        " it.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `point_of_sale` to make a new till known to its store."""
        configs = super().create(vals_list)
        configs.wechat_store_id.sudo()._share_online_config()
        return configs

    def write(self, vals):
        """Override of `point_of_sale` to keep a store's configurations in step."""
        result = super().write(vals)
        if "wechat_store_id" in vals:
            self._wechat_use_standard_sequences()
        if {"wechat_store_id", "floor_ids", "active"} & vals.keys():
            tills = self.filtered(lambda config: not config.is_wechat_online)
            tills.wechat_store_id.sudo()._share_online_config()
        return result

    def _get_forbidden_change_fields(self):
        """Override of `point_of_sale`: the online session is always open.

        What cannot change while a till is open could never change there.
        """
        forbidden = super()._get_forbidden_change_fields()
        if all(config.is_wechat_online for config in self):
            forbidden = [name for name in forbidden if name == "module_pos_restaurant"]
        return forbidden

    # === SEQUENCES === #

    def _create_sequences(self):
        """Override of `point_of_sale` to number orders without waiting."""
        result = super()._create_sequences()
        self._wechat_use_standard_sequences()
        return result

    def _wechat_use_standard_sequences(self):
        """Let PostgreSQL number the orders and lines of stores.

        Odoo makes these sequences `no_gap`: every order then locks a row until it is
        committed, and a second one at that moment is repeated only seconds later.
        A till that belongs to no store stays as Odoo made it.
        """
        configs = self.filtered("wechat_store_id")
        sequences = configs.order_seq_id | configs.order_backend_seq_id
        sequences |= configs.order_line_seq_id | configs.device_seq_id
        for sequence in sequences.sudo():
            if sequence.implementation == "no_gap":
                next_number = sequence.number_next
                sequence.implementation = "standard"
                sequence.number_next_actual = next_number
