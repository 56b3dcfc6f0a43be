"""What happens when the add-on is installed."""

import os

from odoo.tools import SQL

from . import const


def post_init_hook(env):
    """Write, once and for ever, whether the database is a demo or a real one.

    The mark is inserted by SQL because the ORM refuses every write of that key, also
    to administrators.

    :raise ValueError: If the environment asks for something else than a demo or a real
        database.
    """
    kind = os.environ.get(const.KIND_VARIABLE) or const.REAL
    if kind not in const.KINDS:
        raise ValueError(
            f"{const.KIND_VARIABLE} must be one of {const.KINDS}, not {kind!r}"
        )
    env.cr.execute(
        SQL(
            """
            INSERT INTO ir_config_parameter (key, value, create_date, write_date)
            VALUES (%s, %s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')
            ON CONFLICT (key) DO NOTHING
            """,
            const.KIND_PARAMETER,
            kind,
        )
    )
    env.registry.clear_cache("stable")
    env.registry.clear_cache()
