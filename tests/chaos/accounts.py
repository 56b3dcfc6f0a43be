"""Four books about the same money, side by side: they must say the same of each meal.

WeChat's ledger (the sandbox's), our vouchers, the POS payments, and the journal.
"""

from dataclasses import dataclass

import requests
from meals import Meal, Restaurant
from mishaps import PAID, PAID_ONCE, REFUNDED, RETURNED, REVERSED, UNPAID

LIMIT = 1_000_000

# What is not over yet: it must become nothing.
OPEN = """
    SELECT 'payment ' || t.reference || ' is ' || t.wechatpay_state
      FROM payment_transaction t
     WHERE t.wechatpay_state IN ('created', 'notpay', 'userpaying', 'processing')
        OR t.wechatpay_next_query_at IS NOT NULL
    UNION ALL
    SELECT 'payment ' || t.reference || ' is not booked'
      FROM payment_transaction t
     WHERE t.wechatpay_state = 'success' AND t.operation <> 'refund'
       AND t.is_post_processed IS NOT TRUE
    UNION ALL
    SELECT 'refund ' || r.id || ' is ' || r.state || ' ' || COALESCE(r.problem, '')
      FROM wechatpay_refund r WHERE r.state IN ('running', 'returned')
    UNION ALL
    SELECT 'order ' || o.uuid || ' is ' || o.state
      FROM pos_order o WHERE o.uuid = ANY(%s) AND o.state = 'draft'
    UNION ALL
    SELECT 'voucher ' || v.id || ' is not sealed'
      FROM wechatpay_voucher v WHERE v.sequence IS NULL
    UNION ALL
    SELECT 'job ' || j.name || ' is ' || j.state || ': ' || COALESCE(j.exc_message, '')
      FROM queue_job j
     WHERE j.state NOT IN ('done', 'cancelled')
       AND (j.model_name LIKE 'payment.%%' OR j.model_name LIKE 'wechatpay.%%'
            OR j.identity_key LIKE 'wechat_expire:%%')
"""

# Let time pass: what would be due within a day is due now. Only what is not due yet is
# touched, or the jobs that see to it would find their rows changed again and again.
TIME_PASSES = (
    """
    UPDATE payment_transaction
       SET wechatpay_next_query_at = wechatpay_next_query_at - interval '1 day',
           wechatpay_expires_at = wechatpay_expires_at - interval '1 day',
           wechatpay_submitted_at = wechatpay_submitted_at - interval '1 day',
           create_date = create_date - interval '1 day'
     WHERE wechatpay_next_query_at > now() AT TIME ZONE 'UTC'
    """,
    # The till had its time to tell of its payment.
    """
    UPDATE payment_transaction
       SET last_state_change = last_state_change - interval '1 hour'
     WHERE wechatpay_state = 'success' AND is_post_processed IS NOT TRUE
       AND wechatpay_till_payment_uuid IS NOT NULL
       AND last_state_change > now() AT TIME ZONE 'UTC' - interval '10 minutes'
    """,
    """
    UPDATE queue_job SET eta = NULL
     WHERE state = 'pending' AND eta > now() AT TIME ZONE 'UTC'
       AND model_name IN ('payment.transaction', 'wechatpay.voucher', 'pos.order')
    """,
)
ORDERS_LAPSE = """
    UPDATE pos_order SET wechat_expires_at = wechat_expires_at - interval '1 day'
     WHERE uuid = ANY(%s) AND state = 'draft'
       AND wechat_expires_at > now() AT TIME ZONE 'UTC'
"""

# Each order: its state, its sum, and what it says in our three books.
BOOKS = """
    SELECT o.uuid, o.state, ROUND(o.amount_total * 100)::int,
           ARRAY(SELECT t.reference FROM payment_transaction t
                  WHERE t.wechatpay_pos_order_id = o.id
                    AND t.operation IS DISTINCT FROM 'refund' ORDER BY t.id),
           ARRAY(SELECT ROUND(p.amount * 100)::int
                   FROM pos_payment p
                   JOIN pos_payment_method m ON m.id = p.payment_method_id
                  WHERE m.wechatpay_provider_id IS NOT NULL
                    AND (p.pos_order_id = o.id OR p.pos_order_id IN (
                        SELECT r.refund_order_id FROM wechatpay_refund r
                         WHERE r.order_id = o.id))
                  ORDER BY p.id),
           ARRAY(SELECT CASE v.kind WHEN 'payment' THEN v.amount_fen
                                    ELSE -v.amount_fen END
                   FROM wechatpay_voucher v
                  WHERE v.kind IN ('payment', 'refund')
                    AND v.out_trade_no IN (
                        SELECT t.reference FROM payment_transaction t
                         WHERE t.wechatpay_pos_order_id = o.id)
                  ORDER BY v.id)
      FROM pos_order o WHERE o.uuid = ANY(%s)
"""

