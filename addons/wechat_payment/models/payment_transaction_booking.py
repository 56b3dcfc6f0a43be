"""Telling orders of the money that came.

Who asks about a payment books it at once: the diner's phone does, a moment after it
paid. What nobody asks about is booked by a job. A job for each payment costs more than
what it does, so one job books all that are due. The rows themselves are the queue:
whatever was left behind, the next one finds.
"""

from odoo import SUPERUSER_ID, api, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.addons.wechat_base.tools.masking import get_wechat_logger
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from .. import const

_logger = get_wechat_logger(__name__, const.SENSITIVE_KEYS)

_BATCH = 50
# What booking reads.
_PAYMENT_FIELDS = (
    *const.STATE_FIELDS,
    "amount",
    "last_state_change",
    "provider_id",
    "provider_reference",
    "wechatpay_is_given_back",
    "wechatpay_pos_order_id",
)
_SESSION_FIELDS = ("company_id", "config_id", "state", "update_stock_at_closing")
_CONFIG_FIELDS = (
    "cash_rounding",
    "company_id",
    "currency_id",
    "invoice_journal_id",
    "name",
    "order_edit_tracking",
    "order_seq_id",
)
_METHOD_FIELDS = ("active", "is_online_payment", "wechatpay_provider_id")
_CURRENCY_FIELDS = ("decimal_places", "rounding")
# How long the job leaves a payment to whoever may ask about it.
_PATIENCE_SECONDS = 2
# Who is due: paid, not booked, and not left to a job of its own after a failure. The
# states of unfinished jobs are named, so that their index is used: thousands are done.
# Whoever else is at a payment, a phone that asks for example, is waited for: a payment
# passed over now would be booked by nobody. What a till took is first that till's to
# book, see `payment_transaction_till_booking.py`.
_DUE_QUERY = """
    SELECT tx.id
      FROM payment_transaction tx
     WHERE tx.wechatpay_state = 'success'
       AND tx.is_post_processed IS NOT TRUE
       AND tx.operation IS DISTINCT FROM 'refund'
       AND tx.wechatpay_till_payment_uuid IS NULL
       AND (tx.wechatpay_pos_order_id = %(order_id)s OR %(order_id)s IS NULL)
       AND NOT EXISTS (
           SELECT FROM queue_job job
            WHERE job.identity_key = 'wechatpay-book-' || tx.id
              AND job.state IN ('wait_dependencies', 'pending', 'enqueued',
                                'started', 'failed'))
     ORDER BY tx.id
     LIMIT %(limit)s
       FOR NO KEY UPDATE OF tx
"""


