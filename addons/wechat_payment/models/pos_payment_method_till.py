"""What a till may ask for: pay by code, show a QR code, ask, cancel, recover.

Each call is short. The till repeats `wechatpay_till_ask` and shows what it says; if it
stops asking, the server goes on alone.
"""

import base64
import re

from odoo import api, fields, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.money import to_fen
from odoo.exceptions import AccessError, UserError, ValidationError

from .. import const
from ..wechatpay.codepay import AlipayCodeError, AuthCodeError, check_auth_code
from .payment_provider_till import TillWish

TERMINAL = "wechatpay"
QR_PIXELS = 480

_UUID = re.compile(r"[0-9a-zA-Z-]{8,64}")


class PosPaymentMethod(models.Model):
    """A payment method whose payments a till takes with WeChat Pay."""

    _inherit = "pos.payment.method"

    def _get_payment_terminal_selection(self):
        """Override of `point_of_sale` to offer WeChat Pay at the till."""
        selection = super()._get_payment_terminal_selection()
        return [*selection, (TERMINAL, self.env._("WeChat Pay"))]

    @api.constrains("use_payment_terminal", "wechatpay_provider_id")
    def _wechatpay_check_terminal(self):
        """Refuse a till that would not know whom to pay.

        :raise ValidationError: If a method has no merchant.
        """
        for method in self:
            is_till = method.use_payment_terminal == TERMINAL
            if is_till and not method.sudo().wechatpay_provider_id:
                raise ValidationError(
                    self.env._(
                        "Choose the WeChat Pay provider that %s pays to.", method.name
                    )
                )

    # === BUSINESS METHODS - TILL === #

    def wechatpay_till_pay(self, wish, auth_code):
        """Take a payment with the code that the payer's phone shows.

        Note: `self.ensure_one()`

        :param dict wish: `session_id`, `order_uuid`, `payment_uuid`, `amount_fen`.
        :param str auth_code: What was scanned or typed.
        :return: What to show, see :meth:`_wechatpay_tell`.
        :rtype: dict
        :raise AccessError: If the user works at no till, or not at this one.
        :raise UserError: If it is no code of WeChat Pay, or nothing is to be paid.
        """
        method = self._wechatpay_check_till(wish.get("session_id"))
        try:
            code = check_auth_code(auth_code)
        except AlipayCodeError as error:
            raise UserError(
                self.env._(
                    "This is a code of Alipay. Ask the guest for the payment code of"
                    " WeChat: Me > Services > Money."
                )
            ) from error
        except AuthCodeError as error:
            raise UserError(
                self.env._(
                    "This is not a payment code of WeChat. It has 18 digits and begins"
                    " with 10 to 15."
                )
            ) from error
        kind = method.wechatpay_provider_id._wechatpay_get_code_kind()
        return method._wechatpay_begin(kind, wish, code)

    def wechatpay_till_show_qr(self, wish):
        """Show a QR code that the payer scans.

        Note: `self.ensure_one()`

        :param dict wish: See :meth:`wechatpay_till_pay`.
        :return: What to show.
        :rtype: dict
        :raise AccessError: If the user works at no till, or not at this one.
        :raise UserError: If WeChat Pay prepares none, or nothing is to be paid.
        """
        method = self._wechatpay_check_till(wish.get("session_id"))
        return method._wechatpay_begin("native", wish)

    def wechatpay_till_ask(self, session_id, payment_uuid):
        """Return how a payment stands; WeChat Pay is asked if it is time to.

        Note: `self.ensure_one()`

        :param int session_id: The till's session.
        :param str payment_uuid: The payment line.
        :return: What to show; `{"stage": "none"}` if nothing was begun.
        :rtype: dict
        """
        method = self._wechatpay_check_till(session_id)
        tx_id = method._wechatpay_find_tx_id(payment_uuid)
        if not tx_id:
            return {"stage": "none"}
        tx = self.env["payment.transaction"].sudo().browse(tx_id)
        is_clear = True
        if tx._wechatpay_read_till().state in const.LIVE_STATES:
            is_clear = tx._wechatpay_step_if_due()
        return {**method._wechatpay_tell(tx), "is_clear": is_clear}

    def wechatpay_till_cancel(self, session_id, payment_uuid):
        """Give up a payment: reversed or closed, unless the money came first.

        Note: `self.ensure_one()`. A payment by code is reversed in the next steps, not
        before its 15th second; a QR code is closed now.

        :param int session_id: The till's session.
        :param str payment_uuid: The payment line.
        :return: What to show.
        :rtype: dict
        :raise PaymentUnavailableError: If it is not certain that the QR code is closed.
        """
        method = self._wechatpay_check_till(session_id)
        tx_id = method._wechatpay_find_tx_id(payment_uuid)
        if not tx_id:
            return {"stage": "none"}
        tx = self.env["payment.transaction"].sudo().browse(tx_id)
        tx._wechatpay_ask_to_cancel()
        till = tx._wechatpay_read_till()
        if not till.is_code and till.state in const.LIVE_STATES:
            tx._wechatpay_close()
        return method._wechatpay_tell(tx)

    def wechatpay_till_recover(self, session_id):
        """Return the payments that a till left open or without an order.

        Note: `self.ensure_one()`

        :param int session_id: The till's session.
        :return: What to show of each, oldest first.
        :rtype: list[dict]
        """
        method = self._wechatpay_check_till(session_id)
        transactions = self.env["payment.transaction"].sudo()
        own = [
            ("wechatpay_pos_session_id", "=", session_id),
            ("wechatpay_pos_method_id", "=", method.id),
        ]
        live = [*own, ("wechatpay_state", "in", const.LIVE_STATES)]
        left = transactions.search(live) | transactions._wechatpay_find_unbooked(own)
        return [method._wechatpay_tell(tx) for tx in left.sorted("id")]

    def wechatpay_till_give_back(self, session_id, reference):
        """Give back money that was received for an order that no till knows.

        Note: `self.ensure_one()`

        :param int session_id: The till's session.
        :param str reference: The payment's number.
        :return: Whether it is being given back.
        :rtype: bool
        """
        method = self._wechatpay_check_till(session_id)
        tx = (
            self.env["payment.transaction"]
            .sudo()
            .search(
                [
                    ("reference", "=", reference),
                    ("wechatpay_pos_session_id", "=", session_id),
                    ("wechatpay_pos_method_id", "=", method.id),
                ]
            )
        )
        return bool(tx) and tx._wechatpay_give_back_at_till()

    # === HELPERS === #

    def _wechatpay_check_till(self, session_id):
        """Return the method, for its merchant to be used, if the user works there.

        :param int session_id: The till's session.
        :rtype: pos.payment.method
        :raise AccessError: If the user works at no till, or not at this one.
        :raise UserError: If the till is closed, or takes no WeChat payments.
        """
        self.ensure_one()
        if not self.env.user.has_group("point_of_sale.group_pos_user"):
            raise AccessError(
                self.env._("Only who works at a till may take payments there.")
            )
        self.check_access("read")
        session = self.env["pos.session"].browse(session_id).exists()
        session.check_access("read")
        if not session or session.state in ("closing_control", "closed"):
            raise UserError(
                self.env._("This till is closed. Open it again to take payments.")
            )
        method = self.sudo()
        is_of_till = method in session.sudo().config_id.payment_method_ids
        if not is_of_till or not method.wechatpay_provider_id:
            raise UserError(
                self.env._("This till takes no WeChat payments with this method.")
            )
        return method

    def _wechatpay_begin(self, kind, wish, auth_code=None):
        tx = self.wechatpay_provider_id._wechatpay_pay_at_till(
            self._wechatpay_read_wish(kind, wish), auth_code
        )
        return self._wechatpay_tell(tx)

    def _wechatpay_read_wish(self, kind, wish):
        uuids = [wish.get("order_uuid"), wish.get("payment_uuid")]
        if not all(isinstance(one, str) and _UUID.fullmatch(one) for one in uuids):
            raise UserError(self.env._("The till does not say what is to be paid."))
        amount_fen = wish.get("amount_fen")
        # A boolean is an int to Python, and no amount.
        if type(amount_fen) is not int or amount_fen < 1:
            raise UserError(self.env._("WeChat Pay takes amounts from 0.01 yuan."))
        return TillWish(kind, self.id, wish["session_id"], *uuids, amount_fen)

    def _wechatpay_find_tx_id(self, payment_uuid):
        # The payment may have begun after this transaction did.
        return run_committed(
            self.env,
            lambda env: (
                env["payment.transaction"]
                ._wechatpay_find_at_till(self.with_env(env), payment_uuid)
                .id
            ),
        )

    def _wechatpay_tell(self, tx):
        """Return what a till shows of a payment, as it is committed now.

        :param payment.transaction tx: The payment.
        :return: `stage`: `asking` (WeChat Pay is asked), `password` (the payer types),
            `qr` (the payer scans), `reversing`, `paid`, `given_back`, `refused`,
            `cancelled`; with `refusal` and WeChat's own `message`, the seconds left,
            and whose payment it is.
        :rtype: dict
        """
        return run_committed(
            self.env,
            lambda env: self.with_env(env)._wechatpay_describe(tx.with_env(env)),
        )

    def _wechatpay_describe(self, tx):
        stage = self._wechatpay_get_stage(tx)
        told = {
            "stage": stage,
            "kind": "native" if tx.wechatpay_till_kind == "native" else "codepay",
            "reference": tx.reference,
            "order_uuid": tx.wechatpay_till_order_uuid,
            "payment_uuid": tx.wechatpay_till_payment_uuid,
            "amount_fen": to_fen(tx.amount),
            "seconds_left": _seconds_until(self._wechatpay_get_deadline(tx, stage)),
            "transaction_id": tx.provider_reference or "",
            "refusal": tx.wechatpay_refusal or "",
            "message": tx.state_message or "",
        }
        if stage == "qr":
            told["qr"] = self._wechatpay_draw_qr(tx.wechatpay_prepay_id)
        return told

    def _wechatpay_get_stage(self, tx):
        if tx.wechatpay_state in const.PAID_STATES:
            return "paid" if tx._wechatpay_is_kept() else "given_back"
        over = {
            "payerror": "refused",
            "revoked": "cancelled",
            "closed": "cancelled",
        }
        if tx.wechatpay_state in over:
            return over[tx.wechatpay_state]
        if tx.wechatpay_till_kind == "native":
            return "qr" if tx.wechatpay_prepay_id else "asking"
        if tx.wechatpay_cancel_asked_at or not _seconds_until(
            self._wechatpay_get_deadline(tx, "password")
        ):
            return "reversing"
        return "asking" if tx.wechatpay_state == "created" else "password"

    def _wechatpay_get_deadline(self, tx, stage):
        if tx.wechatpay_till_kind == "native":
            return tx.wechatpay_expires_at
        seconds = (
            const.CODE_REVERSE_SECONDS
            if stage == "reversing"
            else const.CODE_PASSWORD_SECONDS
        )
        return fields.Datetime.add(tx.wechatpay_submitted_at, seconds=seconds)

    def _wechatpay_draw_qr(self, code_url):
        png = self.env["ir.actions.report"].barcode(
            "QR", code_url, width=QR_PIXELS, height=QR_PIXELS
        )
        return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _seconds_until(moment):
    return max(0, int((moment - fields.Datetime.now()).total_seconds()))
