"""A shop as a courier knows it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import const
from ..carriers.neutral import Place, Point


class DeliveryShop(models.Model):
    """Which number a shop has at a courier, and where riders fetch parcels."""

    _name = "delivery.shop"
    _description = "Shop at a Courier"
    _order = "config_id, sequence, id"
    _check_company_auto = True

    config_id = fields.Many2one(
        "pos.config",
        string="Point of Sale",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    account_id = fields.Many2one(
        "delivery.account",
        string="Courier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    carrier = fields.Selection(related="account_id.carrier")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    number = fields.Char(
        string="Shop Number", help="The number the courier gave this shop."
    )
    address = fields.Char(help="Where the rider comes to.")
    city = fields.Char(help="As on an envelope, for example 昆明市.")
    city_code = fields.Char(help="The telephone area code, for example 0871.")
    phone = fields.Char(help="Whom the rider calls.")
    # What phones in China and their maps show; GPS and Baidu differ by 500 metres.
    lng = fields.Float(string="Longitude (GCJ-02)", digits=(10, 6))
    lat = fields.Float(string="Latitude (GCJ-02)", digits=(10, 6))

    _account_uniq = models.Constraint(
        "UNIQUE (config_id, account_id)", "This shop knows that courier already."
    )

    @api.depends("config_id", "account_id")
    def _compute_display_name(self):
        for shop in self:
            shop.display_name = f"{shop.config_id.name} · {shop.account_id.name}"

    @api.constrains("number", "lng", "lat", "account_id", "phone", "address")
    def _check_complete(self):
        """Refuse a shop that a courier's rider could not find.

        :raise ValidationError: If something is missing.
        """
        for shop in self:
            if shop.carrier == const.OWN:
                continue
            if not (shop.number and shop.phone and shop.address):
                raise ValidationError(
                    self.env._("Couriers need the shop's number, address and phone.")
                )
            if not (3 < shop.lat < 54 and 73 < shop.lng < 136):
                raise ValidationError(
                    self.env._(
                        "This point is not in China. Longitude is about 102, latitude"
                        " about 25 in Kunming; take them from a Chinese map."
                    )
                )

    def _get_place(self):
        """Return where the rider comes to, as carriers want it.

        :rtype: Place
        """
        self.ensure_one()
        return Place(
            name=self.config_id.name,
            phone=self.phone or "",
            address=self.address or "",
            point=Point(lng=self.lng, lat=self.lat),
            city=self.city or "",
            city_code=self.city_code or "",
        )
