"""Kitchen stations: where in the kitchen which dishes are made."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KitchenStation(models.Model):
    """A place in a shop's kitchen with a screen of its own."""

    _name = "kitchen.station"
    _description = "Kitchen Station"
    _order = "store_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    store_id = fields.Many2one(
        "wechat.store", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    sequence = fields.Integer(
        default=10,
        help="The first station of a store also makes what no other station makes.",
    )
    pos_categ_ids = fields.Many2many(
        "pos.category",
        string="Menu Categories",
        help="Dishes of these categories, and of the categories below them, are made "
        "here.",
    )
    active = fields.Boolean(default=True)

    _name_store_unique = models.Constraint(
        "UNIQUE(store_id, name)", "A store has two stations with the same name."
    )

    @api.constrains("pos_categ_ids", "store_id", "active")
    def _check_category_once(self):
        """Refuse a category that two stations of one store would both cook.

        :raise ValidationError: If another active station of the store has it already.
        """
        for station in self.filtered("active"):
            others = self.search(
                [("store_id", "=", station.store_id.id), ("id", "!=", station.id)]
            )
            shared = station.pos_categ_ids & others.pos_categ_ids
            if shared:
                raise ValidationError(
                    self.env._(
                        "%(categories)s is already made at another station of "
                        "%(store)s. Remove it there first.",
                        categories=", ".join(shared.mapped("name")),
                        store=station.store_id.display_name,
                    )
                )

    def _get_station_for(self, product):
        """Return the station of these that makes the dish.

        The nearest category wins: a station that names "Skewers" is preferred to one
        that names "Hot dishes" above it. What nobody names goes to the first station,
        so that no paid dish is ever left uncooked.

        :param product.product product: The dish.
        :return: One station, or none if there are no stations at all.
        :rtype: kitchen.station
        """
        categories = product.pos_categ_ids
        while categories:
            for station in self:
                if station.pos_categ_ids & categories:
                    return station
            categories = categories.parent_id
        return self[:1]
