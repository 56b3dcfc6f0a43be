"""What comes back with a refund beside the money: portions, and points."""

from collections import defaultdict

from odoo import models
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.tools import float_round

_POINT_DIGITS = 2


class PosOrder(models.Model):
    """Gives back what a refunded order used up without need."""

    _inherit = "pos.order"

    def _wechatpay_on_refund_moved(self, refund_sudo):
        """Override of `wechat_payment` to give back portions and points."""
        result = super()._wechatpay_on_refund_moved(refund_sudo)
        # A refund that is asked for anew runs a second time; its portions are back.
        runs = refund_sudo.event_ids.filtered(lambda move: move.to_state == "running")
        if refund_sudo.state == "running" and len(runs) == 1:
            self.sudo()._wechat_return_portions(refund_sudo)
        if refund_sudo.state == "done":
            self.sudo()._wechat_return_points(refund_sudo)
        return result

    # === PORTIONS === #

    def _wechat_return_portions(self, refund):
        """Let others order what was not cooked, as far as a daily limit counts it.

        Portions of a day gone by are of no use: the new day began with its own.
        """
        store = self.wechat_store_id
        if not store or store._get_business_date(self.create_date) != (
            store._get_business_date()
        ):
            return
        unused = self._wechat_get_unused_dishes(refund)
        wanted = {}
        for counter in self.wechat_hold_ids.counter_id:
            dish = counter.store_product_id.product_tmpl_id
            if unused.get(dish):
                wanted[counter] = unused[dish]
        self.env["wechat.stock.hold"]._give_back(self, wanted)

    def _wechat_get_unused_dishes(self, refund):
        """Return how many portions of each dish nobody ate.

        That is what staff put back, and what the kitchen was stopped from cooking.

        :rtype: dict[product.template, float]
        """
        unused = defaultdict(float)
        for top, quantity in refund._get_dishes():
            share = quantity / top.qty if top.qty else 0
            for part in top | top.combo_line_ids:
                is_unused = refund.is_return_to_stock or (
                    share >= 1 and self._wechat_is_untouched(part)
                )
                if is_unused:
                    unused[part.product_id.product_tmpl_id] += part.qty * share
        return unused

    def _wechat_is_untouched(self, line):
        """Return whether the kitchen was to cook the line and never began.

        :rtype: bool
        """
        cooked = line.combo_line_ids or line
        steps = self.kitchen_ticket_ids.line_ids.filtered(
            lambda step: step.order_line_id in cooked
        )
        moves = steps.event_ids.mapped("to_state")
        return bool(steps) and set(moves) <= {"queued", "cancelled"}

    # === POINTS === #

    def _wechat_return_points(self, refund):
        """Take back the points that the refunded money earned, and return spent ones.

        Earned points go in proportion to the money. Spent ones come back when all of
        the order is given back: of a part nobody can say which points paid it. No card
        goes below zero: what was spent meanwhile stays spent.
        """
        history = self._wechat_get_point_history(self)
        done = self.wechatpay_refund_ids.filtered(lambda one: one.state == "done")
        before = self._wechat_get_point_history(done.refund_order_id)
        total_fen = to_fen(self.amount_total)
        back_fen = min(sum(to_fen(one.amount) for one in done), total_fen)
        for card in history.card_id if total_fen else ():
            own = history.filtered(lambda row, of=card: row.card_id == of)
            taken = before.filtered(lambda row, of=card: row.card_id == of)
            won = sum(own.mapped("issued")) * back_fen / total_fen
            spent = sum(own.mapped("used")) if back_fen == total_fen else 0
            give = spent - sum(taken.mapped("issued"))
            take = _round(won) - sum(taken.mapped("used"))
            self._wechat_move_points(card, refund, max(give, 0), max(take, 0))

    def _wechat_get_point_history(self, orders):
        rows = self.env["loyalty.history"]
        return rows.search(
            [("order_model", "=", self._name), ("order_id", "in", orders.ids)]
        )

    def _wechat_move_points(self, card, refund, give, take):
        take = min(take, _round(card.points + give))
        if not give and take <= 0:
            return
        card.points = _round(card.points + give - take)
        self.env["loyalty.history"].create(
            {
                "card_id": card.id,
                "order_model": self._name,
                "order_id": refund.refund_order_id.id,
                "description": self.env._("Refund of %s", self.display_name),
                "issued": give,
                "used": take,
            }
        )


def _round(points):
    return float_round(points, precision_digits=_POINT_DIGITS)
