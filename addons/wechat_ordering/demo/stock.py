"""The demo's stock: what lies in the shops and in the central kitchen."""

from odoo import models

from . import sheets


class WechatDemoRestaurant(models.AbstractModel):
    """Loads the stock."""

    _inherit = "wechat.demo.restaurant"

    def _load_stock(self, company):
        """Count the stock once, and set the amount below which a shop orders more."""
        if self.env.ref("__import__.wechat_demo_stock", raise_if_not_found=False):
            return
        rows = sheets.read_sheet("stock")
        products = {
            product.default_code: product.product_variant_id
            for product in self.env["wechat.menu.writer"]
            .sudo()
            ._find_products([row["ingredient"] for row in rows], company)
        }
        warehouses = {
            code: self.env.ref(f"__import__.wechat_demo_{name}")
            for code, name in (
                ("cuihu", "warehouse_cuihu"),
                ("nanping", "warehouse_nanping"),
                ("kitchen", "kitchen"),
            )
        }
        self._count_stock(rows, products, warehouses)
        shops = {code: warehouses[code] for code in ("cuihu", "nanping")}
        self._load_thresholds(rows, products, shops)
        self._name_record("__import__.wechat_demo_stock", warehouses["kitchen"])

    def _count_stock(self, rows, products, warehouses):
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quants.create(
            [
                {
                    "product_id": products[row["ingredient"]].id,
                    "location_id": warehouse.lot_stock_id.id,
                    "inventory_quantity": float(row[code]),
                }
                for row in rows
                for code, warehouse in warehouses.items()
                if float(row[code])
            ]
        ).action_apply_inventory()

    def _load_thresholds(self, rows, products, warehouses):
        """Have each shop supplied from the central kitchen below its safety stock."""
        self.env["stock.warehouse.orderpoint"].create(
            [
                {
                    "product_id": products[row["ingredient"]].id,
                    "warehouse_id": warehouse.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "product_min_qty": float(row["safety"]),
                    "product_max_qty": float(row[code]),
                    "route_id": warehouse.resupply_route_ids[:1].id,
                    "trigger": "auto",
                }
                for row in rows
                for code, warehouse in warehouses.items()
                if float(row["safety"])
            ]
        )
