"""The HTTP door of a demo database."""

import ipaddress

from odoo import models
from odoo.http import request
from werkzeug.exceptions import Forbidden


class IrHttp(models.AbstractModel):
    """The door that a demo database keeps shut to other computers."""

    _inherit = "ir.http"

    @classmethod
    def _pre_dispatch(cls, rule, args):
        """Override of `http` to keep a demo database to this computer."""
        cls._wechat_check_demo_door()
        return super()._pre_dispatch(rule, args)

    @classmethod
    def _wechat_check_demo_door(cls):
        """Refuse a request that comes to a demo database from elsewhere.

        The server already binds to the loopback address; this holds too behind a proxy
        that someone put before it.

        :raise Forbidden: If the request does not come from this computer.
        """
        if request.env["wechat.database"]._is_demo() and not _is_loopback(
            request.httprequest.remote_addr
        ):
            raise Forbidden("A demo database answers this computer only.")


def _is_loopback(address):
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
