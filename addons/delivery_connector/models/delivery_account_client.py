"""From an account to the client that speaks for it."""

import secrets
import time

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.money import from_fen, to_fen

from .. import const
from ..carriers import carrier_class
from ..carriers.carrier import Surroundings
from ..carriers.errors import CarrierBalanceLowError, CarrierOutOfRangeError
from ..carriers.neutral import Created, OrderKey, Quote
from ..carriers.transport import HttpTransport

_transport = HttpTransport()


class DeliveryAccount(models.Model):
    """Speaks to its courier."""

    _inherit = "delivery.account"

    def _get_client(self):
        """Return the client of the account.

        :rtype: Carrier
        :raise CarrierConfigurationError: If a setting is missing.
        """
        self.ensure_one()
        account_sudo = self.sudo()
        if account_sudo.carrier == const.OWN:
            return OwnRiders(account_sudo)
        carrier = carrier_class(account_sudo.carrier)
        return carrier(
            account_sudo._get_settings(),
            Surroundings(
                transport=self._get_transport(),
                clock=time.time,
                nonce=lambda: secrets.token_hex(16),
                access_token=self._get_access_token,
            ),
            base_url=account_sudo._get_base_url(),
            world=account_sudo.world,
        )

    def _get_base_url(self):
        """Return where the courier is; empty for its own address of the world.

        :rtype: str
        """
        return self.env["wechat.database"]._sandbox_url() or ""

    @api.model
    def _get_transport(self):
        """Return what sends requests: the one place tests replace.

        :rtype: HttpTransport
        """
        return _transport

    def _get_tip_mode(self):
        """Return how the courier takes tips: `none`, `replace` or `add`.

        :rtype: str
        """
        self.ensure_one()
        if self.carrier == const.OWN:
            return "none"
        return carrier_class(self.carrier).capabilities.tip_mode

    def _get_tip_cap(self):
        """Return the most that the courier takes as tips for one order; 0 for any.

        :rtype: float
        """
        self.ensure_one()
        if self.carrier == const.OWN:
            return 0
        return from_fen(carrier_class(self.carrier).capabilities.max_tip_fen)

    def _can(self, name):
        """Return whether the courier can do something.

        :param str name: A flag of :class:`Capabilities`.
        :rtype: bool
        """
        self.ensure_one()
        if self.carrier == const.OWN:
            return False
        return bool(getattr(carrier_class(self.carrier).capabilities, name))

    def _alarm(self, error):
        """Give the managers one reminder about the account.

        :param CarrierError error: What the courier said.
        """
        self.ensure_one()
        if isinstance(error, CarrierBalanceLowError):
            text = self.env._(
                "%(courier)s: the prepaid balance is used up. Recharge it.",
                courier=self.name,
            )
        else:
            text = self.env._(
                "%(courier)s refuses this account. Check its settings.",
                courier=self.name,
            )
        account_sudo = self.sudo()
        managers = self.env.ref("point_of_sale.group_pos_manager").all_user_ids
        managers = managers.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        ) - self.env.ref("base.user_root")
        for manager in managers - account_sudo.activity_ids.user_id:
            account_sudo.with_context(
                mail_activity_quick_update=True
            ).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.context_today(self),
                summary=text,
                note=error.message,
                user_id=manager.id,
            )

    @api.model
    def _find_by_callback_token(self, token):
        """Return the account that an address for messages belongs to, or none.

        :param str token: What the address ends with.
        :rtype: delivery.account
        """
        accounts_sudo = self.sudo()
        if not token:
            return accounts_sudo
        found = accounts_sudo.search([("callback_token", "=", token)])
        return found.filtered(lambda one: one.carrier != const.OWN)


class OwnRiders:
    """The shop's own riders, asked like a courier.

    There is no platform: what riders do on their phones is the truth, see
    `delivery_attempt_rider.py`.
    """

    def __init__(self, account):
        self._account = account

    def quote(self, request):
        """Return what a ride costs the shop, if anybody rides.

        :raise CarrierOutOfRangeError: If no rider has a link.
        """
        riders = self._account.env["delivery.rider"].search_count(
            [
                ("company_id", "=", self._account.company_id.id),
                ("token_index", "!=", False),
            ]
        )
        if not riders:
            raise CarrierOutOfRangeError(
                self._account.env._("No rider of ours has a link."), carrier=const.OWN
            )
        return Quote(
            fee_fen=to_fen(self._account.own_fee), minutes=self._account.own_minutes
        )

    def create(self, request, quote=None):  # pylint: disable=method-required-super
        """Return the order: from now on riders see it on their phones."""
        return Created(
            key=OrderKey(number=request.number),
            fee_fen=to_fen(self._account.own_fee),
        )
