"""The way from an order to its delivery, and the hook that other add-ons override."""

from odoo import models


class PosOrder(models.Model):
    """An order that may be brought to a guest."""

    # No field is added: a till would load it with every order.
    _inherit = "pos.order"

    def action_delivery(self):
        """Open the order's delivery, or the form that asks for one.

        :rtype: dict
        """
        self.ensure_one()
        task = self.env["delivery.task"].search(
            [("order_id", "=", self.id)], order="is_open desc, id desc", limit=1
        )
        if task.is_open or task.state == "delivered":
            return task._get_form_action()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send by courier"),
            "res_model": "delivery.task.request",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def _delivery_on_moved(self, task):
        """React to a move of the order's delivery. Other add-ons override it.

        It runs under the delivery's lock and must be short.

        :param delivery.task task: What has just moved.
        """

    def _delivery_get_guest(self):
        """Return who the guest is in WeChat. Other add-ons that know it override this.

        WeChat's own couriers do not ride without it.

        :return: The openid, and the page of the mini-program that shows the order.
        :rtype: tuple
        """
        self.ensure_one()
        return "", ""
