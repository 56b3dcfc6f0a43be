"""Where a courier that logs in with WeChat's access token gets it."""

from odoo import models
from odoo.addons.wechat_base.wechat.errors import WechatConnectionError, WechatError

from ..carriers.errors import CarrierConfigurationError, CarrierRetryLaterError


class DeliveryAccount(models.Model):
    """Knows the mini-program that it speaks for."""

    _inherit = "delivery.account"

    def _get_access_token(self, is_refused=False):
        """Return the access token of the account's mini-program.

        :param bool is_refused: Whether WeChat did not take the last one.
        :rtype: str
        :raise CarrierConfigurationError: If there is no such mini-program here, or
            WeChat gives it no token.
        :raise CarrierRetryLaterError: If WeChat does not answer; nothing was sent.
        """
        self.ensure_one()
        appid = self._get_settings().get("appid")
        account_sudo = (
            self.env["wechat.account"]
            .sudo()
            .search(
                [("appid", "=", appid), ("company_id", "=", self.company_id.id)],
                limit=1,
            )
        )
        if not account_sudo:
            raise CarrierConfigurationError(
                self.env._(
                    "There is no WeChat account with the App ID %(appid)s.", appid=appid
                ),
                carrier=self.carrier,
            )
        try:
            if is_refused:
                return account_sudo._renew_access_token(account_sudo.access_token)
            return account_sudo._get_access_token()
        except WechatConnectionError as error:
            raise CarrierRetryLaterError(str(error), carrier=self.carrier) from error
        except WechatError as error:
            raise CarrierConfigurationError(str(error), carrier=self.carrier) from error
