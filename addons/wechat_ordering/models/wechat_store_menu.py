"""The menu of a store: built by a job, served from memory."""

import base64
import logging

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..errors import NotFoundError
from ..pricing import catalog as catalogs

_logger = logging.getLogger(__name__)

# Writes of one person come in bursts: so long a job waits for the next one.
_DEBOUNCE_SECONDS = 2

# What each process has loaded: the compiled menu of a store, with its version.
_catalogs = {}


class WechatStore(models.Model):
    """Publishes menus and finds the one that is current."""

    _inherit = "wechat.store"

    # === BUILDING === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to build the menu of a new store."""
        stores = super().create(vals_list)
        stores._menu_changed()
        return stores

    def write(self, vals):
        """Override to build the menu anew when its prices come from elsewhere."""
        result = super().write(vals)
        if not {
            "active",
            "code",
            "fiscal_position_id",
            "online_config_id",
            "pricelist_id",
            "tz",
            "warehouse_id",
        }.isdisjoint(vals):
            self._menu_changed()
        return result

    @api.model
    def _menu_changed(self):
        """Have the menus of all stores rebuilt, once per transaction and soon after.

        A store whose menu did not really change keeps its version: nobody notices.
        """
        pending = self.env.cr.precommit.data
        if pending.setdefault("wechat_menu_changed", False):
            return
        pending["wechat_menu_changed"] = True

        @self.env.cr.precommit.add
        def enqueue():
            pending.pop("wechat_menu_changed", None)
            stores_sudo = self.env["wechat.store"].sudo().search([])
            stores_sudo._enqueue_menu(eta=_DEBOUNCE_SECONDS)

    def _enqueue_menu(self, eta=None):
        for store in self:
            store.with_delay(
                channel="root.wechat",
                identity_key=f"wechat_menu:{store.id}",
                eta=eta,
                description=self.env._("%(store)s: build the menu", store=store.name),
            )._build_menu()

    @api.model
    def _cron_rebuild_dated_menus(self):
        """Enqueue the menus in which a dated price has begun or ended."""
        self.env.cr.execute(
            SQL(
                "SELECT store_id FROM wechat_menu_catalog"
                " WHERE valid_until <= now() AT TIME ZONE 'UTC'"
            )
        )
        self.browse(row[0] for row in self.env.cr.fetchall())._enqueue_menu()

    def _build_menu(self):
        """Compile the menu and publish it in every language.

        :return: The catalog that orders are priced with from now on.
        :rtype: wechat.menu.catalog
        """
        self.ensure_one()
        store_sudo = self.sudo()
        env = store_sudo.env
        catalog = env["wechat.menu.compiler"]._compile(store_sudo)
        for lang in store_sudo._get_languages():
            document = env["wechat.menu.renderer"]._render(store_sudo, catalog, lang)
            env["wechat.menu.snapshot"]._publish(store_sudo, lang, document)
        published = env["wechat.menu.catalog"]._publish(store_sudo, catalog)
        # What is current is read by SQL.
        env.flush_all()
        _logger.info("%s: menu %s is current", self.code, published.version)
        return published

    # === SERVING === #

    def _get_menu(self, lang):
        """Return the current menu, built if there is none yet.

        :param str lang: `zh_CN` or `en_US`.
        :return: `(version, gzip bytes)`
        :raise NotFoundError: If the store has no menu in this language.
        """
        self.ensure_one()
        snapshot = self.sudo()._find_snapshot(lang)
        if not snapshot:
            self._build_menu()
            snapshot = self.sudo()._find_snapshot(lang)
        if not snapshot:
            raise NotFoundError(self.env._("There is no menu in this language."))
        return snapshot.version, base64.b64decode(snapshot.body_gzip)

    def _find_snapshot(self, lang):
        return self.env["wechat.menu.snapshot"].search(
            Domain("store_id", "=", self.id)
            & Domain("lang", "=", lang)
            & Domain("is_current", "=", True)
        )

    def _get_menu_versions(self):
        """Return the current version of the menu in each language.

        :rtype: dict[str, str]
        """
        self.ensure_one()
        self.env.cr.execute(
            SQL(
                "SELECT lang, version FROM wechat_menu_snapshot"
                " WHERE store_id = %s AND is_current",
                self.id,
            )
        )
        return dict(self.env.cr.fetchall())

    def _get_catalog(self, version=None):
        """Return the compiled menu that is current.

        :param str version: Its version, where the caller knows it from the database.
        :rtype: Catalog
        """
        self.ensure_one()
        key = (self.env.cr.dbname, self.id)
        known_version, catalog = _catalogs.get(key, (None, None))
        if version and version == known_version:
            return catalog
        row_sudo = self.env["wechat.menu.catalog"].sudo()
        row_sudo = row_sudo.search([("store_id", "=", self.id)]) or self._build_menu()
        if row_sudo.version != known_version:
            catalog = catalogs.load(row_sudo.content)
            _catalogs[key] = (row_sudo.version, catalog)
        return catalog
