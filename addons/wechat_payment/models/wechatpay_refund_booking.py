"""The refund order of a refund: goods and books follow the money."""

from collections import defaultdict

from odoo import fields, models
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import UserError


class WechatpayRefund(models.Model):
    """Makes Odoo's own refund order once the money is back."""

    _inherit = "wechatpay.refund"

    def _book(self):
        """Make the refund order, exactly once; without a session it waits for one."""
        self._lock()
        if self.state != "returned":
            return
        order = self.order_id.with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                session = order._wechatpay_get_refund_session()
                refund_order = self._make_refund_order(order, session)
        except UserError as error:
            self.problem = str(error)
            return
        self.write({"refund_order_id": refund_order.id, "problem": False})
        self._move("done")

    def _make_refund_order(self, order, session):
        """Return the paid refund order; the recipe of core's `_refund()`.

        :rtype: pos.order
        """
        refund_order = order.copy(
            {
                **order._prepare_refund_values(session),
                "wechatpay_refund_case_id": self.id,
            }
        )
        for line, quantity in self._get_line_quantities():
            self._copy_line(line, quantity, refund_order)
        refund_order._compute_prices()
        self._level_out(order, refund_order)
        for part, fen in self._get_parts():
            values = refund_order._wechatpay_prepare_payment(part)
            refund_order.add_payment({**values, "amount": -from_fen(fen)})
        refund_order._process_saved_order(False)
        refund_order.config_id.notify_synchronisation(session.id, 0)
        return refund_order

    def _get_line_quantities(self):
        """Return each order line that goes back, those of set meals with their head."""
        pairs = []
        for wanted in self.line_ids:
            line, quantity = wanted.order_line_id, wanted.quantity
            pairs.append((line, quantity))
            pairs += [
                (part, part.qty * quantity / line.qty) for part in line.combo_line_ids
            ]
        return pairs

    def _copy_line(self, line, quantity, refund_order):
        lots = self.env["pos.pack.operation.lot"]
        for lot in line.pack_lot_ids:
            lots += lot.copy()
        values = line._prepare_refund_data(refund_order, lots)
        refund_line = line.copy({**values, "qty": -quantity})
        refund_line._onchange_amount_line_all()

    def _level_out(self, order, refund_order):
        """Bring the refund order to the amount that was given back.

        What no dish stands for (a sum as an apology, a share of a discount) goes on
        lines without goods, one for each kind of tax of the order.
        """
        missing = -to_fen(self.amount) - to_fen(refund_order.amount_total)
        if not missing:
            return
        groups = defaultdict(lambda: [0.0, 0])
        for line in order.lines:
            group = groups[line.tax_ids]
            group[0] += line.price_unit * line.qty * (1 - line.discount / 100)
            group[1] += to_fen(line.price_subtotal_incl)
        total = sum(fen for _price, fen in groups.values())
        for taxes, (price, fen) in groups.items():
            share = round(missing * fen / total) if total else 0
            if share:
                self._add_level_line(refund_order, taxes, price * share / fen)
        refund_order._compute_prices()
        drift = -to_fen(self.amount) - to_fen(refund_order.amount_total)
        if drift:
            self._add_level_line(refund_order, self.env["account.tax"], from_fen(drift))
            refund_order._compute_prices()

    def _add_level_line(self, refund_order, taxes, price):
        product = self._get_level_product()
        quantity = -1 if price < 0 else 1
        line = self.env["pos.order.line"].create(
            {
                "order_id": refund_order.id,
                "product_id": product.id,
                "full_product_name": self.reason or product.name,
                "qty": quantity,
                "price_unit": refund_order.currency_id.round(abs(price)),
                "price_subtotal": 0,
                "price_subtotal_incl": 0,
                "tax_ids": [fields.Command.set(taxes.ids)],
            }
        )
        line._onchange_amount_line_all()

    def _get_level_product(self):
        """Return what stands for money without goods, made when it is first needed.

        Not a data file: what other add-ons want of products is not there yet when this
        one is updated.

        :rtype: product.product
        """
        known = self.env.ref("wechat_payment.product_refund", raise_if_not_found=False)
        return known or self.env["product.product"].sudo()._load_records(
            [
                {
                    "xml_id": "wechat_payment.product_refund",
                    "noupdate": True,
                    "values": {
                        "name": self.env._("Refund"),
                        "type": "service",
                        "list_price": 0,
                        "taxes_id": [fields.Command.clear()],
                        "supplier_taxes_id": [fields.Command.clear()],
                        "sale_ok": False,
                        "purchase_ok": False,
                    },
                }
            ]
        )
