"""What an own rider does with a parcel, on the phone."""

import base64
import hmac
import time

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.image import ImageProcess

from .. import const
from ..carriers import states
from ..carriers.neutral import Rider
from ..carriers.reducer import News

# From which states a rider may do what, and where it leads.
RIDER_STEPS = {
    "accept": (("pending",), states.ACCEPTED),
    "release": (("accepted", "at_shop"), states.PENDING),
    "at_shop": (("accepted",), states.AT_SHOP),
    "picked_up": (("accepted", "at_shop"), states.DELIVERING),
    "delivered": (("delivering",), states.DELIVERED),
    "bring_back": (("delivering",), states.RETURNING),
}

_JPEG = b"\xff\xd8"


class DeliveryAttempt(models.Model):
    """Lets a rider of the shop's own move it."""

    _inherit = "delivery.attempt"

    def _rider_step(self, rider_id, step, code="", photo=None):
        """Do what a rider tapped, under the delivery's lock.

        :param int rider_id: Who.
        :param str step: One of :data:`RIDER_STEPS`.
        :param str code: What the guest said, of a hand-over.
        :param bytes photo: What the rider saw, of a hand-over without a code.
        :raise UserError: If it is not theirs, or too late.
        """
        rider = self.env["delivery.rider"].browse(rider_id)
        before, after = RIDER_STEPS[step]
        if self.carrier != const.OWN or self.rider_id not in (
            self.env["delivery.rider"],
            rider,
        ):
            raise UserError(self.env._("Another rider has taken it already."))
        if self.state == after and self.rider_id == rider:
            # Tapped twice.
            return
        if self.state not in before or (step != "accept" and self.rider_id != rider):
            raise UserError(self.env._("That is over: look at the list again."))
        if step == "accept":
            self._check_offer(rider)
        if step == "delivered":
            self._check_hand_over(code, photo)
        self.rider_id = False if step == "release" else rider
        self._take_news(
            News(
                state=after,
                at_s=int(time.time()),
                rider=self._describe_rider(),
                is_rider_changed=step in ("accept", "release"),
                is_trusted=True,
                is_queried=True,
            ),
            source="rider",
            reason=rider.name,
        )

    def _check_offer(self, rider):
        if self.offered_rider_id and self.offered_rider_id != rider:
            raise UserError(self.env._("It is meant for another rider."))
        if not self.is_bound:
            raise UserError(self.env._("Another rider has taken it already."))

    def _check_hand_over(self, code, photo):
        """Refuse a hand-over that nothing proves; keep the photo that does.

        :raise UserError: If the code is wrong, or the photo is none.
        """
        wanted = self.task_id.sudo().finish_code or ""
        if code and hmac.compare_digest(code.strip().encode(), wanted.encode()):
            return
        if photo:
            self.photo_id = self._keep_photo(photo)
            return
        raise UserError(
            self.env._("The code is wrong. Ask the guest again, or take a photo.")
        )

    def _keep_photo(self, photo):
        """Return the photo, made smaller and without where and with what it was taken.

        :raise UserError: If it is no picture.
        """
        try:
            image = ImageProcess(photo)
            # Written anew, so that nothing but the picture is kept.
            image.resize(const.PHOTO_PIXELS, const.PHOTO_PIXELS)
            small = image.image_quality(quality=80, output_format="JPEG")
        except (UserError, ValueError) as error:
            raise UserError(self.env._("That is not a picture.")) from error
        if not small.startswith(_JPEG):
            raise UserError(self.env._("That is not a picture."))
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.number}.jpg",
                    "datas": base64.b64encode(small),
                    "res_model": self._name,
                    "res_id": self.id,
                    "mimetype": "image/jpeg",
                }
            )
        )

    def _describe_rider(self):
        rider = self.rider_id
        if not rider:
            return Rider()
        return Rider(reference=str(rider.id), name=rider.name, phone=rider.phone)
