"""How a payment in the mini-program begins.

The intent is committed before WeChat Pay hears of it, and a number that may be alive is
never given up for another one: it is used again, or closed first.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from odoo import fields, models
from odoo.addons.wechat_base.tools.intent import run_committed, try_lock
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import const
from ..errors import PaymentAlreadyPaidError, PaymentRefusedError
from ..wechatpay import bodies
from ..wechatpay.errors import (
    WechatPayError,
    WechatPayNumberUsedError,
    WechatPayOrderClosedError,
    WechatPayOrderPaidError,
)

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)

# An answer that fails faster than this may be asked for again while the diner waits.
_QUICK_SECONDS = 2
_MAX_NUMBERS = 3

# What is known of an order's payments that must be known before there is another one.
_KNOWN_QUERY = """
    SELECT id, wechatpay_state, reference, provider_id, wechatpay_openid, amount,
           wechatpay_expires_at, wechatpay_body, wechatpay_prepay_id,
           wechatpay_prepay_at
      FROM payment_transaction
     WHERE wechatpay_pos_order_id = %(order_id)s
       AND operation IS DISTINCT FROM 'refund'
       AND (wechatpay_state IN %(live)s
            OR wechatpay_state = 'success' AND is_post_processed IS NOT TRUE)
"""


@dataclass(frozen=True)
class Wish:
    """What the diner wants to pay for, and who it is to Odoo."""

    order_id: int
    partner_id: int
    amount_fen: int
    openid: str
    description: str
    expires_at: datetime


@dataclass(frozen=True)
class Intent:
    """The committed row as it was read, usable outside its transaction."""

    tx_id: int
    reference: str
    body: bytes
    prepay_id: str
    fits: bool


class PaymentProvider(models.Model):
    """A merchant whose payments begin in a mini-program."""

    _inherit = "payment.provider"

    # === BUSINESS METHODS - JSAPI === #

    def _wechatpay_create_jsapi_payment(
        self, pos_order, amount_fen, openid, description, expires_at
    ):
        """Return what the mini-program hands to `wx.requestPayment`.

        Calling it again for the same order, amount and payer leads to the same payment.
        The order must be committed, and the caller must hold no lock on it: WeChat Pay
        is called from here.

        Note: `self.ensure_one()`

        :param pos.order pos_order: What is paid.
        :param int amount_fen: How much.
        :param str openid: Who pays.
        :param str description: What the payer reads.
        :param datetime expires_at: Until when it can be paid, UTC without a time zone.
        :return: `timeStamp`, `nonceStr`, `package`, `signType`, `paySign`, and our
            `out_trade_no`.
        :rtype: dict
        :raise PaymentAlreadyPaidError: If the money is there already.
        :raise PaymentUnavailableError: If WeChat Pay does not answer clearly: try
            again.
        :raise PaymentRefusedError: If WeChat Pay refuses.
        """
        self.ensure_one()
        self._wechatpay_check_usable(pos_order)
        wish = Wish(
            order_id=pos_order.id,
            partner_id=pos_order.partner_id.id or self._wechatpay_get_nobody_id(),
            amount_fen=amount_fen,
            openid=openid,
            description=description,
            expires_at=expires_at,
        )
        for _number in range(_MAX_NUMBERS):
            intent = self._wechatpay_claim_intent(wish)
            tx_sudo = self.env["payment.transaction"].sudo().browse(intent.tx_id)
            if intent.fits:
                prepay_id = intent.prepay_id or self._wechatpay_prepare(intent)
                if prepay_id:
                    client = self._wechatpay_get_client()
                    return {
                        **client.jsapi_parameters(prepay_id),
                        "out_trade_no": intent.reference,
                    }
            if tx_sudo._wechatpay_close() == "paid":
                raise self._wechatpay_already_paid()
        raise PaymentRefusedError(
            self.env._("WeChat Pay does not take this payment. Please ask the staff.")
        )

    def _wechatpay_check_usable(self, pos_order):
        # Not all there is to know of a provider, and of a till: these tables are wide.
        self.fetch(["state"])
        if self.state == "disabled":
            raise UserError(self.env._("WeChat Pay is switched off in this shop."))
        pos_order.config_id.fetch(["currency_id"])
        if pos_order.currency_id.id != self._wechatpay_get_id("base.CNY"):
            raise UserError(self.env._("WeChat Pay takes Chinese yuan only."))

    def _wechatpay_already_paid(self):
        return PaymentAlreadyPaidError(self.env._("This order is paid already."))

    # === INTENT === #

    def _wechatpay_claim_intent(self, wish):
        """Return the committed intent to pay an order, made if there is none.

        :param Wish wish: What is wanted; an intent that fits it not is returned too,
            to be closed first.
        :rtype: Intent
        :raise PaymentAlreadyPaidError: If the money came and is being booked.
        """
        self_sudo = self.sudo()
        return run_committed(
            self_sudo.env, lambda env: self_sudo.with_env(env)._wechatpay_claim(wish)
        )

    def _wechatpay_claim(self, wish):
        # Of two taps at once the second waits for what the first one makes.
        try_lock(self.env, f"wechatpay-intent-{wish.order_id}")
        transactions = self.env["payment.transaction"]
        rows = self.env.execute_query_dict(
            SQL(_KNOWN_QUERY, order_id=wish.order_id, live=tuple(const.LIVE_STATES))
        )
        if any(row["wechatpay_state"] == "success" for row in rows):
            raise self._wechatpay_already_paid()
        if rows:
            return self._wechatpay_read_intent(rows[0], wish)
        vals = self._wechatpay_prepare_intent(wish)
        return Intent(
            tx_id=transactions._wechatpay_insert(vals),
            reference=vals["reference"],
            body=vals["wechatpay_body"].encode(),
            prepay_id="",
            fits=True,
        )

    def _wechatpay_get_nobody_id(self):
        # Diners are known by their openid: to Odoo most of them are nobody.
        return self._wechatpay_get_id("base.public_partner")

    def _wechatpay_get_id(self, xmlid):
        # As `env.ref()`, without the statement that looks whether it still exists.
        return self.env["ir.model.data"]._xmlid_to_res_id(xmlid, True)

    def _wechatpay_prepare_intent(self, wish):
        """Return the column values of the transaction that stands for a wish.

        :rtype: dict
        """
        now = fields.Datetime.now()
        shortest = now + timedelta(seconds=const.SHORTEST_LIFE_SECONDS)
        expires_at = max(wish.expires_at, shortest)
        reference = _make_reference()
        body = bodies.JsapiOrder(
            out_trade_no=reference,
            description=wish.description,
            openid=wish.openid,
            total_fen=wish.amount_fen,
            expires_at=expires_at.replace(tzinfo=timezone.utc),
            notify_url=self._wechatpay_get_notify_url(),
        ).to_json(self._wechatpay_get_identity(self.id)[0].account)
        return {
            "provider_id": self.id,
            "payment_method_id": self._wechatpay_get_id(
                "payment.payment_method_wechat_pay"
            ),
            "reference": reference,
            "amount": from_fen(wish.amount_fen),
            "currency_id": self._wechatpay_get_id("base.CNY"),
            "partner_id": wish.partner_id,
            "operation": "online_direct",
            "wechatpay_pos_order_id": wish.order_id,
            "wechatpay_state": "created",
            "wechatpay_openid": wish.openid,
            "wechatpay_body": bodies.encode(body).decode(),
            "wechatpay_expires_at": expires_at,
            "wechatpay_next_query_at": now + timedelta(seconds=const.QUERY_PAUSES[0]),
        }

    def _wechatpay_read_intent(self, row, wish):
        now = fields.Datetime.now()
        fits = (
            row["provider_id"] == self.id
            and row["wechatpay_openid"] == wish.openid
            and to_fen(row["amount"]) == wish.amount_fen
            and row["wechatpay_expires_at"] > now
        )
        prepay_life = timedelta(seconds=const.PREPAY_LIFE_SECONDS)
        prepay_at = row["wechatpay_prepay_at"]
        is_fresh = prepay_at and prepay_at + prepay_life > now
        return Intent(
            tx_id=row["id"],
            reference=row["reference"],
            body=row["wechatpay_body"].encode(),
            prepay_id=row["wechatpay_prepay_id"] if is_fresh else "",
            fits=fits,
        )

    # === WIRE === #

    def _wechatpay_prepare(self, intent):
        """Return the prepay_id of an intent, or nothing if it needs another number.

        :param Intent intent: What was committed.
        :rtype: str|None
        """
        tx_sudo = self.env["payment.transaction"].sudo().browse(intent.tx_id)
        try:
            prepay_id = self._wechatpay_request_prepay(intent.body)
        except WechatPayOrderPaidError:
            tx_sudo._wechatpay_query()
            raise self._wechatpay_already_paid() from None
        except (WechatPayOrderClosedError, WechatPayNumberUsedError):
            return None
        except WechatPayError as error:
            explained = tx_sudo._wechatpay_explain(error, intent.reference)
            if not error.is_result_unknown:
                self._wechatpay_abandon(tx_sudo, intent.reference)
            raise explained from error
        state = tx_sudo._wechatpay_run(
            lambda tx: tx._wechatpay_record_prepay(prepay_id)
        )
        if state in const.PAID_STATES:
            raise self._wechatpay_already_paid()
        return prepay_id if state in const.LIVE_STATES else None

    def _wechatpay_request_prepay(self, body):
        # An unclear answer is asked for again in the very same words, if there is time;
        # else the diner's next tap does it.
        client = self._wechatpay_get_client()
        started_at = time.monotonic()
        try:
            return client.create_jsapi_order(body)
        except WechatPayError as error:
            is_quick = time.monotonic() - started_at < _QUICK_SECONDS
            if not (error.is_result_unknown and is_quick):
                raise
        return client.create_jsapi_order(body)

    def _wechatpay_abandon(self, tx_sudo, reference):
        # An earlier try of this number may have worked after all: close it properly.
        try:
            tx_sudo._wechatpay_close()
        except UserError as error:
            _logger.info("%s stays open for now: %s", reference, error)


def _make_reference():
    # Unique for the merchant for ever, also for the next database of the same shop.
    today = datetime.now(timezone.utc).strftime("%y%m%d")
    return f"W{today}-{secrets.token_hex(8).upper()}"