class PaymentTransaction(models.Model):
    """A payment whose order is to learn of it."""

    _inherit = "payment.transaction"

    _wechatpay_due_idx = models.Index(
        "(id) WHERE wechatpay_state = 'success' AND is_post_processed IS NOT TRUE"
    )

    # === BUSINESS METHODS - POST-PROCESSING === #

    def _post_process(self):
        """Override of `payment` to book on POS orders instead of in payments.

        The POS session books all payments of a method in one entry when it closes; an
        `account.payment` for each would book them twice.
        """
        wechatpay_txs = self.filtered(
            lambda tx: tx.wechatpay_state and not tx._wechatpay_is_of_web()
        )
        result = super(PaymentTransaction, self - wechatpay_txs)._post_process()
        for tx in wechatpay_txs:
            tx._wechatpay_post_process()
        return result

    def _wechatpay_post_process(self):
        """Tell the order of the money, exactly once.

        Whether the order still wants it is decided here and not when the money came:
        this is where the order's row can be waited for.

        Note: `self.ensure_one()`
        """
        self.ensure_one()
        self._wechatpay_lock()
        if not self.is_post_processed and self.wechatpay_state not in const.LIVE_STATES:
            self._wechatpay_tell_order()

    def _wechatpay_tell_order(self):
        """Tell the order of money that was not told of yet.

        Note: `self.ensure_one()`; the caller holds the lock of the row.
        """
        self.ensure_one()
        order = self.wechatpay_pos_order_id
        if order and self.wechatpay_state == "success" and not self._is_refund():
            order = order.with_company(order.company_id)
            if order._wechatpay_accepts_payment(self):
                order._wechatpay_on_paid(self)
            else:
                order._wechatpay_on_late_payment(self)
        self.is_post_processed = True

    # === BUSINESS METHODS - JOBS === #

    @api.model
    def _wechatpay_enqueue_booking(self):
        """See to it that a job books what is paid by the end of this transaction.

        It does so shortly, if nobody who asks was faster. A job that still waits will
        do, as it is kept from beginning until then: to begin, its row must be changed,
        and here it is locked. One that waits for longer, after a failure, will not.
        """
        self.env.cr.execute(
            SQL(
                "SELECT FROM queue_job WHERE state = 'pending'"
                " AND (eta IS NULL OR eta <= clock_timestamp() AT TIME ZONE 'UTC'"
                " + make_interval(secs => %s))"
                " AND model_name = %s AND method_name = '_wechatpay_book'"
                " LIMIT 1 FOR SHARE SKIP LOCKED",
                _PATIENCE_SECONDS,
                self._name,
            ),
            # That it began just now is no error: it is looked for again.
            log_exceptions=False,
        )
        if not self.env.cr.rowcount:
            self._wechatpay_as_job().with_delay(
                priority=5, eta=_PATIENCE_SECONDS, description="Book WeChat payments"
            )._wechatpay_book()

    @api.model
    def _wechatpay_book(self):
        """Tell the orders of all payments that came; a job's work.

        One that cannot be booked keeps no other from it: it gets a job of its own,
        where a person sees why.
        """
        count = _BATCH
        while count == _BATCH:
            count = run_committed(
                self.env, lambda env: self.with_env(env)._wechatpay_book_due()
            )
        # Here, because a job of its own would cost more than the sealing.
        self.env["wechatpay.voucher"].sudo()._seal_all()

    @api.model
    def _wechatpay_book_due(self, order_id=None):
        """Book the payments that are due.

        Locks their rows, so the transaction must be a short one.

        :param int order_id: Of this order only.
        :return: How many there were.
        :rtype: int
        """
        # That others changed one meanwhile is no error: it is looked for again.
        query = SQL(_DUE_QUERY, order_id=order_id, limit=_BATCH)
        self.env.cr.execute(query, log_exceptions=False)
        due = self._wechatpay_as_job().browse(
            [row[0] for row in self.env.cr.fetchall()]
        )
        due._wechatpay_read_ahead()
        for tx in due:
            try:
                with self.env.cr.savepoint():
                    tx._wechatpay_tell_order()
            except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError):
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it is one order's
                _logger.info("Payment %s could not be booked: %s", tx.id, error)
                tx.with_delay(
                    priority=5,
                    description=f"Book WeChat payment {tx.reference}",
                    identity_key=f"wechatpay-book-{tx.id}",
                )._wechatpay_post_process()
        return len(due)

    def _wechatpay_read_ahead(self):
        """Read what booking needs, of all payments at once.

        It would be read anyway, but with every other column of these wide tables.
        """
        self.fetch(_PAYMENT_FIELDS)
        orders = self.wechatpay_pos_order_id
        orders.fetch(orders._wechatpay_get_booked_fields())
        orders.session_id.fetch(_SESSION_FIELDS)
        orders.config_id.fetch(_CONFIG_FIELDS)
        orders.config_id.payment_method_ids.fetch(_METHOD_FIELDS)
        orders.config_id.currency_id.fetch(_CURRENCY_FIELDS)

    def _wechatpay_as_job(self):
        # The same whoever asks, in whichever language. Nobody follows a new job or what
        # it makes: what mail does for followers is left out.
        return self.with_env(
            self.env(user=SUPERUSER_ID, context={"tracking_disable": True})
        )
