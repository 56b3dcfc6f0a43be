"""The phone page of an own rider: what there is to bring, and one tap for each step."""

import hashlib
from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import SUPERUSER_ID, http
from odoo.exceptions import UserError
from odoo.http import request

from .. import const
from ..models.delivery_attempt_rider import RIDER_STEPS

_ROUTE = f"{const.RIDER_ROUTE}/<string:token>"
_OPTIONS = {"type": "http", "auth": "none", "save_session": False}
_HEADERS = {
    "Cache-Control": "private, no-store",
    # The address is the rider's key: it must not travel with a tap on a map.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src"
    " 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'",
}
_TIME_ZONE = "Asia/Shanghai"


class DeliveryRider(http.Controller):
    """Shows riders their parcels. Nobody logs in: the link is the key."""

    @http.route(_ROUTE, methods=["GET"], readonly=True, **_OPTIONS)
    def delivery_rider(self, token):
        """Answer the rider's page.

        :param str token: What the rider's link ends with.
        :rtype: Response
        """
        return _page(_find(token), token)

    @http.route(f"{_ROUTE}/version", methods=["GET"], readonly=True, **_OPTIONS)
    def delivery_rider_version(self, token):
        """Answer a text that changes when the page would.

        :param str token: What the rider's link ends with.
        :rtype: Response
        """
        return request.make_response(_version(_find(token)), headers=_HEADERS)

    @http.route(
        f"{_ROUTE}/<string:number>/<string:step>",
        methods=["POST"],
        # The key is in the address, not in a cookie that another site could use.
        csrf=False,
        readonly=False,
        max_content_length=const.MAX_RIDER_BYTES,
        **_OPTIONS,
    )
    def delivery_rider_step(self, token, number, step, code="", photo=None):
        """Do what the rider tapped, and show the page again.

        :param str token: What the rider's link ends with.
        :param str number: Which parcel.
        :param str step: What was done with it.
        :param str code: What the guest said.
        :param FileStorage photo: What the rider saw.
        :rtype: Response
        """
        rider = _find(token)
        attempt = rider.env["delivery.attempt"].search(
            [("number", "=", number), ("company_id", "=", rider.company_id.id)]
        )
        if not attempt or step not in RIDER_STEPS:
            raise request.not_found()
        content = photo.read() if photo else None
        try:
            attempt._committed("_rider_step", rider.id, step, code, content)
        except UserError as error:
            return _page(rider, token, problem=str(error))
        return request.redirect(f"{const.RIDER_ROUTE}/{token}", code=303)


def _find(token):
    installed = dict(request.env["res.lang"].sudo().get_installed())
    lang = request.best_lang if request.best_lang in installed else None
    lang = lang or next((code for code in installed if code == "zh_CN"), "en_US")
    env = request.env(user=SUPERUSER_ID, context={"lang": lang})
    rider = env["delivery.rider"]._find_by_token(token)
    if not rider:
        raise request.not_found()
    return rider


def _page(rider, token, problem=""):
    offers = rider._get_offers()
    html = rider.env["ir.qweb"]._render(
        "delivery_connector.rider_page",
        {
            "rider": rider,
            "base": f"{const.RIDER_ROUTE}/{token}",
            "mine": [_describe(one, rider) for one in offers if one.rider_id == rider],
            "open": [_describe(one, rider) for one in offers if one.rider_id != rider],
            "problem": problem,
            "version": _version(rider),
            "lang": (rider.env.lang or "en_US").replace("_", "-"),
        },
    )
    return request.make_response(
        f"<!DOCTYPE html>\n{html}",
        headers={**_HEADERS, "Content-Type": "text/html; charset=utf-8"},
        status=422 if problem else 200,
    )


def _version(rider):
    facts = "|".join(
        f"{one.number} {one.state} {one.rider_id.id}" for one in rider._get_offers()
    )
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def _describe(attempt, rider):
    """Return what a rider may know: of an open offer the area, no person."""
    task = attempt.task_id
    shop = attempt.shop_id
    facts = {
        "number": attempt.number,
        "name": task.name,
        "state": attempt.state,
        "shop": task.config_id.name,
        "shop_address": shop.address or "",
        "promised": _local(task.promised_at),
        "note": task.note or "",
        "steps": [
            name
            for name, (before, _to) in RIDER_STEPS.items()
            if attempt.state in before
        ],
    }
    if attempt.rider_id == rider:
        point = task._get_dropoff().point
        return {
            **facts,
            "guest": task.recipient_name,
            "phone": task.recipient_phone,
            "address": task.recipient_address,
            "map": f"https://uri.amap.com/marker?position={point.lng},{point.lat}",
        }
    return {**facts, "address": task._get_area()}


def _local(moment):
    if not moment:
        return ""
    zone = ZoneInfo(_TIME_ZONE)
    return moment.replace(tzinfo=timezone.utc).astimezone(zone).strftime("%H:%M")
