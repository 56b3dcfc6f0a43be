"""What a person does about a difference."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .. import bill_const
from .wechatpay_bill_clear import reconcile

_MANAGER = "account.group_account_manager"


class WechatpayBillDifference(models.Model):
    """A difference that a person settles."""

    _inherit = "wechatpay.bill.difference"

    # === BUSINESS METHODS === #

    def _apply(self, action, reason, account=None, counterpart=None):
        """Do something about the difference and settle it.

        Note: `self.ensure_one()`

        :param str action: One of `bill_const.ACTIONS`.
        :param str reason: Why, as the person says.
        :param account.account account: Where to book it, if that is the action.
        :param wechatpay.bill.difference counterpart: What to link it to, if that is the
            action.
        :raise AccessError: If the action is for the person in charge of the books.
        :raise UserError: If it cannot be done about this difference.
        """
        self.ensure_one()
        self.day_id._check_accountant()
        if action in bill_const.MANAGER_ACTIONS and not self.env.user.has_group(
            _MANAGER
        ):
            raise AccessError(
                self.env._("Only the person in charge of the books may do this.")
            )
        if self.state == "resolved":
            raise UserError(self.env._("This difference is settled already."))
        if action not in self._get_remedies():
            raise UserError(self.env._("This cannot be done about this difference."))
        difference_sudo = self.sudo().with_company(self.company_id)
        if action == "wait":
            difference_sudo._wait(reason)
        else:
            done = {
                "link": lambda: difference_sudo._link(counterpart),
                "book": lambda: difference_sudo._book_to(account),
                "write_off": lambda: difference_sudo._book_to(account),
                "refund": lambda: difference_sudo._refund(reason),
                "accept": lambda: {},
            }[action]()
            self._move("resolved", reason, resolution=action, **done)
        difference_sudo.day_id._clear()
        difference_sudo.day_id._settle()

    def _settle_as_suggested(self):
        """Settle what needs no further word; the rest is left as it is.

        :return: What was settled.
        :rtype: wechatpay.bill.difference
        """
        done = self.browse()
        is_chief = self.env.user.has_group(_MANAGER)
        for difference in self:
            action = difference.suggestion
            if action in bill_const.MANAGER_ACTIONS and not is_chief:
                continue
            means = difference._get_means(action)
            if means is not None and difference.state != "resolved":
                difference._apply(action, self.env._("As suggested"), **means)
                done |= difference
        return done

    def _get_means(self, action):
        """Return what an action needs to know, or None if only a person can say.

        :param str action: One of `bill_const.ACTIONS`.
        :rtype: dict
        """
        if action == "link":
            candidates = self._find_candidates()
            return {"counterpart": candidates} if len(candidates) == 1 else None
        if action in ("book", "write_off"):
            account = self._suggest_account(action)
            return {"account": account} if account else None
        return {} if action in ("accept", "wait") else None

    def _wait(self, reason):
        self.expected_on = fields.Date.add(self.day_id.date, days=1)
        if self.state == "open":
            self._move("waiting", reason)

    def _book_to(self, account):
        """Book the difference to an account.

        Money that WeChat Pay has moved stands on the suspense account and is moved from
        there; money that never came is taken out of what is in transit.

        :param account.account account: Where to.
        :return: What else is to be written.
        :rtype: dict
        """
        if not account:
            raise UserError(self.env._("Choose an account first."))
        if self._is_in_transit():
            return {"move_id": self._make_entry(account).id}
        self._replace_suspense(account)
        return {}

    def _replace_suspense(self, account):
        _liquidity, suspense, _rest = self.statement_line_id._seek_for_lines()
        if not suspense:
            raise UserError(self.env._("This was booked in the journal already."))
        suspense.with_context(skip_readonly_check=True).write(
            {"account_id": account.id}
        )

    def _make_entry(self, account):
        """Take money that never came out of what is in transit.

        :rtype: account.move
        """
        payment = self.transaction_id.payment_id
        transit = (
            not self.session_id and payment.outstanding_account_id
        ) or self.day_id._get_transit_account(self.session_id)
        label = self.env._("WeChat payment missing: %s", self.wechat_number)
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": self.day_id.date,
                "ref": label,
                "company_id": self.company_id.id,
                "line_ids": [
                    (0, 0, {"account_id": where.id, "name": label, "balance": balance})
                    for where, balance in (
                        (account, -self.amount),
                        (transit, self.amount),
                    )
                ],
            }
        )
        move.action_post()
        self.move_id = move
        if self.session_id:
            # The session is cleared with it, see `_clear_sessions`.
            self.day_id._clear_sessions(self.session_id)
        else:
            reconcile((move | payment.move_id).line_ids, transit)
        return move

    def _find_candidates(self):
        """Return what this one could be on the other side.

        Same merchant, same amount, not more than a day apart, and neither has a
        counterpart yet.

        :rtype: wechatpay.bill.difference
        """
        others = {"missing_here": "missing_there", "missing_there": "missing_here"}
        if self.reason not in others:
            return self.browse()
        days = self.day_id.search(
            [
                *self.day_id._get_merchant_domain(),
                ("date", ">=", fields.Date.subtract(self.day_id.date, days=1)),
                ("date", "<=", fields.Date.add(self.day_id.date, days=1)),
            ]
        )
        return self.search(
            [
                ("day_id", "in", days.ids),
                ("reason", "=", others[self.reason]),
                ("state", "!=", "resolved"),
                ("amount", "=", -self.amount),
                ("pos_payment_id", "!=", False)
                if self.reason == "missing_here"
                else ("line_id", "!=", False),
            ]
        )

    def _link(self, counterpart):
        """Say that a row of the bill is a POS payment with a wrong or no number.

        :param wechatpay.bill.difference counterpart: What this one is in the bill, or
            in our books.
        :rtype: dict
        """
        other = self._find_candidates() & counterpart.sudo()
        if not other:
            raise UserError(
                self.env._(
                    "Choose a payment of the same amount that has no counterpart yet."
                )
            )
        row, missing = (self, other) if self.line_id else (other, self)
        row._link_row(missing.pos_payment_id)
        other._move("resolved", self.env._("Linked by hand"), resolution="link")
        other.day_id._settle()
        return {}

    def _link_row(self, pos_payment):
        rows = self.env["wechatpay.bill.line"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("wechat_number", "=", self.wechat_number),
                ("kind", "=", self.kind),
            ]
        )
        rows.write(
            {
                "pos_payment_id": pos_payment.id,
                "session_id": pos_payment.session_id.id,
                "our_amount": pos_payment.amount,
                "match": "session",
            }
        )
        self._attach_to_session(pos_payment.session_id)

    def _attach_to_session(self, session):
        """Move what is on the suspense account to a session's money in transit."""
        if not self.statement_line_id:
            return
        self._replace_suspense(self.day_id._get_transit_account(session))
        self.statement_line_id.wechatpay_session_id = session
        self.day_id._clear_sessions(session)

    def _refund(self, reason):
        """Give back money that nobody here knows.

        :rtype: dict
        """
        tx = self.transaction_id or self.line_id._adopt()
        tx._wechatpay_enqueue_refund(reason)
        account = self.company_id._wechatpay_get_account()
        if self.statement_line_id:
            # What came and what goes back will clear each other there.
            self._replace_suspense(account)
            self.line_id.match = "returned"
        return {"transaction_id": tx.id}


class WechatpayBillLine(models.Model):
    """A row that can become a payment of ours."""

    _inherit = "wechatpay.bill.line"

    def _adopt(self):
        """Return a payment made of a row, so that it can be refunded.

        Note: `self.ensure_one()`

        :rtype: payment.transaction
        :raise UserError: If the row does not name the payment.
        """
        self.ensure_one()
        if self.kind != "payment" or not self.own_number:
            raise UserError(
                self.env._("The bill does not name this payment: use WeChat's pages.")
            )
        return (
            self.env["payment.transaction"]
            .sudo()
            ._wechatpay_adopt(self.day_id.provider_id, self)
        )
