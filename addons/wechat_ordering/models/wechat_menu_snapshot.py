"""The menu of a store in one language, ready to be sent."""

import base64
import gzip
import hashlib
import json
from datetime import timedelta

from odoo import api, fields, models

from ..pricing import catalog as catalogs
from ..tools import format_minute, hour_to_minute

# A phone that still holds an older menu may ask for it by its version for so long.
_KEEP_DAYS = 2


class WechatMenuSnapshot(models.Model):
    """A version of a menu. It never changes, so phones and proxies keep it for ever."""

    _name = "wechat.menu.snapshot"
    _description = "Menu Snapshot"
    _order = "id desc"
    _rec_name = "version"

    store_id = fields.Many2one(
        "wechat.store", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    lang = fields.Char(string="Language", required=True, readonly=True)
    version = fields.Char(required=True, readonly=True)
    body = fields.Binary(attachment=False, readonly=True)
    body_gzip = fields.Binary(attachment=False, readonly=True)
    is_current = fields.Boolean(readonly=True)
    retired_at = fields.Datetime(readonly=True)

    _version_unique = models.Constraint(
        "UNIQUE (store_id, lang, version)", "This version of the menu exists already."
    )
    _current_unique = models.UniqueIndex(
        "(store_id, lang) WHERE is_current", "A store has one current menu a language."
    )

    @api.model
    def _publish(self, store, lang, document):
        """Make a menu the current one of its store and language.

        The same content has the same version, whoever builds it and whenever.

        :param dict document: The menu (MenuView) without its version.
        :rtype: wechat.menu.snapshot
        """
        content = json.dumps(document, ensure_ascii=False, sort_keys=True)
        version = hashlib.sha256(content.encode()).hexdigest()[:16]
        same_lang = [("store_id", "=", store.id), ("lang", "=", lang)]
        current = self.search([*same_lang, ("is_current", "=", True)])
        if current.version == version:
            return current
        current.write({"is_current": False, "retired_at": fields.Datetime.now()})
        current.flush_recordset()
        if known := self.search([*same_lang, ("version", "=", version)]):
            known.write({"is_current": True, "retired_at": False})
            return known
        body = json.dumps(
            {"version": version, **document}, ensure_ascii=False, separators=(",", ":")
        ).encode()
        return self.create(
            {
                "store_id": store.id,
                "lang": lang,
                "version": version,
                "body": base64.b64encode(body),
                "body_gzip": base64.b64encode(gzip.compress(body, 9, mtime=0)),
                "is_current": True,
            }
        )

    @api.autovacuum
    def _gc_retired(self):
        limit = fields.Datetime.now() - timedelta(days=_KEEP_DAYS)
        self.search([("retired_at", "<", limit)]).unlink()


class WechatMenuCatalog(models.Model):
    """The compiled menu of a store, as its processes load it.

    Written in the transaction that publishes the snapshots: what a diner was shown and
    what an order costs come from one reading of the products.
    """

    _name = "wechat.menu.catalog"
    _description = "Compiled Menu"
    _rec_name = "version"

    store_id = fields.Many2one(
        "wechat.store", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    version = fields.Char(required=True, readonly=True)
    content = fields.Text(required=True, readonly=True)
    valid_until = fields.Datetime(
        readonly=True, help="When a dated price begins or ends."
    )

    _store_unique = models.Constraint(
        "UNIQUE (store_id)", "A store has one compiled menu."
    )

    @api.model
    def _publish(self, store, catalog):
        """Make a catalog the one that orders of its store are priced with.

        :rtype: wechat.menu.catalog
        """
        content = catalogs.dump(catalog)
        vals = {
            "store_id": store.id,
            "version": hashlib.sha256(content.encode()).hexdigest()[:16],
            "content": content,
            "valid_until": catalog.valid_until,
        }
        known = self.search([("store_id", "=", store.id)])
        if not known:
            return self.create(vals)
        if known.version != vals["version"] or known.valid_until != vals["valid_until"]:
            known.write(vals)
        return known


class WechatMenuRenderer(models.AbstractModel):
    """Shows a compiled menu as the diner API does (MenuView)."""

    _name = "wechat.menu.renderer"
    _description = "Menu Renderer"

    @api.model
    def _render(self, store, catalog, lang):
        """Return the menu in one language, without its version.

        :param wechat.store store: The store, in sudo.
        :param Catalog catalog: Its compiled menu.
        :param str lang: The language.
        :rtype: dict
        """
        dishes = catalog.listed
        products = (
            self.env["product.product"]
            .with_context(lang=lang)
            .browse([dish.id for dish in dishes])
        )
        images = self.env["wechat.image"]._get_urls(
            "dish", products.product_tmpl_id.ids
        )
        by_id = dict(zip(products.ids, products, strict=True))
        return {
            "store": store.code,
            "lang": lang,
            "currency": store.currency_id.name,
            "categories": self._render_categories(products),
            "dishes": [
                self._render_dish(
                    by_id[dish.id], dish, catalog, images.get(dish.template_id)
                )
                for dish in dishes
            ],
        }

    def _render_categories(self, products):
        """Return the sections that have dishes, and those above them."""
        used = products.pos_categ_ids
        above = used.parent_id
        while above - used:
            used |= above
            above = above.parent_id
        return [
            {
                "id": category.id,
                "name": category.name,
                "parent_id": category.parent_id.id or None,
                "hours": _render_hours(category),
                "dish_ids": [
                    product.id
                    for product in products
                    if category in product.pos_categ_ids
                ],
            }
            for category in used.sorted()
        ]

    def _render_dish(self, product, dish, catalog, image):
        lang = product.env.context["lang"]
        return {
            "id": dish.id,
            "code": dish.code or None,
            "name": dish.names[lang],
            "description": product.wechat_description or None,
            "image": image or None,
            "price_fen": dish.shown_fen,
            "options": [_render_group(group, lang) for group in dish.groups],
            "combo": [_render_combo(combo, catalog, lang) for combo in dish.combos],
            "tags": product.product_tag_ids.mapped("name"),
            "spicy": int(product.wechat_spicy or 0),
            "allergens": product.wechat_allergen_ids.mapped("name"),
            "nutrition": _render_nutrition(product),
            "is_recommended": product.wechat_is_recommended,
        }


def _render_hours(category):
    start = hour_to_minute(category.hour_after)
    end = hour_to_minute(category.hour_until) or 24 * 60
    if (start, end) == (0, 24 * 60):
        return None
    return {"from": format_minute(start), "to": format_minute(end)}


def _render_group(group, lang):
    return {
        "id": group.id,
        "name": group.names[lang],
        "kind": "multiple" if group.is_multiple else "single",
        "min": group.least,
        "max": group.most,
        "values": [
            {
                "id": value.id,
                "name": value.names[lang],
                "extra_fen": value.shown_fen,
                "is_default": value.is_default,
            }
            for value in group.values.values()
        ],
    }


def _render_combo(combo, catalog, lang):
    items = []
    for item in combo.items.values():
        dish = catalog.dishes[item.dish_id]
        items.append(
            {
                "id": item.id,
                "dish_id": dish.id,
                "name": dish.names[lang],
                "extra_fen": item.fen,
                "options": [_render_group(group, lang) for group in dish.groups],
            }
        )
    return {
        "id": combo.id,
        "name": combo.names[lang],
        "min": combo.least,
        "max": combo.most,
        "free": combo.free,
        "items": items,
    }


def _render_nutrition(product):
    if not product.wechat_energy_kj:
        return None
    return {
        "energy_kj": product.wechat_energy_kj,
        "protein_g": product.wechat_protein_g,
        "fat_g": product.wechat_fat_g,
        "carbohydrate_g": product.wechat_carbohydrate_g,
        "sodium_mg": product.wechat_sodium_mg,
        "is_estimated": product.wechat_is_nutrition_estimated,
    }
