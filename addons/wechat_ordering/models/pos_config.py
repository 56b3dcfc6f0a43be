"""Point of Sale configurations of a store: its tills and the one that is online."""

from odoo import fields, models


class PosConfig(models.Model):
    _inherit = "pos.config"

    wechat_store_id = fields.Many2one(
        "wechat.store", string="WeChat Store", index="btree_not_null", copy=False
    )
    is_wechat_online = fields.Boolean(
        string="Takes Mini-Program Orders",
        copy=False,
        help="The store's cashless configuration that is always open. Nobody sits at it.",
    )

    def _create_sequences(self):
        """Override of `point_of_sale` to number orders without waiting for each other."""
        super()._create_sequences()
        self._wechat_use_standard_sequences()

    def _wechat_use_standard_sequences(self):
        """Let PostgreSQL number orders and lines.

        Odoo makes these sequences `no_gap`: every order then locks the row until it is
        committed, and a second one at the same moment is retried after seconds.
        """
        sequences = self.order_seq_id | self.order_backend_seq_id
        sequences |= self.order_line_seq_id | self.device_seq_id
        for sequence in sequences.sudo():
            if sequence.implementation == "no_gap":
                next_number = sequence.number_next
                sequence.implementation = "standard"
                sequence.number_next_actual = next_number
