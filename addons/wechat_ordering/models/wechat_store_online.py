"""The online counter of a store: a Point of Sale without a till, open day and night."""

import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class WechatStore(models.Model):
    """Keeps the online configuration and its session.

    A session cannot be closed while orders are paid into it, and a restaurant that
    never sleeps cannot stop taking orders to close one. So a day ends in three steps,
    each in a transaction of its own:

    1. a new session opens and takes the open orders along (:meth:`_roll_session`);
    2. the old one is locked against payments (`pos.session._wechat_lock`): whoever was
       paying into it has then finished, and whoever comes later sees the new one;
    3. stock is posted and the old one is closed (`pos.session._wechat_close`).
    """

    _inherit = "wechat.store"

    # === CONFIGURATION === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to give the store its online counter at once, if it can have one."""
        stores = super().create(vals_list)
        for store in stores:
            if store.provider_id:
                store._ensure_online_config()
        return stores

    def write(self, vals):
        """Override to keep the online counter in step with the store."""
        result = super().write(vals)
        shared = {"provider_id", "pricelist_id", "warehouse_id", "fiscal_position_id"}
        if {"name", "pos_config_ids"} & vals.keys() or shared & vals.keys():
            for store in self:
                if store.provider_id and store.active:
                    store._ensure_online_config()
        return result

    def _ensure_online_config(self):
        """Return the store's online configuration, made if there is none yet.

        :rtype: pos.config
        """
        self.ensure_one()
        store_sudo = self.sudo().with_company(self.company_id)
        if not store_sudo.online_config_id:
            vals = store_sudo._prepare_online_config()
            store_sudo.online_config_id = self.env["pos.config"].sudo().create(vals)
        store_sudo._share_online_config()
        return store_sudo.online_config_id

    def _prepare_online_config(self):
        """Return the values of the online configuration.

        Its floors are given at once: Odoo makes an empty floor where there is none.
        """
        self.ensure_one()
        return {
            "name": self.env._("%(store)s, WeChat", store=self.name),
            "company_id": self.company_id.id,
            "wechat_store_id": self.id,
            "is_wechat_online": True,
            "module_pos_restaurant": True,
            "self_ordering_mode": "nothing",
            "floor_ids": [fields.Command.set(self.pos_config_ids.floor_ids.ids)],
            **self._prepare_online_settings(),
        }

    def _prepare_online_settings(self):
        """Return what the online configuration has from its store."""
        method = self._ensure_payment_method()
        vals = {"payment_method_ids": [fields.Command.set(method.ids)]}
        if self.warehouse_id:
            vals["picking_type_id"] = self.warehouse_id.pos_type_id.id
            vals["warehouse_id"] = self.warehouse_id.id
        if self.pricelist_id:
            vals |= {
                "use_pricelist": True,
                "available_pricelist_ids": [fields.Command.link(self.pricelist_id.id)],
                "pricelist_id": self.pricelist_id.id,
            }
        if self.fiscal_position_id:
            vals |= {
                "tax_regime_selection": True,
                "fiscal_position_ids": [
                    fields.Command.link(self.fiscal_position_id.id)
                ],
                "default_fiscal_position_id": self.fiscal_position_id.id,
            }
        return vals

    def _ensure_payment_method(self):
        """Return the POS payment method "WeChat Pay" of the store.

        Empty while the store has no WeChat Pay account: guests then pay at a till.

        :rtype: pos.payment.method
        """
        self.ensure_one()
        if not self.provider_id:
            return self.env["pos.payment.method"]
        return self.company_id.sudo()._wechatpay_setup_pos_payment_method(
            self.provider_id.sudo()
        )

    def _share_online_config(self):
        """Let tills and online counter see each other's tables, orders and payments."""
        for store_sudo in self.sudo():
            online = store_sudo.online_config_id
            if not online:
                continue
            tills = store_sudo.pos_config_ids
            floors = tills.floor_ids
            method = store_sudo._ensure_payment_method()
            online.write(
                {
                    **store_sudo._prepare_online_settings(),
                    "floor_ids": [fields.Command.set((floors or online.floor_ids).ids)],
                    "trusted_config_ids": [fields.Command.set(tills.ids)],
                }
            )
            for till in tills:
                vals = {"trusted_config_ids": [fields.Command.link(online.id)]}
                if (
                    method not in till.payment_method_ids
                    and not till.has_active_session
                ):
                    vals["payment_method_ids"] = [fields.Command.link(method.id)]
                till.write(vals)

    # === SESSION === #

    def _get_session(self):
        """Return the session that takes orders now, empty if there is none.

        :rtype: pos.session
        """
        self.ensure_one()
        self.env.cr.execute(
            SQL(
                """
            SELECT id FROM pos_session
             WHERE config_id = %s AND state = 'opened' AND rescue IS NOT TRUE
             ORDER BY id DESC LIMIT 1
                """,
                self.online_config_id.id,
            )
        )
        row = self.env.cr.fetchone()
        return self.env["pos.session"].browse(row and row[0])

    def _ensure_session(self):
        """Return the session that takes orders now, opened if there is none.

        :rtype: pos.session
        """
        self.ensure_one()
        store_sudo = self.sudo().with_company(self.company_id)
        store_sudo.env.flush_all()
        return store_sudo._get_session() or store_sudo._open_session()

    def _open_session(self):
        """Open a session of the online configuration, with nobody's cash.

        :rtype: pos.session
        """
        self.ensure_one()
        config = self._ensure_online_config()
        if config.payment_method_ids:
            # Without WeChat Pay guests pay at a till, and this session takes no money.
            config._check_before_creating_new_session()
        session = self.env["pos.session"].create(
            {"config_id": config.id, "user_id": SUPERUSER_ID}
        )
        session.set_opening_control(0, "")
        self.business_date = self._get_business_date()
        return session

    # === THE END OF A DAY === #

    def _cron_roll_sessions(self):
        """Enqueue the end of the day for each store where a new one has begun."""
        for store in self.search([("online_config_id", "!=", False)]):
            if store.business_date != store._get_business_date():
                store._enqueue_roll()

    def _enqueue_roll(self):
        self.ensure_one()
        self.with_delay(
            channel="root.stock",
            identity_key=f"wechat_roll_session:{self.id}",
            description=self.env._("%(store)s: end the day", store=self.name),
        )._roll_session()

    def action_end_business_day(self):
        """Close the books of the online orders now instead of in the early morning.

        :return: A message that it has begun; the closing itself is a job.
        :raise AccessError: If the user is not a manager.
        """
        self.ensure_one()
        if not self.env.user.has_group("wechat_ordering.group_manager"):
            raise AccessError(self.env._("Only a manager ends the business day."))
        self._enqueue_roll()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "The online session of %s is being closed. Guests can go on "
                    "ordering; their orders belong to the new day.",
                    self.name,
                ),
            },
        }

    def _roll_session(self):
        """End the business day: the first step, in the transaction of a job.

        :return: The sessions that will be closed.
        :rtype: pos.session
        """
        self.ensure_one()
        store_sudo = self.sudo().with_company(self.company_id)
        store_sudo._start_daily_limits()
        old = store_sudo._open_next_session()
        for session in old:
            session.with_delay(
                channel="root.stock",
                identity_key=f"wechat_lock_session:{session.id}",
                description=self.env._("%(session)s: close", session=session.name),
            )._wechat_lock()
        return old

    def _open_next_session(self):
        """Open the session of the new day and move the open orders into it.

        The old one becomes a rescue session: Odoo allows one other beside those.

        :return: The sessions of the days before.
        :rtype: pos.session
        """
        self.ensure_one()
        sessions = self.env["pos.session"].search(
            [
                ("config_id", "=", self.online_config_id.id),
                ("state", "!=", "closed"),
            ]
        )
        sessions.filtered(lambda session: not session.rescue).rescue = True
        self._open_session()
        for session in sessions:
            session._wechat_move_drafts()
        _logger.info(
            "%s: a new day begins, %s sessions to close", self.code, len(sessions)
        )
        return sessions

    # === TILLS === #

    def _get_open_tills(self):
        """Return the tills that somebody works at now.

        :return: `(access token, session id)` of each.
        :rtype: list
        """
        self.ensure_one()
        self.env.cr.execute(
            SQL(
                """
            SELECT config.access_token, session.id
              FROM pos_config config
              JOIN pos_session session ON session.config_id = config.id
             WHERE config.wechat_store_id = %s
               AND config.is_wechat_online IS NOT TRUE
               AND session.state = 'opened' AND session.rescue IS NOT TRUE
                """,
                self.id,
            )
        )
        return self.env.cr.fetchall()
