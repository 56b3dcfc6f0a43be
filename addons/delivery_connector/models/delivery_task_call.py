"""Finding a courier: ask all for a price, call the best, then the next.

No row is locked while a courier is asked. What is about to be asked for is committed
before it is asked, so that a later job can find out what became of it.
"""

from datetime import timedelta, timezone

from odoo import fields, models
from odoo.addons.wechat_base.tools.money import to_fen

from .. import const
from ..carriers.errors import (
    CarrierBalanceLowError,
    CarrierConfigurationError,
    CarrierError,
    CarrierRetryLaterError,
)
from ..carriers.neutral import DeliveryRequest, GoodsLine, Parcel

# Errors that the manager of the account has to mend.
ACCOUNT_ERRORS = (CarrierBalanceLowError, CarrierConfigurationError)

_MOST_TRIES = 5
_MOST_EXPIRED_QUOTES = 2


class DeliveryTask(models.Model):
    """Calls couriers for a delivery until one brings it."""

    _inherit = "delivery.task"

    # === CALLING === #

    def _call(self):
        """Ask the couriers that are left for a price, call the best: a job's work."""
        wanted = self._committed("_plan_call")
        if not wanted:
            return
        answers = [(shop_id, self._ask_price(*one)) for shop_id, *one in wanted]
        attempt_id = self._committed("_take_quotes", answers)
        if attempt_id:
            self.env["delivery.attempt"].browse(attempt_id)._send_create()

    def _plan_call(self):
        """Return whom to ask for a price; None if nobody is to be called now.

        :return: Triples of shop id, account id and what is to be delivered.
        :rtype: list
        """
        if not self._is_call_due():
            return None
        shops = self._get_candidates()
        if not shops:
            self._give_up(self._explain_nobody())
            return None
        return [(one.id, one.account_id.id, self._prepare_wish(one)) for one in shops]

    def _is_call_due(self):
        return (
            self.state in ("waiting", "searching")
            and not self.cancel_wanted_at
            and self.call_at <= fields.Datetime.now()
            and not self._get_live()
        )

    def _ask_price(self, account_id, wish):
        """Return a courier's quote, or the error it answered with."""
        account = self.env["delivery.account"].browse(account_id)
        try:
            return account._get_client().quote(wish)
        except CarrierError as error:
            return error

    def _take_quotes(self, answers):
        """Write the answers down, choose one, and commit to calling it.

        :param list answers: Pairs of shop id and quote or error.
        :return: The attempt that is to be sent; None if nobody is called now.
        :rtype: int
        """
        if not self._is_call_due():
            return None
        quotes = self.env["delivery.quote"]
        for shop_id, answer in answers:
            shop = self.env["delivery.shop"].browse(shop_id)
            quotes |= quotes._keep(self, shop, answer)
            if isinstance(answer, ACCOUNT_ERRORS):
                shop.account_id._alarm(answer)
        offers = quotes.filtered("is_offer")
        offers -= offers.filtered(self._is_risen)
        chosen = self._get_policy()._sort(offers)[:1]
        if chosen:
            self.tries = 0
            return self._open_attempt(chosen).id
        passing = any(isinstance(one, CarrierRetryLaterError) for _id, one in answers)
        self.tries += 1
        # The cron comes back to it in a minute.
        if not passing or self.tries >= _MOST_TRIES:
            self._give_up(self._explain_refusals(quotes))
        return None

    def _open_attempt(self, quote):
        number = self._make_number()
        attempt = self.env["delivery.attempt"].create(
            {
                "task_id": self.id,
                "shop_id": quote.shop_id.id,
                "number": number,
                "quote_id": quote.id,
                "quoted_fee": quote.fee,
                "round": self.round,
                "offered_rider_id": self.wanted_rider_id.id,
                "next_query_at": fields.Datetime.now()
                + timedelta(seconds=const.QUERY_SECONDS["creating"]),
            }
        )
        attempt._log_move(False)
        if self.state == "waiting":
            self._move("searching")
        return attempt

    def _give_up(self, reason):
        self._move("stuck", reason=reason)

    # === WHOM TO CALL === #

    def _get_candidates(self):
        """Return the shop's couriers that have not been tried in this round.

        :rtype: delivery.shop
        """
        if self.wanted_shop_id:
            shops = self.wanted_shop_id
        else:
            shops = self.env["delivery.shop"].search(
                [
                    ("config_id", "=", self.config_id.id),
                    ("account_id.active", "=", True),
                ]
            )
        return shops.filtered(lambda one: not self._is_tried(one))

    def _is_tried(self, shop):
        of_round = self.attempt_ids.filtered(
            lambda one: one.shop_id == shop and one.round == self.round
        )
        expired = of_round.filtered("is_quote_expired")
        return bool(of_round - expired) or len(expired) >= _MOST_EXPIRED_QUOTES

    def _is_risen(self, offer):
        """Tell whether a price has risen too far since it was first asked in the round.

        Only after the courier let the first price lapse; else there is one price.
        """
        lapsed = self.attempt_ids.filtered(
            lambda one: (
                one.shop_id == offer.shop_id
                and one.round == self.round
                and one.is_quote_expired
            )
        ).sorted("id")[:1]
        if not lapsed:
            return False
        percent = 100 + self._get_policy().max_rise_percent
        return to_fen(offer.fee) * 100 > to_fen(lapsed.quoted_fee) * percent

    def _get_policy(self):
        """Return the shop's policy; with none set, Odoo's defaults of a new one."""
        policy = self.config_id.delivery_policy_id
        return policy or self.env["delivery.policy"].new({"name": "-"})

    def _explain_nobody(self):
        if self.attempt_ids.filtered(lambda one: one.round == self.round):
            return self.env._(
                "No courier of this shop found a rider. Call again, offer a tip, or"
                " give it to an own rider."
            )
        return self.env._(
            "This shop has no courier yet. Connect one under Delivery › Configuration ›"
            " Shops at Couriers."
        )

    def _explain_refusals(self, quotes):
        texts = [
            f"{quote.carrier_name}: {quote.message}"
            for quote in quotes
            if not quote.is_offer
        ]
        dear = quotes.filtered("is_offer")
        if dear:
            texts.append(
                self.env._(
                    "All prices are above the limit; the lowest is %(fee).2f.",
                    fee=min(dear.mapped("fee")),
                )
            )
        return "; ".join(texts)

    # === WHAT IS ASKED FOR === #

    def _make_number(self):
        """Return a number that no order at any courier had before.

        :return: `<shop>-<order>-<n>`, what couriers show beside the order.
        :rtype: str
        """
        short = self.order_id.uuid.replace("-", "")[:12]
        count = self.env["delivery.attempt"].search_count(
            [("order_id", "=", self.order_id.id)]
        )
        return f"{self.config_id.id}-{short}-{count + 1}"[-const.MAX_NUMBER :]

    def _prepare_wish(self, shop, number=None):
        """Return what a courier is asked to deliver.

        :param delivery.shop shop: The courier's number of the shop.
        :param str number: Ours; for a quote that of the order that may follow.
        :rtype: DeliveryRequest
        """
        order = self.order_id
        account = shop.account_id
        guest_account, guest_page = order._delivery_get_guest()
        lines = order.lines.filtered(lambda line: line.qty > 0)
        return DeliveryRequest(
            number=number or self._make_number(),
            shop_no=shop.number or "",
            pickup=shop._get_place(),
            dropoff=self._get_dropoff(),
            parcel=Parcel(
                lines=tuple(
                    GoodsLine(
                        name=line.full_product_name or line.product_id.display_name,
                        quantity=line.qty,
                        price_fen=to_fen(round(line.price_subtotal_incl / line.qty, 2)),
                        reference=str(line.id),
                    )
                    for line in lines
                ),
                weight_g=self.weight_g,
                value_fen=to_fen(order.amount_total),
            ),
            ordered_at=_seconds(order.date_order),
            callback_url=account.sudo().callback_url or "",
            daily_number=self.name or "",
            note=self.note or "",
            guest_account=guest_account,
            guest_page=guest_page,
            ready_at=None,
            deliver_at=None,
        )

    # === PATIENCE === #

    def _check_patience(self):
        """Offer a tip or call another courier if nobody accepts: a job's work."""
        waiting_id = self._committed("_get_waiting")
        if waiting_id:
            # A rider may have accepted without our having heard of it yet.
            self.env["delivery.attempt"].browse(waiting_id)._ask()
        todo = self._committed("_decide_patience")
        if todo:
            attempt_id, method = todo
            getattr(self.env["delivery.attempt"].browse(attempt_id), method)()

    def _get_waiting(self):
        """Return the order that nobody accepted for so long that it may be cancelled.

        :rtype: int
        """
        attempt = self._get_live()
        is_over = attempt.state == "pending" and self._is_patience_over(attempt)
        return attempt.id if is_over else None

    def _is_patience_over(self, attempt):
        return attempt._get_waited_s() >= self._get_policy().patience_minutes * 60

    def _decide_patience(self):
        """Return the attempt and the command that is to be sent for it, if any."""
        attempt = self._get_live()
        if self.state != "searching" or not attempt:
            return None
        if attempt.state in ("creating", "unknown"):
            return self._decide_silence(attempt)
        if attempt.state != "pending":
            return None
        policy = self._get_policy()
        if self._is_patience_over(attempt):
            if self._get_candidates():
                attempt._want_cancel(
                    self.env._(
                        "No rider in %(minutes)s minutes; calling another courier.",
                        minutes=policy.patience_minutes,
                    )
                )
                return attempt.id, "_send_cancel"
            self._alarm(
                self.env._(
                    "No rider yet for %(name)s, and no other courier is left.",
                    name=self.name,
                )
            )
        return self._decide_tip(attempt, policy)

    def _decide_silence(self, attempt):
        """Go on without a courier that has not answered for too long."""
        if not attempt.sent_at or attempt._get_waited_s() < const.UNKNOWN_SECONDS:
            return None
        if not self._get_candidates():
            return None
        attempt._unbind(self.env._("No answer; another courier is called."))
        self._enqueue_call()
        return None

    def _decide_tip(self, attempt, policy):
        if not policy.tip_step or attempt.is_tip_refused or not attempt._can_tip():
            return None
        due = int(attempt._get_waited_s() // (policy.tip_minutes * 60))
        cap = attempt.account_id._get_tip_cap() or policy.tip_cap
        wanted = min(due * policy.tip_step, policy.tip_cap, cap)
        if to_fen(wanted) <= to_fen(max(attempt.tip, attempt.tip_wanted)):
            return None
        attempt._want_tip(wanted)
        return attempt.id, "_send_tip"

    # === FOLLOWING === #

    def _follow(self, attempt):
        """Let the delivery follow one of its orders at couriers.

        :param delivery.attempt attempt: What has just moved.
        """
        if not self.is_open:
            return
        if not attempt.is_bound:
            self._follow_unbound(attempt)
        elif attempt.state in ("cancelled", "failed"):
            self._follow_end(attempt)
        elif attempt.state in const.TASK_STATE_BY_ATTEMPT:
            self._move(const.TASK_STATE_BY_ATTEMPT[attempt.state])
        if self.cancel_wanted_at and self.is_open:
            self._cancel_when_free()

    def _follow_unbound(self, attempt):
        if attempt.state in ("delivering", "delivered", "returning"):
            self._alarm(
                self.env._(
                    "%(courier)s carries %(name)s although another courier was called."
                    " Call the rider %(rider)s.",
                    courier=attempt.account_id.name,
                    name=self.name,
                    rider=attempt.rider_label or "",
                )
            )

    def _follow_end(self, attempt):
        if self.cancel_wanted_at:
            return
        if attempt.has_parcel:
            self._give_up(
                self.env._(
                    "%(courier)s ended it after the rider had taken the parcel:"
                    " %(why)s. Call the rider, then call again or cancel.",
                    courier=attempt.account_id.name,
                    why=attempt.message or "?",
                )
            )
            return
        if self.state in ("accepted", "at_shop", "delivering"):
            self._move("searching", reason=attempt.message)
        if self.state == "searching":
            self._enqueue_call()

    def _cancel_when_free(self):
        """Cancel the delivery once no courier has it any more."""
        alive = self.attempt_ids.filtered(lambda a: a.state not in const.ATTEMPT_ENDS)
        if not alive:
            self._move("cancelled", source="staff")


def _seconds(moment):
    return int(moment.replace(tzinfo=timezone.utc).timestamp()) if moment else 0
