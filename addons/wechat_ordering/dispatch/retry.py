"""Runs a request again when others changed the same rows at the same moment."""

import logging
import random
import time

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from psycopg2.errors import UniqueViolation

_logger = logging.getLogger(__name__)

MAX_TRIES = 8
SHORTEST_PAUSE_S = 0.005
LONGEST_PAUSE_S = 0.04

# A unique value that came first from a request at the same moment, such as the UUID of
# an order that the phone sends twice: the second run sees the first one's row.
RETRYABLE = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, UniqueViolation)


def run(function, get_env):
    """Return what the function returns, once its writes are in the database.

    Odoo's own repetition sleeps for seconds, which is too long for a diner who waits
    and for the worker who sleeps. Here a try costs milliseconds. Odoo's loop stays the
    backstop around this one.

    :param callable function: What to run.
    :param callable get_env: Returns the environment of the request.
    :return: What the function returned.
    :raise Exception: What the last try raised.
    """
    for remaining in range(MAX_TRIES - 1, -1, -1):
        try:
            result = function()
            get_env().cr.flush()
            return result
        except RETRYABLE as exc:
            if not remaining:
                raise
            undo(get_env())
            _logger.debug("%s, %s tries left", type(exc).__name__, remaining)
            time.sleep(random.uniform(SHORTEST_PAUSE_S, LONGEST_PAUSE_S))
    raise AssertionError("unreachable")


def undo(env):
    """Forget everything the request wrote, in the database and in memory."""
    env.cr.rollback()
    env.transaction.reset()
    env.registry.reset_changes()