# What each session took with WeChat Pay, and what its entry says of it.
JOURNAL = """
    SELECT s.name, s.state,
           (SELECT COALESCE(SUM(ROUND(p.amount * 100)), 0)::int
              FROM pos_payment p
              JOIN pos_payment_method m ON m.id = p.payment_method_id
             WHERE p.session_id = s.id AND m.wechatpay_provider_id IS NOT NULL),
           (SELECT COALESCE(SUM(ROUND(l.balance * 100)), 0)::int
              FROM account_payment a
              JOIN account_move_line l ON l.move_id = a.move_id
             WHERE a.pos_session_id = s.id AND l.account_id = a.outstanding_account_id
               AND l.parent_state = 'posted')
      FROM pos_session s
     WHERE EXISTS (SELECT 1 FROM pos_payment p
                 JOIN pos_payment_method m ON m.id = p.payment_method_id
                WHERE p.session_id = s.id AND m.wechatpay_provider_id IS NOT NULL)
"""


@dataclass(frozen=True)
class Account:
    """What the books say of one meal, in fen.

    :ivar list at_wechat: What WeChat received, a number each.
    :ivar int returned: What WeChat gave back.
    :ivar list vouchers: What our vouchers say: received, and below zero given back.
    :ivar list booked: The POS payments of the order and its refund order.
    """

    state: str
    total: int
    at_wechat: list
    returned: int
    vouchers: list
    booked: list

    def check(self, ends: str) -> None:
        """Compare the books with each other, and with how the meal must end."""
        total = self.total
        assert total > 0
        received, returned, booked = {
            PAID: ([total], 0, [total]),
            UNPAID: ([], 0, []),
            REFUNDED: ([total], total, [total, -total]),
            RETURNED: ([total], total, []),
            REVERSED: ([total], total, []),
            PAID_ONCE: ([total, total], total, [total]),
        }[ends]
        assert self.at_wechat == received, "WeChat received"
        assert self.returned == returned, "WeChat gave back"
        facts = [*received, -returned] if returned else received
        # What was reversed was never ours: its voucher says so, and no amount.
        facts = [] if ends == REVERSED else facts
        assert sorted(self.vouchers) == sorted(facts), "vouchers"
        assert self.booked == booked, "POS payments"
        is_over = "paid" if booked else "cancel"
        assert self.state.replace("done", "paid") == is_over, "order"


def find_open(restaurant: Restaurant, meals: list[Meal]) -> list[str]:
    """Return what is not over yet, in words."""
    return [row[0] for row in restaurant.query(OPEN, [meal.uuid for meal in meals])]


def let_time_pass(restaurant: Restaurant, meals: list[Meal]) -> None:
    """Make everything due that is left to wait for."""
    for statement in TIME_PASSES:
        restaurant.query(statement)
    restaurant.query(ORDERS_LAPSE, [meal.uuid for meal in meals])


def read_accounts(restaurant: Restaurant, meals: list[Meal]) -> dict[str, Account]:
    """Return what the books say of each meal, by its uuid."""
    ledger = read_ledger(restaurant)
    at_wechat = {order["out_trade_no"]: order for order in ledger["orders"]}
    accounts = {}
    for uuid, state, total, numbers, booked, vouchers in restaurant.query(
        BOOKS, [meal.uuid for meal in meals]
    ):
        orders = [at_wechat[number] for number in numbers if number in at_wechat]
        accounts[uuid] = Account(
            state=state,
            total=total,
            at_wechat=[one["paid_fen"] for one in orders if one["paid_fen"]],
            returned=sum(
                one["paid_fen"] if one["reversed_at"] else one["refunded_fen"]
                for one in orders
            ),
            vouchers=vouchers,
            booked=booked,
        )
    return accounts


def read_ledger(restaurant: Restaurant) -> dict:
    """Return all that WeChat knows of money."""
    url = f"{restaurant.stack.sandbox_url}/control/ledger"
    answer = requests.get(url, params={"limit": LIMIT}, timeout=20)
    answer.raise_for_status()
    return answer.json()


def read_journal(restaurant: Restaurant) -> list[list]:
    """Return each session: its name, its state, POS payments and posted fen."""
    return restaurant.query(JOURNAL)
