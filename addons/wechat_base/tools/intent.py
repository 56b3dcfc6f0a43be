"""The only place of the suite that commits.

A remote call cannot be rolled back. So what we are about to ask for is committed before
the call, on a cursor of its own, and what came back is committed after it: whatever
dies in between, the row tells a later job what to ask the remote side.
"""

import contextlib

from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from .retry import try_again

# The caller may itself hold a lock on what the intent touches: PostgreSQL cannot see
# that deadlock, because one side waits in Python. So nobody waits for ever.
LOCK_TIMEOUT_MS = 3000


@contextlib.contextmanager
def committed(env):
    """Open an environment on a cursor of its own, committed on exit.

    The caller's own transaction neither sees nor blocks what happens here. In a test,
    the registry is in test mode and the cursor is a savepoint of the test's cursor.

    :param Environment env: The environment of the caller.
    :return: An environment with the same user and context and a new transaction.
    """
    with env.registry.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [LOCK_TIMEOUT_MS])
        yield env(cr=cursor)
        # Leaving the block of a cursor without an error flushes and commits.


def run_committed(env, function):
    """Run a function as :func:`committed` does, again if others got in between.

    :param Environment env: The environment of the caller.
    :param callable function: Called with the new environment; it must not keep records.
    :return: What the function returns.
    """

    def run():
        with committed(env) as intent_env:
            return function(intent_env)

    return try_again(run)


def try_lock(env, name):
    """Be the only one with this name until the end of the transaction.

    Nobody waits: a transaction that waited would go on with the picture it took before.
    To be the first statement of a function of :func:`run_committed`, which tries again:
    what was done before is rolled back.

    :param Environment env: The environment of that function.
    :param str name: What only one may do at a time.
    :raise ConcurrencyError: If someone else is at it.
    """
    key = SQL("hashtextextended(%s, 0)", name)
    cursor = env.cr
    cursor.execute(SQL("SELECT pg_try_advisory_lock(%s)", key))
    if not cursor.fetchone()[0]:
        raise ConcurrencyError(name)
    # PostgreSQL took its picture before it tried: who held the lock may have committed
    # in between, unseen. The lock outlives the transaction, the picture does not.
    cursor.rollback()
    cursor.execute(
        SQL(
            "SET LOCAL lock_timeout = %s;"
            " SELECT pg_try_advisory_xact_lock(%s), pg_advisory_unlock(%s)",
            LOCK_TIMEOUT_MS,
            key,
            key,
        )
    )


def see_anew(env):
    """Let a transaction that wrote nothing yet see what others committed meanwhile.

    For who called another side and goes on in the same request: the picture that
    PostgreSQL took at its beginning does not have the answer.

    :param Environment env: The environment of the request.
    """
    env.cr.commit()
    env.invalidate_all()
