"""How often one caller may do the same thing."""

from odoo import api, models
from odoo.addons.wechat_base.tools.intent import run_committed
from odoo.tools import SQL

_TABLE = "wechat_rate_bucket"


class WechatRateLimit(models.AbstractModel):
    """Token buckets, shared by all workers.

    A bucket per caller and kind of request, in an UNLOGGED table: it is never written
    to the log of the database, and may be empty after a crash.

    Taking a token is one statement on a cursor of its own, committed at once: it is
    not undone when the request fails, and holds no lock while the request works. Two
    requests meet on a row only if they come from the same caller at the same moment;
    the later one then starts over within milliseconds. A caller that is refused writes
    nothing.
    """

    _name = "wechat.rate.limit"
    _description = "Rate Limit of the Diner API"

    def init(self):
        """Override of `base` to make the table, which is no model's."""
        self.env.cr.execute(
            SQL(
                """
                CREATE UNLOGGED TABLE IF NOT EXISTS %s (
                    key varchar PRIMARY KEY,
                    tokens double precision NOT NULL,
                    taken_at timestamptz NOT NULL
                )
                """,
                SQL.identifier(_TABLE),
            )
        )

    @api.model
    def _take(self, key, limit):
        """Take a token from a bucket.

        :param str key: Who does what.
        :param Limit limit: How much is allowed.
        :return: 0 if it may go on, else the seconds after which to come again.
        :rtype: int
        """
        factor = self._get_factor()
        burst, per_second = limit.burst * factor, limit.per_minute * factor / 60
        statement = SQL(
            """
            INSERT INTO %(table)s AS bucket (key, tokens, taken_at)
            VALUES (%(key)s, %(burst)s - 1, clock_timestamp())
            ON CONFLICT (key) DO UPDATE
                SET tokens = LEAST(%(burst)s, %(filled)s) - 1,
                    taken_at = clock_timestamp()
                WHERE %(filled)s >= 1
            RETURNING tokens
            """,
            table=SQL.identifier(_TABLE),
            key=key,
            burst=burst,
            filled=SQL(
                "bucket.tokens + %s * extract(epoch FROM clock_timestamp()"
                " - bucket.taken_at)",
                per_second,
            ),
        )

        def take(own_env):
            # A clash is no error: the caller is simply asked once more.
            own_env.cr.execute(statement, log_exceptions=False)
            return own_env.cr.fetchone()

        return 0 if run_committed(self.env, take) else max(1, round(1 / per_second))

    @api.model
    def _get_factor(self):
        # Many diners may share one address, as in a shop behind one router.
        text = (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("wechat_ordering.rate_limit_factor")
        )
        try:
            return max(float(text or 1), 0.01)
        except ValueError:
            return 1.0

    @api.autovacuum
    def _gc_buckets(self):
        """Forget the buckets that are full again."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE taken_at < now() - interval '1 day'",
                SQL.identifier(_TABLE),
            )
        )
