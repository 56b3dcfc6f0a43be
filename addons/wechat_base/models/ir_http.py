"""The HTTP door of a demo database."""

import ipaddress

from werkzeug.exceptions import Forbidden

from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Override of `http` to keep a demo database to this computer.

        The server already binds to the loopback address; this holds too behind a proxy
        that someone put before it.
        """
        if request.env["wechat.database"]._is_demo() and not _is_loopback(
            request.httprequest.remote_addr
        ):
            raise Forbidden("A demo database answers this computer only.")
        return super()._pre_dispatch(rule, args)


def _is_loopback(address):
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
