"""The page on which a web payment is made: a QR code, or the phone's own WeChat."""

import base64
import re
from datetime import timedelta
from urllib.parse import quote

from odoo import fields, http
from odoo.addons.payment.controllers.post_processing import PaymentPostProcessing
from odoo.http import request

from .. import const, web_const
from ..errors import (
    PaymentAlreadyPaidError,
    PaymentRefusedError,
    WechatPaymentError,
)

_PHONE = re.compile(r"Android|iPhone|iPod|Mobile", re.IGNORECASE)
# WeChat's own browser opens no H5 payment.
_WECHAT = "MicroMessenger"
_STATUS_ROUTE = "/payment/status"
# What a search engine or a page that is linked from here must not learn.
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class WechatPayPage(http.Controller):
    """Shows how to pay and follows the payment.

    Whoever was given the link may pay: the link is signed, and Odoo gives it to those
    only who proved that they may see the document. It is not the session that says so,
    because a phone may come back from WeChat in another browser.
    """

    @http.route(
        f"{web_const.PAGE_ROUTE}/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def wechatpay_page(self, token, way=None, **_kwargs):
        """Show how to pay.

        :param str token: What the link was signed as.
        :param str way: `native` to insist on the QR code.
        :rtype: Response
        """
        tx_sudo = self._find(token)
        if tx_sudo.wechatpay_state in const.PAID_STATES:
            return self._go_on(tx_sudo)
        wanted = "native" if way == "native" else self._choose_way()
        address = request.httprequest.remote_addr
        try:
            intent = tx_sudo._wechatpay_open_on_web(wanted, address)
        except PaymentAlreadyPaidError as error:
            return self._render(tx_sudo, problem=str(error))
        except PaymentRefusedError as error:
            if wanted != "h5":
                return self._render(tx_sudo, problem=str(error))
            # Not every merchant may take H5 payments: everybody has the QR code.
            return self._renew(tx_sudo, "native")
        except WechatPaymentError as error:
            return self._render(tx_sudo, problem=str(error), is_passing=True)
        if intent.state in const.PAID_STATES:
            return self._go_on(tx_sudo)
        return self._render(tx_sudo, intent=intent)

    @http.route(
        f"{web_const.PAGE_ROUTE}/<string:token>/renew",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def wechatpay_renew(self, token, way=None, **_kwargs):
        """Close the payment and lead to a fresh one for the same document.

        :param str token: What the link was signed as.
        :param str way: `native` to insist on a QR code.
        :rtype: Response
        """
        return self._renew(self._find(token), way)

    @http.route(
        f"{web_const.PAGE_ROUTE}/<string:token>/state",
        type="jsonrpc",
        auth="public",
        save_session=False,
    )
    def wechatpay_state(self, token):
        """Return where the payment stands.

        :param str token: What the link was signed as.
        :return: `state`: `waiting`, `paid` or `closed`.
        :rtype: dict
        """
        state = self._find(token)._wechatpay_watch_on_web()
        if state in const.PAID_STATES:
            return {"state": "paid"}
        is_waiting = not state or state in const.LIVE_STATES
        return {"state": "waiting" if is_waiting else "closed"}

    # === HELPERS === #

    def _find(self, token):
        payments_sudo = request.env["payment.transaction"].sudo()
        tx_sudo = payments_sudo._wechatpay_find_by_page_token(token)
        if not tx_sudo:
            raise request.not_found()
        return tx_sudo

    def _go_on(self, tx_sudo):
        """Lead to Odoo's own status page, which books and leads to the document."""
        PaymentPostProcessing.monitor_transaction(tx_sudo)
        return request.redirect(_STATUS_ROUTE)

    def _choose_way(self):
        agent = request.httprequest.user_agent.string
        return "h5" if _PHONE.search(agent) and _WECHAT not in agent else "native"

    def _renew(self, tx_sudo, way):
        try:
            renewed_sudo = tx_sudo._wechatpay_renew_on_web()
        except WechatPaymentError as error:
            return self._render(tx_sudo, problem=str(error), is_passing=True)
        if renewed_sudo == tx_sudo:
            return self._go_on(tx_sudo)
        PaymentPostProcessing.monitor_transaction(renewed_sudo)
        query = "?way=native" if way == "native" else ""
        return request.redirect(f"{renewed_sudo._wechatpay_get_page_path()}{query}")

    def _render(self, tx_sudo, *, intent=None, problem="", is_passing=False):
        """Show the page as it is now.

        :param payment.transaction tx_sudo: The payment.
        :param WebIntent intent: The payment as it is committed now; this request may
            not see it.
        :param str problem: What is to be told instead.
        :param bool is_passing: Whether the same may work in a moment.
        :rtype: Response
        """
        path = tx_sudo._wechatpay_get_page_path()
        prepared = intent.prepared if intent else ""
        is_h5 = bool(intent) and intent.way == "h5"
        values = {
            "tx": tx_sudo,
            "path": path,
            "problem": problem,
            "is_passing": is_passing,
            "is_in_wechat": _WECHAT in request.httprequest.user_agent.string,
            "is_on_phone": _PHONE.search(request.httprequest.user_agent.string),
            "documents": tx_sudo._wechatpay_get_documents(),
            "qr_image": _draw(prepared) if prepared and not is_h5 else "",
            "h5_url": _come_back(tx_sudo, prepared, path) if prepared and is_h5 else "",
            "seconds_left": _seconds_until(intent.expires_at) if prepared else 0,
            "fresh_seconds": _seconds_until(
                intent.prepared_at + timedelta(seconds=web_const.H5_LIFE_SECONDS)
            )
            if prepared and is_h5
            else 0,
        }
        response = request.render("wechat_payment.payment_page", values)
        response.headers.update(_HEADERS)
        return response


def _come_back(tx_sudo, address, path):
    back = f"{tx_sudo.provider_id.get_base_url().rstrip('/')}{path}"
    return f"{address}&redirect_url={quote(back, safe='')}"


def _seconds_until(moment):
    return max(0, int((moment - fields.Datetime.now()).total_seconds()))


def _draw(text):
    size = web_const.QR_PIXELS
    image = request.env["ir.actions.report"].barcode(
        "QR", text, width=size, height=size
    )
    return f"data:image/png;base64,{base64.b64encode(image).decode()}"
