"""Who gets the parcel: encrypted at rest, masked wherever it need not be read whole."""

import json
import re

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.fields import decrypt, encrypt
from odoo.addons.wechat_base.tools.masking import mask_phone

from ..carriers.neutral import Place, Point

_DISPATCHER = "delivery_connector.group_dispatcher"
_FIELDS = ("name", "phone", "address", "address_detail", "city", "city_code")
# Town and district are the same for every guest of a shop; the street tells them apart.
_TOWN = re.compile(r"^(?:.{1,8}?(?:省|自治区))?(?:.{1,8}?[市州])?(?:.{1,6}?[区县市])?")
_SHOWN_STREET = 4


class DeliveryTask(models.Model):
    """The guest of a delivery."""

    _inherit = "delivery.task"

    # One sealed value: who may read a part of it may read all.
    recipient_sealed = fields.Char(groups="base.group_system", copy=False)
    recipient_name = fields.Char(
        compute="_compute_recipient", compute_sudo=True, groups=_DISPATCHER
    )
    recipient_phone = fields.Char(
        compute="_compute_recipient", compute_sudo=True, groups=_DISPATCHER
    )
    recipient_address = fields.Char(
        compute="_compute_recipient", compute_sudo=True, groups=_DISPATCHER
    )
    recipient_label = fields.Char(
        string="Guest",
        help="Enough to tell guests apart. Open the delivery to read all of it.",
        compute="_compute_recipient",
        compute_sudo=True,
    )

    @api.depends("recipient_sealed")
    def _compute_recipient(self):
        for task in self:
            known = task._open_recipient()
            address = " ".join(
                filter(None, (known.get("address"), known.get("address_detail")))
            )
            task.recipient_name = known.get("name")
            task.recipient_phone = known.get("phone")
            task.recipient_address = address
            task.recipient_label = " ".join(
                filter(
                    None,
                    (
                        (known.get("name") or "")[:1] + "**",
                        mask_phone(known.get("phone")),
                        task._get_area(),
                    ),
                )
            )

    @api.model
    def _seal_recipient(self, wish):
        """Return the values that keep a guest.

        :param dict wish: See :meth:`_request`.
        :rtype: dict
        """
        known = {name: wish[name] for name in _FIELDS if wish.get(name)}
        known["point"] = [wish["lng"], wish["lat"]]
        text = json.dumps(known, ensure_ascii=False)
        return {"recipient_sealed": encrypt(self.env, text)}

    def _open_recipient(self):
        """Return what is known of the guest; empty once it was erased.

        :rtype: dict
        """
        self.ensure_one()
        text = decrypt(self.env, self.sudo().recipient_sealed)
        return json.loads(text) if text else {}

    def _get_area(self):
        """Return the beginning of the street, for those who need not know the door.

        :rtype: str
        """
        address = self._open_recipient().get("address", "")
        street = _TOWN.sub("", address) or address
        return f"{street[:_SHOWN_STREET]}…" if street else ""

    def _get_dropoff(self):
        """Return where the parcel goes, as carriers want it.

        :rtype: Place
        """
        known = self._open_recipient()
        lng, lat = known.get("point") or (0, 0)
        return Place(
            name=known.get("name", ""),
            phone=known.get("phone", ""),
            address=known.get("address", ""),
            address_detail=known.get("address_detail", ""),
            point=Point(lng=lng, lat=lat),
            city=known.get("city", ""),
            city_code=known.get("city_code", ""),
        )
