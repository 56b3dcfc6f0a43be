"""What a store can still sell, and when a day's portions begin anew."""

from odoo import models
from odoo.tools import SQL

from ..pricing import availability
from ..tools import is_within, minute_of_day, to_local


class WechatStore(models.Model):
    """Tells phones what they cannot have now."""

    _inherit = "wechat.store"

    def _get_availability(self):
        """Return what is not freely available at this moment (AvailabilityView).

        One statement for the whole menu: the counters are few, and what each dish takes
        from them is compiled.

        :rtype: dict
        """
        self.ensure_one()
        state = self._read_state()
        catalog = self._get_catalog(state["catalog_version"])
        local = to_local(None, catalog.tz)
        is_open = state["is_open"] and (
            not catalog.hours or is_within(catalog.hours, local)
        )
        free = {int(key): value for key, value in state["free"].items()}
        return {
            "menu_version": state["menu_versions"],
            "is_open": is_open,
            **availability.show(catalog, state["stopped"], free, minute_of_day(local)),
        }

    def _read_state(self):
        """Return in one statement everything about the store that changes all day.

        :rtype: dict
        """
        self.ensure_one()
        self.flush_model()
        self.env["wechat.store.product"].flush_model()
        self.env["wechat.stock.counter"].flush_model()
        self.env.cr.execute(
            SQL(
                """
            SELECT store.active AND store.is_paused IS NOT TRUE AS is_open,
                   catalog.version AS catalog_version,
                   COALESCE((
                       SELECT json_object_agg(menu.lang, menu.version)
                         FROM wechat_menu_snapshot menu
                        WHERE menu.store_id = store.id AND menu.is_current
                   ), '{}') AS menu_versions,
                   COALESCE((
                       SELECT json_object_agg(dish.product_tmpl_id, CASE
                                  WHEN dish.is_paused THEN 'paused' ELSE 'sold_out' END)
                         FROM wechat_store_product dish
                        WHERE dish.store_id = store.id AND (
                              dish.is_paused OR dish.is_sold_out
                              OR dish.sold_out_until > now() AT TIME ZONE 'UTC')
                   ), '{}') AS stopped,
                   COALESCE((
                       SELECT json_object_agg(counter.id,
                                  COALESCE(counter.on_hand, 0)
                                  - COALESCE(counter.buffer, 0)
                                  - COALESCE(counter.held, 0))
                         FROM wechat_stock_counter counter
                    LEFT JOIN wechat_store_product dish
                           ON dish.id = counter.store_product_id
                        WHERE counter.location_id = picking.default_location_src_id
                           OR dish.store_id = store.id
                   ), '{}') AS free
              FROM wechat_store store
         LEFT JOIN wechat_menu_catalog catalog ON catalog.store_id = store.id
         LEFT JOIN pos_config config ON config.id = store.online_config_id
         LEFT JOIN stock_picking_type picking ON picking.id = config.picking_type_id
             WHERE store.id = %s
                """,
                self.id,
            )
        )
        row = self.env.cr.dictfetchone()
        row["stopped"] = {int(key): value for key, value in row["stopped"].items()}
        return row

    def _start_daily_limits(self):
        """Let the portions of the day begin anew."""
        self.env["wechat.stock.counter"].sudo().search(
            [("store_product_id.store_id", "in", self.ids)]
        )._start_day()
