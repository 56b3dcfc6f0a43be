"""How a payment at the till begins: by the payer's code, or by a QR code.

The intent names the order and the payment line as the till does, because the server may
not know them yet. It is committed before WeChat Pay hears of it, together with the job
that sees it to its end.
"""

from dataclasses import dataclass
from datetime import timedelta, timezone

from odoo import fields, models
from odoo.addons.wechat_base.tools.intent import run_committed, try_lock
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import UserError

from .. import const
from ..errors import PaymentAlreadyPaidError, PaymentAtOtherTillError
from ..wechatpay import bodies
from ..wechatpay.errors import WechatPayError
from .payment_provider_jsapi import _make_reference

# A payment on a phone is closed first; then one more try finds the way free.
_MAX_TRIES = 3


@dataclass(frozen=True)
class TillWish:
    """What the cashier wants to be paid, in the till's words."""

    kind: str
    method_id: int
    session_id: int
    order_uuid: str
    payment_uuid: str
    amount_fen: int


@dataclass(frozen=True)
class TillIntent:
    """The committed row as it was read."""

    tx_id: int
    is_new: bool
    is_in_the_way: bool


class PaymentProvider(models.Model):
    """A merchant that is paid at the till."""

    _inherit = "payment.provider"

    # === BUSINESS METHODS - TILL === #

    def _wechatpay_pay_at_till(self, wish, auth_code=None):
        """Take a payment at the till, or go on with the one that was begun.

        Calling it again for the same payment line, while its payment is open or once it
        is made, leads to that payment and asks for no other. Calls WeChat Pay: the
        caller holds no lock.

        Note: `self.ensure_one()`

        :param TillWish wish: What is to be paid.
        :param str auth_code: The payer's code, checked; None to show a QR code.
        :return: The payment.
        :rtype: payment.transaction
        :raise PaymentAlreadyPaidError: If the order's money is there already.
        :raise PaymentAtOtherTillError: If another till takes a payment of the order.
        :raise PaymentUnavailableError: If it is not clear yet whether a phone pays.
        :raise UserError: If the amount is not what the order still wants.
        """
        self.ensure_one()
        self._wechatpay_check_on()
        for _try in range(_MAX_TRIES):
            intent = self._wechatpay_claim_at_till(wish)
            tx = self.env["payment.transaction"].sudo().browse(intent.tx_id)
            if not intent.is_in_the_way:
                if auth_code and intent.is_new:
                    tx._wechatpay_send_code(auth_code)
                elif not auth_code:
                    self._wechatpay_show_qr(tx)
                return tx
            if tx._wechatpay_close() == "paid":
                raise self._wechatpay_already_paid()
        raise PaymentAtOtherTillError(
            self.env._("Another WeChat payment of this order is being made.")
        )

    def _wechatpay_check_on(self):
        if self.code != const.PROVIDER_CODE or self.state == "disabled":
            raise UserError(self.env._("WeChat Pay is switched off in this shop."))

    def _wechatpay_show_qr(self, tx):
        """Have WeChat Pay prepare the QR code of an intent, unless it is there.

        An unclear answer is asked for again in the very same words by the next call:
        that WeChat Pay knows the payment by then brings no QR code.

        :param payment.transaction tx: The intent.
        :raise PaymentUnavailableError: If WeChat Pay does not answer clearly.
        :raise PaymentRefusedError: If WeChat Pay refuses.
        """
        facts = tx._wechatpay_read_facts()
        if facts.is_prepared or facts.state not in const.LIVE_STATES:
            return
        try:
            code_url = facts.client.create_native_order(facts.body.encode())
        except WechatPayError as error:
            explained = tx._wechatpay_explain(error, facts.reference)
            if not error.is_result_unknown:
                self._wechatpay_abandon(tx, facts.reference)
            raise explained from error
        tx._wechatpay_run(lambda row: row._wechatpay_record_prepay(code_url))

    # === INTENT === #

    def _wechatpay_claim_at_till(self, wish):
        """Return the committed intent of a payment line, made if there is none.

        :rtype: TillIntent
        """
        order_id = self._wechatpay_find_order_id(wish.order_uuid)
        self_sudo = self.sudo()
        return run_committed(
            self_sudo.env,
            lambda env: self_sudo.with_env(env)._wechatpay_claim_line(wish, order_id),
        )

    def _wechatpay_find_order_id(self, order_uuid):
        # The till may have sent the order after this transaction began.
        return run_committed(
            self.sudo().env,
            lambda env: (
                env["pos.order"].search([("uuid", "=", order_uuid)], limit=1).id
            ),
        )

    def _wechatpay_claim_line(self, wish, order_id):
        # The same lock as a phone's that wants to pay the order.
        name = f"intent-{order_id}" if order_id else f"till-{wish.order_uuid}"
        try_lock(self.env, f"wechatpay-{name}")
        order = self.env["pos.order"].browse(order_id or [])
        for tx in self._wechatpay_find_rivals(wish, order):
            return self._wechatpay_judge(tx, wish)
        self._wechatpay_check_due(order, wish)
        values = self._wechatpay_prepare_till_intent(wish, order)
        tx = self.env["payment.transaction"].create(values)
        tx._wechatpay_log(False, "created", "create", False)
        tx._wechatpay_enqueue_watch()
        return TillIntent(tx.id, is_new=True, is_in_the_way=False)

    def _wechatpay_find_rivals(self, wish, order):
        """Return what of the order is open, or received and on no payment line yet.

        :rtype: payment.transaction
        """
        same_order = [("wechatpay_till_order_uuid", "=", wish.order_uuid)]
        if order:
            same_order = ["|", ("wechatpay_pos_order_id", "=", order.id), *same_order]
        found = self.env["payment.transaction"].search(
            [
                *same_order,
                "|",
                ("wechatpay_state", "in", const.LIVE_STATES),
                "&",
                ("wechatpay_state", "=", "success"),
                ("is_post_processed", "=", False),
            ],
            order="id desc",
        )
        # Two guests may pay one order with a line each.
        other_lines = set(order.payment_ids.mapped("uuid")) - {wish.payment_uuid}
        return found.filtered(
            lambda tx: (
                tx.wechatpay_state in const.LIVE_STATES
                or tx.wechatpay_till_payment_uuid not in other_lines
            )
        )

    def _wechatpay_judge(self, tx, wish):
        """Return what an open or unbooked payment of the order means for a wish.

        :rtype: TillIntent
        :raise PaymentAlreadyPaidError: If its money is there, for another line.
        :raise PaymentAtOtherTillError: If another till is at it.
        """
        is_same_line = tx.wechatpay_till_payment_uuid == wish.payment_uuid
        is_paid = tx.wechatpay_state == "success"
        if is_same_line and (is_paid or tx.wechatpay_till_kind == wish.kind):
            return TillIntent(tx.id, is_new=False, is_in_the_way=False)
        if is_paid:
            raise PaymentAlreadyPaidError(
                self.env._(
                    "WeChat Pay received %(amount).2f yuan for this order already."
                    " Take nothing more; the payment is booked by itself in a few"
                    " minutes.",
                    amount=tx.amount,
                )
            )
        if tx.wechatpay_till_payment_uuid and not is_same_line:
            raise PaymentAtOtherTillError(
                self.env._(
                    "Another till is taking a WeChat payment for this order. Wait until"
                    " it is done there, or cancel it there."
                )
            )
        return TillIntent(tx.id, is_new=False, is_in_the_way=True)

    def _wechatpay_check_due(self, order, wish):
        """Refuse an amount that the order, where the server knows it, does not want.

        :raise UserError: If it is too much, or the order is over.
        """
        if not order:
            return
        if order.state != "draft":
            raise PaymentAlreadyPaidError(
                self.env._("This order is closed already: open it again to see why.")
            )
        if order.currency_id.name != const.CURRENCY:
            raise UserError(self.env._("WeChat Pay takes Chinese yuan only."))
        others = order.payment_ids.filtered(
            lambda known: known.uuid != wish.payment_uuid
        )
        due_fen = to_fen(order.amount_total) - sum(
            to_fen(payment.amount) for payment in others
        )
        if wish.amount_fen > due_fen:
            raise UserError(
                self.env._(
                    "Only %(due).2f yuan of this order are still to be paid. Reload the"
                    " till: somebody else may have changed the order.",
                    due=from_fen(max(due_fen, 0)),
                )
            )

    def _wechatpay_prepare_till_intent(self, wish, order):
        """Return the values of the transaction that stands for a wish.

        :rtype: dict
        """
        now = fields.Datetime.now()
        session = self.env["pos.session"].browse(wish.session_id)
        company = session.company_id
        partner = order.partner_id or company._get_public_user().partner_id
        reference = _make_reference()
        expires_at = now + timedelta(seconds=const.TILL_QR_SECONDS)
        body = self._wechatpay_prepare_till_body(wish, session, reference, expires_at)
        return {
            "provider_id": self.id,
            "payment_method_id": self.env.ref("payment.payment_method_wechat_pay").id,
            "reference": reference,
            "amount": from_fen(wish.amount_fen),
            "currency_id": self.env.ref("base.CNY").id,
            "partner_id": partner.id,
            "operation": "online_direct",
            "wechatpay_pos_order_id": order.id,
            "wechatpay_state": "created",
            "wechatpay_body": bodies.encode(body).decode(),
            "wechatpay_expires_at": expires_at,
            "wechatpay_next_query_at": now + timedelta(seconds=const.QUERY_PAUSES[0]),
            "wechatpay_till_kind": wish.kind,
            "wechatpay_till_order_uuid": wish.order_uuid,
            "wechatpay_till_payment_uuid": wish.payment_uuid,
            "wechatpay_pos_session_id": session.id,
            "wechatpay_pos_method_id": wish.method_id,
            "wechatpay_submitted_at": now,
            "wechatpay_till_next_at": now + timedelta(seconds=const.CODE_QUERY_SECONDS),
        }

    def _wechatpay_prepare_till_body(self, wish, session, reference, expires_at):
        account = self._wechatpay_get_account()
        asked = {
            "out_trade_no": reference,
            "description": session.config_id.name,
            "total_fen": wish.amount_fen,
        }
        if wish.kind in const.CODE_KINDS:
            shop = f"POS{session.config_id.id}"
            return bodies.CodepayOrder(**asked, store_id=shop).to_json(account)
        return bodies.NativeOrder(
            **asked,
            expires_at=expires_at.replace(tzinfo=timezone.utc),
            notify_url=self._wechatpay_get_notify_url(),
        ).to_json(account)
