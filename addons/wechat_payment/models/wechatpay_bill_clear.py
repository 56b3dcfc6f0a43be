"""Reconciling what the bills settled with what the books expected."""

from collections import defaultdict

from odoo import models


class WechatpayBillDay(models.Model):
    """A day whose statement lines are reconciled."""

    _inherit = "wechatpay.bill.day"

    def _clear(self):
        """Reconcile what the bills settled with what the books expected.

        Sessions that are still open, or whose other day is not here yet, are completed
        by a later call.
        """
        for day in self:
            lines = day.statement_line_ids
            day._clear_sessions(lines.wechatpay_session_id)
            day._clear_payments()
            day._clear_returned()

    def _clear_sessions(self, sessions):
        closed = sessions.filtered(lambda session: session.state == "closed")
        if not closed:
            return
        methods = self._get_providers()._wechatpay_get_pos_methods()
        payments = self.env["account.payment"].search(
            [
                ("pos_session_id", "in", closed.ids),
                ("pos_payment_method_id", "in", methods.ids),
            ]
        )
        statement_lines = self.env["account.bank.statement.line"].search(
            [
                ("wechatpay_session_id", "in", closed.ids),
                ("journal_id", "=", self.journal_id.id),
            ]
        )
        differences = self.env["wechatpay.bill.difference"].search(
            [("session_id", "in", closed.ids), ("move_id", "!=", False)]
        )
        moves = defaultdict(lambda: self.env["account.move"])
        for payment in payments:
            moves[payment.pos_session_id] |= payment.move_id
        for line in statement_lines:
            moves[line.wechatpay_session_id] |= line.move_id
        for difference in differences:
            moves[difference.session_id] |= difference.move_id
        accounts = self._get_transit_accounts(closed)
        reconcile_all(
            (moves[session].line_ids, accounts[session]) for session in closed
        )

    def _clear_payments(self):
        rows = self.env["wechatpay.bill.line"].search(
            [
                ("day_id", "=", self.id),
                ("match", "=", "payment"),
                ("statement_line_id", "!=", False),
            ]
        )
        groups = []
        for row in rows:
            payment = row.account_payment_id
            both = row.statement_line_id.move_id | payment.move_id
            groups.append((both.line_ids, payment.outstanding_account_id))
        reconcile_all(groups)

    def _clear_returned(self):
        """Clear money that came for nothing and went back, perhaps days later."""
        lines = self.env["wechatpay.bill.line"]
        returned = [("match", "=", "returned"), ("is_money", "=", True)]
        if not lines.search_count([("day_id", "=", self.id), *returned], limit=1):
            return
        account = self.company_id._wechatpay_get_account()
        rows = lines.search(
            [
                *returned,
                ("statement_line_id.journal_id", "=", self.journal_id.id),
                ("statement_line_id.line_ids.reconciled", "=", False),
                ("statement_line_id.line_ids.account_id", "=", account.id),
            ]
        )
        reconcile(rows.statement_line_id.move_id.line_ids, account)

    # === LATER === #

    def _retry_all(self):
        """Complete what could not be completed when the bills came.

        Sessions have been closed since, payments have reached their order; days whose
        journal was put right agree.
        """
        for day in self.search([("state", "=", "problem")], order="date"):
            # Unreadable bills are fetched again; a missing journal may be there now.
            day._import()
        days = self.search([("state", "=", "unsettled")])
        days.difference_ids._retry()
        lines = self.env["account.bank.statement.line"].search(
            [
                ("wechatpay_session_id.state", "=", "closed"),
                ("wechatpay_day_id", "!=", False),
                ("line_ids.reconciled", "=", False),
                ("line_ids.account_id.reconcile", "=", True),
            ]
        )
        for day in lines.wechatpay_day_id:
            day._clear_sessions(lines.wechatpay_session_id & day._get_sessions())
        days._settle()

    def _get_sessions(self):
        return self.statement_line_ids.wechatpay_session_id


def reconcile_all(groups):
    """Reconcile many groups in one go, for Odoo looks around as long for one.

    :param groups: Pairs of lines and account, see :func:`reconcile`.
    """
    plan = [found for lines, account in groups if (found := _find_open(lines, account))]
    if plan:
        plan[0]._reconcile_plan(plan)


def reconcile(lines, account):
    """Reconcile what is open on an account, if there is something on both sides.

    :param account.move.line lines: The lines, also of other accounts.
    :param account.account account: The account.
    """
    _find_open(lines, account).reconcile()


def _find_open(lines, account):
    open_lines = lines.filtered(
        lambda line: line.account_id == account and not line.reconciled
    )
    signs = {line.amount_residual > 0 for line in open_lines if line.amount_residual}
    return open_lines if len(signs) > 1 else lines.browse()
