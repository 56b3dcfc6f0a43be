"""Sessions of the online counter: nothing is paid into one that is closing."""

import logging

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class PosSession(models.Model):
    """Ends a day of phone orders without anybody at a till."""

    _inherit = "pos.session"

    def _wechat_share(self):
        """Keep the session from closing until this transaction ends.

        Everybody who pays holds such a lock, so closing waits for all of them; whoever
        comes after it sees that the session is gone.

        :return: Whether the session takes payments.
        :rtype: bool
        """
        self.ensure_one()
        self.flush_recordset(["state"])
        self.env.cr.execute(
            SQL("SELECT state FROM pos_session WHERE id = %s FOR SHARE", self.id)
        )
        row = self.env.cr.fetchone()
        return bool(row) and row[0] == "opened"

    def _wechat_lock(self):
        """Stop payments into the session: the second step of ending a day.

        It waits for the payments under way. What they wrote is only visible to a new
        transaction, so closing is another job.
        """
        self.ensure_one()
        if self.state == "closed":
            return
        self.env.cr.execute(
            SQL("SELECT id FROM pos_session WHERE id = %s FOR UPDATE", self.id)
        )
        self.state = "closing_control"
        self.with_delay(
            channel="root.stock",
            identity_key=f"wechat_close_session:{self.id}",
            description=self.env._("%(session)s: post the day", session=self.name),
        )._wechat_close()

    def _wechat_close(self):
        """Post stock and the journal entry: the third step of ending a day.

        :raise UserError: If the books refuse it; the job shows why, and is repeated.
        """
        self.ensure_one()
        if self.state == "closed":
            return
        session = self.sudo().with_company(self.company_id)
        session._wechat_move_drafts()
        session._wechat_get_pending_orders()._wechat_post_stock()
        result = session.action_pos_session_closing_control()
        if isinstance(result, dict):
            raise UserError(
                self.env._(
                    "%(session)s does not balance. Close it by hand and choose the"
                    " account for the difference.",
                    session=self.name,
                )
            )
        _logger.info("Online session %s is closed and posted", self.name)

    def _wechat_move_drafts(self):
        """Give the open orders to the session that takes orders now."""
        self.ensure_one()
        store = self.config_id.wechat_store_id
        drafts = self.env["pos.order"].search(
            [("session_id", "=", self.id), ("state", "=", "draft")]
        )
        if drafts:
            drafts.write({"session_id": store._ensure_session().id})

    def _wechat_get_pending_orders(self):
        """Return the orders whose goods have not left the stock yet."""
        return self.env["pos.order"].search(
            [("session_id", "in", self.ids), ("wechat_stock_pending", "=", True)]
        )

    def _validate_session(
        self,
        balancing_account=False,
        amount_to_balance=0,
        bank_payment_method_diffs=None,
    ):
        """Override of `point_of_sale` to post the stock that was put off first.

        A cashier's session can hold phone orders too: those settled at the till.
        """
        self.sudo()._wechat_get_pending_orders()._wechat_post_stock()
        return super()._validate_session(
            balancing_account, amount_to_balance, bank_payment_method_diffs
        )

    def _wechat_post_pending_stock(self):
        """Take the goods of the session's orders from stock.

        :rtype: stock.picking
        """
        return self.sudo()._wechat_get_pending_orders()._wechat_post_stock()
