"""The demo restaurant: 滇味小馆 (Dian Flavor House) in Kunming."""

import base64
import hashlib

from odoo import api, models
from odoo.exceptions import UserError

from ..menu_sheets import SHEETS, read_menu
from . import sheets

_MENU_DIGEST = "wechat_ordering.demo_menu_digest"
# The table of the address that a visitor is given first.
_FIRST_TABLE = ("cuihu", "5")


class WechatDemoRestaurant(models.AbstractModel):
    """Builds a whole restaurant in a demo database, as its owner would have.

    Company and books, two shops and a central kitchen, menu, recipes and stock, tables
    with known codes, and one user for each role. What is there already stays as it is.
    """

    _name = "wechat.demo.restaurant"
    _description = "Demo Restaurant"

    @api.model
    def _load(self):
        """Load the restaurant. A second run changes nothing.

        :return: `tables`: the code of each table, `users`: logins and passwords,
            `urls`: where to look first.
        :rtype: dict
        :raise UserError: If the database is not a demo, or the sandbox is not there.
        """
        if not self.env["wechat.database"]._is_demo():
            raise UserError(
                self.env._(
                    "This is not a demo database. Make one with `make demo`; your own"
                    " restaurant starts with the checklist in the back office."
                )
            )
        loader = self.sudo().with_context(lang=None, tracking_disable=True)
        company = loader._load_company()
        loader = loader.with_company(company)
        account, provider = loader._load_wechat(company)
        shops = loader._load_shops(company, account, provider)
        loader._load_menu(company, shops)
        loader._load_stations(shops)
        loader._load_stock(company)
        users = loader._load_people(company)
        tables = loader._load_table_codes(shops)
        return {
            "tables": tables,
            "users": users,
            "urls": loader._get_urls(shops, tables),
        }

    # === MENU === #

    def _load_menu(self, company, shops):
        """Import the menu as a shop would, unless these very sheets are in already.

        Prices that somebody changed in the demo are thus kept.
        """
        files = [
            (f"{key}.csv", (sheets.SHEETS / f"{key}.csv").read_bytes())
            for key in SHEETS
        ]
        digest = hashlib.sha256(b"".join(content for _name, content in files))
        parameters = self.env["ir.config_parameter"]
        if parameters.get_param(_MENU_DIGEST) == digest.hexdigest():
            return
        writer = self.env["wechat.menu.writer"]
        menu, problems = read_menu(files, writer._get_known(company))
        if problems:
            raise UserError(
                self.env._("The demo menu is wrong: %(problem)s", problem=problems[0])
            )
        pictures = {
            row["code"]: picture
            for row in menu.menu
            if (picture := sheets.read_picture(row["code"]))
        }
        writer._write_menu(menu, company, shops, pictures)
        parameters.set_param(_MENU_DIGEST, digest.hexdigest())

    # === ADDRESSES === #

    def _get_urls(self, shops, tables):
        store, table = _FIRST_TABLE
        till = shops.filtered(lambda shop: shop.code == store).pos_config_ids[:1]
        diner = f"/diner/#/pages/menu/menu?scene={tables[store][table]}"
        kitchen = "/odoo/action-wechat_ordering.kitchen_display_action"
        return {
            f"diner, table {table}": diner,
            "till": f"/pos/ui/{till.id}",
            "kitchen": kitchen,
            "back office": "/odoo",
        }

    # === HELPERS === #

    def _ensure(self, name, model, values):
        """Return the demo's record of that name, created if it is missing."""
        xml_id = f"__import__.wechat_demo_{name}"
        record = self.env.ref(xml_id, raise_if_not_found=False)
        if record:
            return record
        record = self.env[model].create(values)
        self._name_record(xml_id, record)
        return record

    def _name_record(self, xml_id, record):
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": xml_id, "record": record, "noupdate": True}]
        )

    def _translate(self, record, **values):
        """Write the Chinese of translated fields."""
        record.with_context(lang="zh_CN").write(values)

    @staticmethod
    def _encode(picture):
        return base64.b64encode(picture) if picture else False
