"""How a day goes: read, matched, booked, settled, perhaps reset."""

import logging

from odoo import models
from odoo.exceptions import UserError

from .. import bill_const
from ..wechatpay.bill_rows import is_chained
from ..wechatpay.errors import WechatPayBillFormatError

_logger = logging.getLogger(__name__)


class WechatpayBillDay(models.Model):
    """A day that moves from state to state."""

    _inherit = "wechatpay.bill.day"

    # === BUSINESS METHODS === #

    def _move(self, to_state, reason=None):
        """Move the day; the only place that writes its state.

        Note: `self.ensure_one()`

        :param str to_state: Where to, allowed by the table of moves.
        :param str reason: What a person should know.
        :raise ValueError: If the table does not allow the move.
        """
        self.ensure_one()
        if to_state != self.state:
            if to_state not in bill_const.DAY_MOVES[self.state]:
                raise ValueError(f"day {self.date}: {self.state} -> {to_state}")
            self.env["wechatpay.bill.event"]._log(self, to_state, reason)
        self.write({"state": to_state, "problem": reason or False})
        if to_state in ("problem", "unsettled"):
            self._raise_alarm()
        elif to_state == "settled":
            self.activity_unlink(["mail.mail_activity_data_warning"])

    def _import(self):
        """Read, match and book the day, once both bills are there.

        All or nothing: a bill that does not add up leaves nothing behind.

        Note: `self.ensure_one()`
        """
        self.ensure_one()
        if self.state in ("unsettled", "settled"):
            return
        if any(bill.state not in ("stored", "empty") for bill in self.bill_ids):
            return
        try:
            with self.env.cr.savepoint():
                self._read_bills()
                self._match_lines()
                booked = self._for_books()._book()
                self.env["wechatpay.bill.line"]._keep_staged()
                self._list_differences()
                self._tie_differences(booked)
                self._for_books()._clear()
        except (WechatPayBillFormatError, UserError) as error:
            self.env.invalidate_all()
            self._reject_bills(error)
            _logger.info("Bills of %s: %s", self.display_name, error)
            if self.state != "problem" or self.problem != str(error):
                self._move("problem", str(error))
            return
        self._settle()
        # A day that came late explains what those after it could not.
        self.search(
            [
                *self._get_merchant_domain(),
                ("date", ">", self.date),
                ("state", "=", "unsettled"),
            ]
        )._settle()

    def _reject_bills(self, error):
        """Have bills that are not whole fetched again, instead of read for ever."""
        if not isinstance(error, WechatPayBillFormatError):
            return
        bad = self.bill_ids.filtered(lambda bill: not bill._is_readable())
        # Each bill for itself is whole: then the balances are wrong.
        for bill in bad or self.bill_ids.filtered(lambda known: known.kind == "fund"):
            bill._move("failed", str(error))

    def _read_bills(self):
        """Bring the rows of the day on the stage, and write what they add up to."""
        totals = {}
        lines = self.env["wechatpay.bill.line"]
        lines._open_stage()
        for bill in self.bill_ids:
            rows = bill._read_rows() if bill.state == "stored" else []
            bill._count(rows)
            lines._copy_rows(bill, rows)
            totals[bill.kind] = rows
        lines._analyse_stage()
        self.write(self._prepare_sums(totals))

    def _prepare_sums(self, rows_by_kind):
        """Return the sums of the day.

        :param dict rows_by_kind: The rows of each bill.
        :rtype: dict
        :raise WechatPayBillFormatError: If the balance does not follow its movements.
        """
        fund = rows_by_kind.get("fund")
        money = fund if fund is not None else rows_by_kind["trade"]
        sums = {"payment": 0, "refund": 0, "fee": 0, "withdrawal": 0, "top_up": 0}
        counts = dict.fromkeys(sums, 0)
        rest = 0
        for row in money:
            if row.kind == "refund_return":
                sums["refund"] += row.money_fen
            elif row.kind in sums:
                sums[row.kind] += row.money_fen
                counts[row.kind] += 1
            else:
                rest += row.money_fen
        if fund is None:
            sums["fee"] = -sum(row.fee_fen for row in money)
        return {
            "received": sums["payment"] / 100,
            "refunded": -sums["refund"] / 100,
            "fee": -sums["fee"] / 100,
            "net": (sums["payment"] + sums["refund"] + sums["fee"]) / 100,
            "withdrawn": -(sums["withdrawal"] + sums["top_up"]) / 100,
            "other": rest / 100,
            "payment_count": counts["payment"],
            "refund_count": counts["refund"],
            **self._prepare_balances(fund),
        }

    def _prepare_balances(self, fund):
        if fund is None:
            return {"has_balance": False}
        if fund:
            if not is_chained(fund):
                fund = fund[::-1]
            if not is_chained(fund):
                raise WechatPayBillFormatError(
                    self.env._("The balances do not follow from the movements.")
                )
            opening = fund[0].balance_fen - fund[0].money_fen
            return {
                "has_balance": True,
                "wechat_opening": opening / 100,
                "wechat_balance": fund[-1].balance_fen / 100,
            }
        before = self._find_before()
        return {
            "has_balance": before.has_balance,
            "wechat_opening": before.wechat_balance,
            "wechat_balance": before.wechat_balance,
        }

    def _find_before(self):
        """Return the booked day before this one of the same merchant, or nothing."""
        return self.search(
            [
                *self._get_merchant_domain(),
                ("date", "<", self.date),
                ("state", "in", ("unsettled", "settled")),
            ],
            order="date desc",
            limit=1,
        )

    def _get_merchant_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("mchid", "=", self.mchid),
            ("sub_mchid", "=", self.sub_mchid or False),
        ]

    def _settle(self):
        """Say whether the day agrees, now that something has become known."""
        for day in self:
            if day.open_count:
                day._move("unsettled")
            elif day.has_balance and day.difference:
                day._move(
                    "unsettled",
                    self.env._(
                        "The journal's balance is not WeChat's: entries were made by"
                        " hand, or an earlier day is missing."
                    ),
                )
            else:
                day._move("settled")

    def _reset(self):
        self.ensure_one()
        if self.difference_ids.filtered("is_settled_by_hand"):
            raise UserError(
                self.env._(
                    "Differences of this day were settled by hand: it can no longer be"
                    " reset."
                )
            )
        lines = self.statement_line_ids
        lines.line_ids.remove_move_reconcile()
        self.statement_id.unlink()
        lines.unlink()
        self.difference_ids.sudo().unlink()
        self.line_ids.unlink()
        for bill in self.bill_ids:
            if bill.state != "awaited":
                bill.attachment_id.unlink()
                bill._move("awaited", row_count=0, sha1=False)
        if self.state != "expected":
            self._move("expected")
