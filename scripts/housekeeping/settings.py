"""Every setting of the scripts, its environment variable and its default.

This is the only place that reads them. `scripts/house settings` prints what is in
force.
"""

import os
import pathlib
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field

from .errors import HouseError

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Database:
    """Where PostgreSQL answers. `embedded` means the scripts run it themselves."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    embedded: bool


@dataclass(frozen=True)
class Settings:
    """The settings in force."""

    prefix: pathlib.Path
    cache_dir: pathlib.Path
    data_dir: pathlib.Path
    odoo_home: pathlib.Path | None
    http_port: int
    web_port: int
    gevent_port: int
    job_port: int
    job_gevent_port: int
    sandbox_port: int
    http_interface: str
    db_name: str
    database: Database
    artifacts_dir: pathlib.Path


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings, from the environment or by default.

    :raise HouseError: If a port is no number or the database URL cannot be read.
    """
    home = pathlib.Path(environ.get("HOME") or "/tmp")
    cache_home = _path(environ, "XDG_CACHE_HOME", home / ".cache")
    odoo_home = environ.get("ODOO_HOME")
    return Settings(
        prefix=_path(environ, "PREFIX", CHECKOUT / ".prefix"),
        cache_dir=_path(environ, "CACHE_DIR", cache_home / "wechat-restaurant"),
        data_dir=_path(environ, "DATA_DIR", CHECKOUT / ".run"),
        odoo_home=pathlib.Path(odoo_home).resolve() if odoo_home else None,
        http_port=_port(environ, "HTTP_PORT", 8069),
        # Odoo itself; people come through nginx on HTTP_PORT.
        web_port=_port(environ, "WEB_PORT", 8068),
        gevent_port=_port(environ, "GEVENT_PORT", 8072),
        job_port=_port(environ, "JOB_PORT", 8070),
        # Odoo always starts a websocket process beside its workers, here unused.
        job_gevent_port=_port(environ, "JOB_GEVENT_PORT", 8071),
        http_interface=environ.get("HTTP_INTERFACE") or "127.0.0.1",
        sandbox_port=_port(environ, "SANDBOX_PORT", 8090),
        db_name=environ.get("DB_NAME") or _name_in_url(environ) or "",
        database=_database(environ),
        artifacts_dir=_path(environ, "ARTIFACTS_DIR", CHECKOUT / "artifacts"),
    )


def _path(environ: Mapping[str, str], name: str, default: pathlib.Path) -> pathlib.Path:
    # An empty variable counts as unset: `PREFIX= make demo` must not mean "here".
    return pathlib.Path(environ.get(name) or default).absolute()


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name) or str(default)
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise HouseError(
            f"{name}={value} is not a port.", f"Set {name} to a number from 1 to 65535."
        )
    return int(value)


def _name_in_url(environ: Mapping[str, str]) -> str:
    url = urllib.parse.urlsplit(environ.get("DATABASE_URL", ""))
    return urllib.parse.unquote(url.path.lstrip("/"))


def _database(environ: Mapping[str, str]) -> Database:
    if environ.get("DATABASE_URL"):
        return _database_in_url(environ["DATABASE_URL"])
    if environ.get("DB_HOST"):
        return Database(
            host=environ["DB_HOST"],
            port=_port(environ, "DB_PORT", 5432),
            user=environ.get("DB_USER") or "odoo",
            password=environ.get("DB_PASSWORD", ""),
            embedded=False,
        )
    return Database("127.0.0.1", _port(environ, "PG_PORT", 54329), "odoo", "", True)


def _database_in_url(text: str) -> Database:
    url = urllib.parse.urlsplit(text)
    if url.scheme not in {"postgresql", "postgres"} or not url.hostname:
        raise HouseError(
            "DATABASE_URL cannot be read.",
            "Write it as postgresql://user:password@host:5432/database.",
        )
    return Database(
        host=url.hostname,
        port=url.port or 5432,
        user=urllib.parse.unquote(url.username or "odoo"),
        password=urllib.parse.unquote(url.password or ""),
        embedded=False,
    )
