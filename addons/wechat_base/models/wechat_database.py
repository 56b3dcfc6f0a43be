"""What kind of database this is, and what that allows."""

import os
from urllib.parse import urlsplit

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config

from .. import const


class WechatDatabase(models.AbstractModel):
    """The production guard.

    A demo database talks to the sandbox and shows its doors, only on this computer; a
    real database knows no sandbox. Nothing turns one into the other.
    """

    _name = "wechat.database"
    _description = "Demo or Real Database"

    @api.model
    def _is_demo(self):
        """Return whether the database is a demo.

        :rtype: bool
        """
        return (
            self.env["ir.config_parameter"].sudo().get_param(const.KIND_PARAMETER)
            == const.DEMO
        )

    @api.model
    def _sandbox_url(self):
        """Return the address of the sandbox, or False in a real database.

        :return: The address, without a slash at the end.
        :rtype: str|bool
        :raise UserError: If the configured address is not on this computer.
        """
        if not self._is_demo():
            return False
        url = (
            os.environ.get(const.SANDBOX_URL_VARIABLE)
            or self.env["ir.config_parameter"]
            .sudo()
            .get_param(const.SANDBOX_URL_PARAMETER)
            or const.DEFAULT_SANDBOX_URL
        )
        if urlsplit(url).hostname not in const.LOOPBACK_HOSTS:
            raise UserError(
                self.env._(
                    "The sandbox must run on this computer, not at %(url)s. Correct"
                    " %(variable)s.",
                    url=url,
                    variable=const.SANDBOX_URL_VARIABLE,
                )
            )
        return url.rstrip("/")

    @api.model
    def _sandbox_tls_url(self):
        """Return where the sandbox sees a client's certificate, or False.

        :rtype: str|bool
        """
        url = self._sandbox_url()
        return url and url.replace("http:", "https:", 1)

    @api.model
    def _sandbox_ca_file(self):
        """Return the file that proves the sandbox; None in a real database.

        :rtype: str|None
        """
        is_demo = self._is_demo()
        return os.environ.get(const.SANDBOX_CA_FILE_VARIABLE) if is_demo else None

    def _register_hook(self):
        """Override of `base` to refuse the start of what must not run."""
        super()._register_hook()
        self._check_start()

    @api.model
    def _check_start(self):
        """Refuse to serve a database whose accounts or address do not fit its kind.

        Add-ons that keep credentials extend this.

        :raise UserError: If the database must not be served.
        """
        if (
            self._is_demo()
            and config["http_enable"]
            and config["http_interface"] not in const.LOOPBACK_HOSTS
        ):
            raise UserError(
                self.env._(
                    "This is a demo database: serve it on this computer only, with"
                    " --http-interface=127.0.0.1."
                )
            )
        self.env["wechat.account"].sudo().with_context(active_test=False).search(
            []
        )._check_kind()
