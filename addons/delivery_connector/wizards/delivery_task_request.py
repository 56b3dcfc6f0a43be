"""Asks for the delivery of an order at the counter."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class DeliveryTaskRequest(models.TransientModel):
    """Who gets an order, and where."""

    _name = "delivery.task.request"
    _description = "Send by Courier"

    order_id = fields.Many2one("pos.order", required=True, readonly=True)
    company_id = fields.Many2one(related="order_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(string="Guest", required=True)
    phone = fields.Char(required=True)
    address = fields.Char(required=True, help="Street and house, as a map knows it.")
    address_detail = fields.Char(string="Door", help="Floor, room, company.")
    # Guests and staff find these on any Chinese map.
    lng = fields.Float(string="Longitude (GCJ-02)", digits=(10, 6))
    lat = fields.Float(string="Latitude (GCJ-02)", digits=(10, 6))
    note = fields.Char(string="Note for the Rider")
    call_at = fields.Datetime(
        string="Call a Rider At", help="Empty: now. Later, if the kitchen needs time."
    )
    promised_at = fields.Datetime(string="Promised For")
    fee_charged = fields.Monetary(string="Paid by the Guest")
    weight_g = fields.Integer(string="Weight (g)", default=1000)

    @api.depends("order_id")
    def _compute_display_name(self):
        for request in self:
            request.display_name = request.order_id.pos_reference

    def action_request(self):
        """Make the delivery and open it.

        :rtype: dict
        :raise UserError: If a rider would not find the guest.
        """
        self.ensure_one()
        self.order_id.check_access("read")
        if self.order_id.state not in ("paid", "done"):
            raise UserError(
                self.env._("Take the payment first: riders bring what is paid.")
            )
        if not (3 < self.lat < 54 and 73 < self.lng < 136):
            raise UserError(
                self.env._(
                    "This point is not in China. Longitude is about 102, latitude about"
                    " 25 in Kunming; take them from a Chinese map."
                )
            )
        names = ("name", "phone", "address", "address_detail", "lng", "lat", "note")
        names += ("call_at", "promised_at", "fee_charged", "weight_g")
        task = self.env["delivery.task"]._request(
            self.order_id.sudo(), {name: self[name] for name in names}
        )
        # What a form keeps for a day is a person's address.
        self.sudo().unlink()
        return task._get_form_action()
