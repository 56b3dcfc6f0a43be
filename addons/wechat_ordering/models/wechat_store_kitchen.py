"""The kitchens of a store."""

import uuid

from odoo import fields, models
from odoo.addons.wechat_base.tools.hint import send_hint
from odoo.exceptions import ConcurrencyError
from psycopg2.errors import UniqueViolation

from .. import const


class WechatStore(models.Model):
    """Adds stations and the displays' channel to a store."""

    _inherit = "wechat.store"

    kitchen_station_ids = fields.One2many(
        "kitchen.station", "store_id", string="Kitchen Stations"
    )
    kitchen_channel = fields.Char(copy=False, groups="base.group_system")

    def _get_kitchen_channel(self):
        """Return the bus channel that this store's kitchen displays listen to.

        Anybody may subscribe to a channel whose name they know, so the name is a
        secret that only :meth:`KitchenTicket.get_board` hands out.

        :rtype: str
        """
        self.ensure_one()
        store_sudo = self.sudo()
        if not store_sudo.kitchen_channel:
            store_sudo.kitchen_channel = f"kitchen-{uuid.uuid4()}"
        return store_sudo.kitchen_channel

    def _notify_kitchen(self):
        """Tell the kitchen displays that their board has changed.

        The message carries nothing: a display that hears it asks for the board.
        """
        for store_sudo in self.sudo():
            if store_sudo.kitchen_channel:
                send_hint(
                    self.env, store_sudo.kitchen_channel, const.KITCHEN_CHANGED, {}
                )

    def _ensure_kitchen_station(self):
        """Return the store's stations, making a first one where there is none.

        A shop that never thought about stations must still see its orders.

        :rtype: kitchen.station
        :raise ConcurrencyError: If another order makes it at this moment: try again.
        """
        self.ensure_one()
        if not self.kitchen_station_ids:
            try:
                with self.env.cr.savepoint():
                    self.sudo().kitchen_station_ids = [
                        fields.Command.create({"name": self.env._("Kitchen")})
                    ]
            except UniqueViolation as error:
                raise ConcurrencyError(self.code) from error
        return self.kitchen_station_ids
