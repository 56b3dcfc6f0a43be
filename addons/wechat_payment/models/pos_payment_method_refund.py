"""What a till may ask about giving money back.

As with payments, each call is short, the till repeats `wechatpay_till_refund_ask` and
shows what it says, and the server goes on alone if it stops.
"""

from odoo import models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.money import from_fen, to_fen
from odoo.exceptions import UserError

from .. import refund_const

# One that ended like this is over: asking again is another refund.
_OVER = ("refused", "withdrawn")


class PosPaymentMethod(models.Model):
    """A payment method with which a till gives money back."""

    _inherit = "pos.payment.method"

    # === BUSINESS METHODS - TILL === #

    def wechatpay_till_refund_look(self, wish):
        """Return how a refund stands, or what it would be.

        Note: `self.ensure_one()`

        :param dict wish: See :meth:`wechatpay_till_pay`; the order is the refund order.
        :return: See :meth:`_wechatpay_tell_refund`; before it is asked for, the stage
            `confirm` with who would get how much and whether a second person decides.
        :rtype: dict
        :raise AccessError: If the user works at no till, or not at this one.
        :raise UserError: If the money cannot go back to who paid.
        """
        method = self._wechatpay_check_till(wish.get("session_id"))
        refund_id = method._wechatpay_find_refund_id(wish.get("payment_uuid"))
        if refund_id:
            return method._wechatpay_tell_refund(refund_id)
        asked = method._wechatpay_read_wish("refund", wish)
        back, order = method._wechatpay_read_refund(asked)
        payments = order._wechatpay_get_payments().sorted("id")
        return {
            "stage": "confirm",
            "amount_fen": asked.amount_fen,
            "order_name": order.pos_reference,
            "needs_approval": order._wechatpay_needs_approval(asked.amount_fen),
            # Dishes are eaten; what else is sold goes back to the shelf.
            "is_return_to_stock": not back.config_id.module_pos_restaurant,
            "payers": [
                {
                    "payment_id": payment.id,
                    "paid_fen": to_fen(payment.amount),
                    "rest_fen": payment._wechatpay_get_rest_fen(),
                    "number": payment.provider_reference or payment.reference,
                }
                for payment in payments
            ],
        }

    def wechatpay_till_refund(self, wish, choice):
        """Give money back to who paid it.

        Calling it again for the same payment line leads to the same refund.

        Note: `self.ensure_one()`

        :param dict wish: See :meth:`wechatpay_till_refund_look`.
        :param dict choice: `reason`, `is_return_to_stock`, and `payment_id` of the
            payer who comes first.
        :return: What to show, see :meth:`_wechatpay_tell_refund`.
        :rtype: dict
        :raise AccessError: If the user works at no till, or not at this one.
        :raise UserError: If there is not that much to give back, or no reason.
        """
        method = self._wechatpay_check_till(wish.get("session_id"))
        refund_id = method._wechatpay_find_refund_id(wish.get("payment_uuid"))
        if refund_id:
            return method._wechatpay_tell_refund(refund_id)
        asked = method._wechatpay_read_wish("refund", wish)
        back, order = method._wechatpay_read_refund(asked)
        refund = self.env["wechatpay.refund"]._request(
            order, method._wechatpay_prepare_refund(asked, choice, back, order)
        )
        return method._wechatpay_tell_refund(refund.id)

    def wechatpay_till_refund_ask(self, session_id, payment_uuid):
        """Return how a refund stands; WeChat Pay is asked if it is time to.

        Note: `self.ensure_one()`

        :param int session_id: The till's session.
        :param str payment_uuid: The payment line.
        :return: What to show; `{"stage": "none"}` if nothing was begun.
        :rtype: dict
        """
        method, refund = self._wechatpay_check_refund(session_id, payment_uuid)
        if not refund:
            return {"stage": "none"}
        is_clear = all(
            [part._wechatpay_ask_refund_if_due() for part in refund.transaction_ids]
        )
        run_committed(refund.env, lambda env: refund.with_env(env)._follow())
        return {**method._wechatpay_tell_refund(refund.id), "is_clear": is_clear}

    def wechatpay_till_refund_again(self, session_id, payment_uuid):
        """Ask anew for what WeChat Pay refused, or again for what it did not accept.

        What it refused gets a new number; all else keeps its own.

        Note: `self.ensure_one()`

        :param int session_id: The till's session.
        :param str payment_uuid: The payment line.
        :return: What to show.
        :rtype: dict
        :raise UserError: If nothing is missing.
        """
        method, refund = self._wechatpay_check_refund(session_id, payment_uuid)

        def ask_again(env):
            if refund.with_env(env)._get_stage() in ("failed", "partly"):
                refund.with_env(env)._ask_again()

        run_committed(refund.env, ask_again)
        refund._send()
        return method._wechatpay_tell_refund(refund.id)

    def wechatpay_till_refund_withdraw(self, session_id, payment_uuid):
        """Take back a refund that nobody approved, or that WeChat Pay refused.

        Note: `self.ensure_one()`

        :param int session_id: The till's session.
        :param str payment_uuid: The payment line.
        :return: What to show.
        :rtype: dict
        :raise UserError: If somebody approved it just now.
        """
        method, refund = self._wechatpay_check_refund(session_id, payment_uuid)

        def withdraw(env):
            refund.with_env(env)._lock()
            refund.with_env(env)._move("withdrawn")

        run_committed(refund.env, withdraw)
        return method._wechatpay_tell_refund(refund.id)

    # === HELPERS === #

    def _wechatpay_check_refund(self, session_id, payment_uuid):
        """Return the method, for use, and the newest refund of a payment line."""
        method = self._wechatpay_check_till(session_id)
        refund_id = method._wechatpay_find_refund_id(payment_uuid, over=True)
        return method, self.env["wechatpay.refund"].sudo().browse(refund_id or [])

    def _wechatpay_find_refund_id(self, payment_uuid, *, over=False):
        """Return the refund of a payment line that is under way.

        :param str payment_uuid: The line.
        :param bool over: Whether one that is over will do.
        :rtype: int|bool
        """
        domain = [
            ("till_payment_uuid", "=", payment_uuid),
            ("company_id", "=", self.company_id.id),
        ]
        if not over:
            domain.append(("state", "not in", _OVER))
        return run_committed(
            self.env,
            lambda env: (
                env["wechatpay.refund"].search(domain, order="id desc", limit=1).id
            ),
        )

    def _wechatpay_read_refund(self, wish):
        """Return the refund order that a till means, and the order it gives back.

        :param TillWish wish: What the till asks for.
        :rtype: tuple[pos.order, pos.order]
        :raise UserError: If WeChat Pay cannot give that much of it back.
        """
        back = self.env["pos.order"].search(
            [("uuid", "=", wish.order_uuid), ("company_id", "=", self.company_id.id)]
        )
        back.sudo(False).check_access("read")
        if not back:
            raise UserError(
                self.env._("The server does not know this refund order. Try again.")
            )
        back._wechatpay_check_refund_due(wish)
        order = back._wechatpay_get_refunded_order()
        order.sudo(False).check_access("read")
        providers = order._wechatpay_get_payments().provider_id
        if providers and providers != self.wechatpay_provider_id:
            raise UserError(
                self.env._(
                    "%(order)s was paid to %(merchant)s. Choose the payment method of"
                    " that merchant, or refund the order in the back office.",
                    order=order.pos_reference,
                    merchant=", ".join(providers.mapped("display_name")),
                )
            )
        rest_fen = order._wechatpay_get_rest_fen()
        if wish.amount_fen > rest_fen:
            raise UserError(
                self.env._(
                    "Of %(order)s %(rest).2f yuan can still go back with WeChat Pay."
                    " Change the amount of the line, and give the rest back in the"
                    " way it was paid.",
                    order=order.pos_reference,
                    rest=from_fen(rest_fen),
                )
            )
        return back, order

    def _wechatpay_prepare_refund(self, wish, choice, back, order):
        """Return what the refund engine is asked for.

        :rtype: dict
        """
        reason = str(choice.get("reason") or "").strip()
        if not reason or len(reason) > refund_const.REASON_LENGTH:
            raise UserError(
                self.env._(
                    "Say in at most %s characters why; the guest reads it in WeChat.",
                    refund_const.REASON_LENGTH,
                )
            )
        payment_id = choice.get("payment_id") or False
        if payment_id and payment_id not in order._wechatpay_get_payments().ids:
            raise UserError(self.env._("That payment is not one of this order."))
        earlier = back._wechatpay_get_till_refunds().filtered(
            lambda known: known.till_payment_uuid == wish.payment_uuid
        )
        return {
            "uuid": f"{wish.payment_uuid}-{len(earlier)}",
            "amount_fen": wish.amount_fen,
            "reason": reason,
            "is_return_to_stock": bool(choice.get("is_return_to_stock")),
            "payment_id": payment_id,
            # The dishes are on the till's refund order.
            "lines": [],
            "till": {
                "till_payment_uuid": wish.payment_uuid,
                "till_order_id": back.id,
            },
        }

    def _wechatpay_tell_refund(self, refund_id):
        """Return what a till shows of a refund, as it is committed now.

        :param int refund_id: The refund.
        :return: `stage`, see `wechatpay.refund._get_stage()`; with what WeChat Pay said
            last, the amount, and who gets how much.
        :rtype: dict
        """
        return run_committed(
            self.env,
            lambda env: self.with_env(env)._wechatpay_describe_refund(
                env["wechatpay.refund"].browse(refund_id)
            ),
        )

    def _wechatpay_describe_refund(self, refund):
        parts = refund.transaction_ids.filtered(
            lambda part: part.wechatpay_state != "closed"
        )
        last = refund.transaction_ids.sorted("id")[-1:]
        return {
            "stage": refund._get_stage(),
            "amount_fen": to_fen(refund.amount),
            "order_uuid": refund.till_order_id.uuid,
            "payment_uuid": refund.till_payment_uuid,
            "order_name": refund.order_id.pos_reference,
            "reference": ", ".join(parts.mapped("reference")),
            "transaction_id": ", ".join(
                part.provider_reference or "" for part in parts
            ),
            "message": last.state_message or "",
            "parts": [
                {
                    "amount_fen": to_fen(-part.amount),
                    "state": part.wechatpay_state,
                    "number": part.reference,
                }
                for part in parts
            ],
        }
