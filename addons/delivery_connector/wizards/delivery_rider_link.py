"""Shows a rider's new link, once."""

import base64

from odoo import api, fields, models


class DeliveryRiderLink(models.TransientModel):
    """The link to a rider's page, to be scanned with their phone."""

    _name = "delivery.rider.link"
    _description = "Link of a Rider"

    rider_id = fields.Many2one("delivery.rider", required=True, readonly=True)
    url = fields.Char(string="Link", required=True, readonly=True)
    qr_code = fields.Binary(compute="_compute_qr_code")

    @api.depends("url")
    def _compute_qr_code(self):
        for link in self:
            # Drawn here: in an address of its own the link would end up in logs.
            picture = self.env["ir.actions.report"].barcode(
                "QR", link.url, width=240, height=240
            )
            link.qr_code = base64.b64encode(picture)
