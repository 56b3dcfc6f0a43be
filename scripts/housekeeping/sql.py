"""SQL against the server, through the runtime environment's driver."""

import json
import os
import subprocess

from . import postgres
from .errors import HouseError
from .settings import Settings

CLIENT = """
import json, sys, psycopg2
connection = psycopg2.connect(dbname=sys.argv[1], connect_timeout=5)
connection.autocommit = True
cursor = connection.cursor()
cursor.execute(*json.load(sys.stdin))
print(json.dumps(cursor.fetchall() if cursor.description else [], default=str))
"""


def environ(settings: Settings) -> dict[str, str]:
    """Return the environment in which libpq finds the server and its password."""
    server = postgres.connection(settings)
    return {
        **os.environ,
        "PGHOST": server.host,
        "PGPORT": str(server.port),
        "PGUSER": server.user,
        "PGPASSWORD": server.password,
    }


def run(settings: Settings, db_name: str, query: str, *values: object) -> list[list]:
    """Run one statement and return its rows.

    :raise HouseError: If the server refuses it or is not there.
    """
    python = settings.prefix / "runtime/bin/python"
    done = subprocess.run(
        [python, "-c", CLIENT, db_name],
        env=environ(settings),
        # Not as arguments: a command line has room for 128 KB.
        input=json.dumps([query, values]),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        server = settings.database
        raise HouseError(
            f"PostgreSQL said: {done.stderr.strip().splitlines()[-1]}",
            f"Check that it answers on {server.host}:{server.port} and knows the user "
            f"{server.user} (DATABASE_URL or DB_HOST, DB_PORT, DB_USER, DB_PASSWORD).",
        )
    return json.loads(done.stdout)


def exists(settings: Settings, db_name: str) -> bool:
    """Tell whether the server has a database of this name."""
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    return bool(run(settings, "postgres", query, db_name))


def create(settings: Settings, db_name: str, template: str = "template0") -> None:
    """Create a database, empty or as a copy of another one."""
    query = f'CREATE DATABASE "{db_name}" TEMPLATE "{template}" ENCODING \'UTF8\''
    run(settings, "postgres", query)


def drop(settings: Settings, db_name: str) -> None:
    """Drop a database, with whoever is still connected to it."""
    run(settings, "postgres", f'DROP DATABASE IF EXISTS "{db_name}" WITH (FORCE)')
