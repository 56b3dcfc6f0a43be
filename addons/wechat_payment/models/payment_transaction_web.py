"""A payment that begins on a web page: of an invoice, an order, a payment link.

Odoo makes the transaction and leads to our page, which asks WeChat Pay; what is booked
is what Odoo books for every provider. The rules of an intent are those of all WeChat
payments: it is committed before the call, its number is used until it is dead, and one
payment of a document lives at a time.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed, try_lock
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL
from odoo.tools.misc import hash_sign, verify_hash_signed

from .. import const, web_const
from ..errors import PaymentAlreadyPaidError, PaymentUnavailableError
from ..wechatpay import bodies
from ..wechatpay.errors import (
    WechatPayError,
    WechatPayNumberUsedError,
    WechatPayOrderClosedError,
    WechatPayOrderPaidError,
)
from .payment_provider_jsapi import _make_reference


@dataclass(frozen=True)
class WebIntent:
    """The row as it is committed now: the request's own picture of it may be older.

    :ivar str state: See `const.STATES`; empty for a payment that Odoo gave up.
    :ivar str way: See `web_const.WAYS`.
    :ivar bytes body: What WeChat Pay is asked for.
    :ivar datetime expires_at: Until when it can be paid.
    :ivar str prepared: The content of the QR code, or the address to open; empty if
        the payment can no longer be made, or was made.
    :ivar datetime prepared_at: Since when there is this content or address.
    """

    state: str
    way: str
    body: bytes
    expires_at: datetime
    prepared: str = ""
    prepared_at: datetime | None = None


class PaymentTransaction(models.Model):
    """A payment that is made by scanning a code, or in the browser of a phone."""

    _inherit = "payment.transaction"

    wechatpay_web_way = fields.Selection(
        selection=web_const.WAYS, string="Way on the Web", readonly=True, copy=False
    )
    wechatpay_web_next_at = fields.Datetime(
        string="Next Query of the Page", readonly=True, copy=False
    )

    # === BUSINESS METHODS - PAYMENT FLOW === #

    @api.model
    def _compute_reference(self, provider_code, prefix=None, separator="-", **kwargs):
        """Override of `payment` to return a number that WeChat Pay takes, once."""
        if provider_code == const.PROVIDER_CODE:
            return _make_reference()
        return super()._compute_reference(
            provider_code, prefix=prefix, separator=separator, **kwargs
        )

    def _get_specific_rendering_values(self, processing_values):
        """Override of `payment` to lead to our page.

        Nothing is asked for here: this transaction is not committed yet.
        """
        if self.provider_code != const.PROVIDER_CODE:
            return super()._get_specific_rendering_values(processing_values)
        return {"api_url": self._wechatpay_get_page_path()}

    # === BUSINESS METHODS - PAGE === #

    def _wechatpay_get_page_path(self):
        """Return where the payer pays: for a day, whoever is told.

        Note: `self.ensure_one()`

        :rtype: str
        """
        self.ensure_one()
        token = hash_sign(
            self.env(su=True),
            web_const.PAGE_SCOPE,
            self.id,
            expiration_hours=web_const.PAGE_HOURS,
        )
        return f"{web_const.PAGE_ROUTE}/{token}"

    @api.model
    def _wechatpay_find_by_page_token(self, token):
        """Return the payment of a page.

        :param str token: The end of its path.
        :return: The payment; none if the link is forged or too old.
        :rtype: payment.transaction
        """
        try:
            tx_id = verify_hash_signed(self.env(su=True), web_const.PAGE_SCOPE, token)
        except ValueError:
            tx_id = None
        found = self.browse(tx_id or []).exists()
        return found.filtered(lambda tx: tx.provider_code == const.PROVIDER_CODE)

    def _wechatpay_open_on_web(self, way, client_ip):
        """Return the payment with what the payer's browser shows, asked for if need be.

        Note: `self.ensure_one()`. Calls WeChat Pay: the row must be committed and not
        be locked.

        :param str way: `native` or `h5`; a payment that began keeps its own.
        :param str client_ip: The address of the payer's device.
        :rtype: WebIntent
        :raise PaymentAlreadyPaidError: If the document is paid already.
        :raise PaymentUnavailableError: If WeChat Pay does not answer clearly: open the
            page again.
        :raise PaymentRefusedError: If WeChat Pay refuses.
        """
        self.ensure_one()
        if self._wechatpay_is_unwanted():
            raise self._wechatpay_paid_otherwise()
        for rival in self._wechatpay_find_web_rivals():
            if rival._wechatpay_close() == "paid":
                raise self._wechatpay_paid_otherwise()
        lock = self._wechatpay_get_web_lock()
        intent = run_committed(
            self.env,
            lambda env: self.with_env(env)._wechatpay_claim_on_web(
                lock, way, client_ip
            ),
        )
        self.invalidate_recordset()
        if intent.prepared or intent.state not in const.LIVE_STATES:
            return intent
        return self._wechatpay_prepare_on_web(intent)

    def _wechatpay_renew_on_web(self):
        """Return a new transaction for the same document, once this one is dead.

        Note: `self.ensure_one()`. Calls WeChat Pay.

        :return: The new transaction; this one if the money came first.
        :rtype: payment.transaction
        :raise PaymentUnavailableError: If neither is sure: ask again.
        """
        self.ensure_one()
        if self._wechatpay_close() == "paid":
            return self
        renewed = self.create(self._wechatpay_prepare_renewed())
        # The page of a payment without a document names the payment itself.
        if self.landing_route:
            renewed.landing_route = self.landing_route.replace(
                f"tx_id={self.id}&", f"tx_id={renewed.id}&"
            )
        return renewed

    def _wechatpay_watch_on_web(self):
        """Return where the payment stands; WeChat Pay itself is asked now and then.

        A notification may get lost, and what is over must be closed before the page may
        say so. However many pages ask, WeChat Pay is asked every few seconds only.

        Note: `self.ensure_one()`

        :return: The state, see `const.STATES`; empty if nothing was asked for yet.
        :rtype: str
        """
        self.ensure_one()
        is_turn = run_committed(
            self.env, lambda env: self.with_env(env)._wechatpay_take_turn()
        )
        if is_turn:
            self._wechatpay_reconcile()
        return self._wechatpay_run(lambda tx: None) or ""

    def _wechatpay_take_turn(self):
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                UPDATE payment_transaction
                   SET wechatpay_web_next_at = %(next)s
                 WHERE id = %(id)s
                   AND wechatpay_state IN %(live)s
                   AND wechatpay_web_next_at <= %(now)s
                """,
                id=self.id,
                now=now,
                next=now + timedelta(seconds=web_const.QUERY_SECONDS),
                live=const.LIVE_STATES,
            ),
            log_exceptions=False,
        )
        return bool(self.env.cr.rowcount)

    # === INTENT === #

    def _wechatpay_get_documents(self):
        """Return what is paid: invoices, orders, or nothing known.

        :rtype: list[Model]
        """
        return [
            self[name]
            for name in web_const.DOCUMENT_FIELDS
            if name in self._fields and self[name]
        ]

    def _wechatpay_find_web_rivals(self):
        """Return the other payments of the same document that may still be made.

        :rtype: payment.transaction
        """
        rivals = self.browse()
        for name in web_const.DOCUMENT_FIELDS:
            if name in self._fields and self[name]:
                rivals |= self.search(
                    [
                        (name, "in", self[name].ids),
                        ("id", "!=", self.id),
                        ("operation", "!=", "refund"),
                        ("wechatpay_state", "in", const.LIVE_STATES),
                    ]
                )
        return rivals

    def _wechatpay_get_web_lock(self):
        document = (self._wechatpay_get_documents() or [self])[0]
        return f"wechatpay-web-{document._name}-{document.ids[0]}"

    def _wechatpay_claim_on_web(self, lock, way, client_ip):
        """Return the committed intent, made of Odoo's transaction if it is none yet.

        :rtype: WebIntent
        """
        # Of two pages of one document the second waits for what the first one makes.
        try_lock(self.env, lock)
        self._wechatpay_lock()
        if not self.wechatpay_state and self.state == "draft":
            if self._wechatpay_find_web_rivals():
                raise PaymentUnavailableError(
                    self.env._("This is being paid on another page. Try again shortly.")
                )
            self.write(self._wechatpay_prepare_web_intent(way, client_ip))
            self._wechatpay_log(False, "created", "create", False)
        is_usable = (
            self.wechatpay_state in const.LIVE_STATES and self._wechatpay_is_fresh()
        )
        return WebIntent(
            state=self.wechatpay_state or "",
            way=self.wechatpay_web_way,
            body=(self.wechatpay_body or "").encode(),
            expires_at=self.wechatpay_expires_at,
            prepared=self.wechatpay_prepay_id if is_usable else "",
            prepared_at=self.wechatpay_prepay_at,
        )

    def _wechatpay_is_fresh(self):
        # An address of H5 dies after five minutes; asked for again it is a new one.
        if self.wechatpay_web_way != "h5" or not self.wechatpay_prepay_at:
            return bool(self.wechatpay_prepay_at)
        life = timedelta(seconds=web_const.H5_LIFE_SECONDS)
        return self.wechatpay_prepay_at + life > fields.Datetime.now()

    def _wechatpay_prepare_web_intent(self, way, client_ip):
        """Return the values that turn Odoo's transaction into an intent.

        :rtype: dict
        """
        if self.currency_id.name != const.CURRENCY:
            raise UserError(self.env._("WeChat Pay takes Chinese yuan only."))
        now = fields.Datetime.now()
        expires_at = now + timedelta(seconds=web_const.LIFE_SECONDS)
        names = [
            name
            for records in self._wechatpay_get_documents()
            for name in records.mapped("display_name")
        ]
        asked = {
            "out_trade_no": self.reference,
            "description": " ".join([self.company_id.name, *names]),
            "total_fen": to_fen(self.amount),
            "expires_at": expires_at.replace(tzinfo=timezone.utc),
            "notify_url": self.provider_id._wechatpay_get_notify_url(),
        }
        order = (
            bodies.H5Order(**asked, client_ip=client_ip)
            if way == "h5"
            else bodies.NativeOrder(**asked)
        )
        body = order.to_json(self.provider_id._wechatpay_get_account())
        return {
            "wechatpay_web_way": order.kind,
            "wechatpay_state": "created",
            "wechatpay_body": bodies.encode(body).decode(),
            "wechatpay_expires_at": expires_at,
            "wechatpay_next_query_at": now + timedelta(seconds=const.QUERY_PAUSES[0]),
            "wechatpay_web_next_at": now + timedelta(seconds=web_const.QUERY_SECONDS),
        }

    def _wechatpay_prepare_renewed(self):
        """Return the values of a transaction that pays for the same again.

        :rtype: dict
        """
        values = {
            name: self[name].id
            for name in ("provider_id", "payment_method_id", "currency_id")
        }
        for name in web_const.DOCUMENT_FIELDS:
            field = self._fields.get(name)
            if field and field.type == "many2one":
                values[name] = self[name].id
            elif field:
                values[name] = [Command.set(self[name].ids)]
        return {
            **values,
            "partner_id": self.partner_id.id,
            "reference": _make_reference(),
            "amount": self.amount,
            "operation": self.operation,
            "landing_route": self.landing_route,
        }

    # === WIRE === #

    def _wechatpay_prepare_on_web(self, intent):
        """Return an intent with what WeChat Pay prepared of it, if it is not over.

        :param WebIntent intent: What was committed.
        :rtype: WebIntent
        """
        client = self.provider_id._wechatpay_get_client()
        create = {"h5": client.create_h5_order, "native": client.create_native_order}
        try:
            prepared = create[intent.way](intent.body)
        except WechatPayOrderPaidError:
            return replace(intent, state=self._wechatpay_query())
        except (WechatPayOrderClosedError, WechatPayNumberUsedError):
            is_paid = self._wechatpay_close() == "paid"
            return replace(intent, state="success" if is_paid else "closed")
        except WechatPayError as error:
            explained = self._wechatpay_explain(error, self.reference)
            if not error.is_result_unknown:
                self._wechatpay_run(lambda tx: tx._wechatpay_mark_refused(explained))
            raise explained from error
        state = self._wechatpay_run(lambda tx: tx._wechatpay_record_prepay(prepared))
        return replace(
            intent,
            state=state,
            prepared=prepared if state in const.LIVE_STATES else "",
            prepared_at=fields.Datetime.now(),
        )

    def _wechatpay_mark_refused(self, explained):
        """Give up a payment that WeChat Pay refused, so that another way is free.

        Nobody was ever given its code or address. Should the refusal be forged and
        money come all the same, it is accepted as late money is.
        """
        self._wechatpay_lock()
        if self.wechatpay_state == "created" and not self.wechatpay_prepay_id:
            self._wechatpay_move("closed", "answer", str(explained))

    def _wechatpay_paid_otherwise(self):
        return PaymentAlreadyPaidError(self.env._("This is paid already."))
