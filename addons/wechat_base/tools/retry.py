"""Doing it again when others changed the same rows at the same moment.

Odoo's own repetition sleeps for seconds, which is too long for a diner who waits and
for the worker who sleeps. Here a try costs milliseconds. Odoo's loop stays the backstop
around this one.
"""

import logging
import random
import time

from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from psycopg2.errors import UniqueViolation

_logger = logging.getLogger(__name__)

MAX_TRIES = 8
GIVE_UP_AFTER_S = 3
SHORTEST_PAUSE_S = 0.005
LONGEST_PAUSE_S = 0.04

CLASHES = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)
# In a request also a unique value that came first from another one at the same moment,
# such as the UUID of an order that the phone sends twice: the second run sees the row.
REQUEST_CLASHES = (*CLASHES, UniqueViolation)


def try_again(function, clashes=CLASHES, start_over=None):
    """Return what a function returns, once nobody gets in its way.

    :param callable function: What to do.
    :param tuple clashes: After which errors to do it again.
    :param callable start_over: Called before each further try.
    :return: What the function returned.
    :raise Exception: What the last try raised.
    """
    give_up_at = time.monotonic() + GIVE_UP_AFTER_S
    for remaining in range(MAX_TRIES - 1, -1, -1):
        try:
            return function()
        except clashes as error:
            if not remaining or time.monotonic() > give_up_at:
                raise
            _logger.debug("%s, %s tries left", type(error).__name__, remaining)
        if start_over:
            start_over()
        time.sleep(random.uniform(SHORTEST_PAUSE_S, LONGEST_PAUSE_S))
    raise AssertionError("unreachable")


def run_in_request(function, get_env):
    """Return what a function returns, once its writes are in the database.

    Odoo commits them with the request.

    :param callable function: What to do in the transaction of the request.
    :param callable get_env: Returns the environment of the request.
    :return: What the function returned.
    :raise Exception: What the last try raised.
    """

    def run():
        result = function()
        get_env().cr.flush()
        return result

    return try_again(run, REQUEST_CLASHES, lambda: start_over(get_env()))


def start_over(env):
    """Forget what the request wrote and read, in the database and in memory.

    What others have committed is seen from here on.
    """
    env.cr.rollback()
    env.transaction.reset()
    env.registry.reset_changes()
