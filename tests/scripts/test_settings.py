from pathlib import Path

import pytest

from housekeeping import settings
from housekeeping.errors import HouseError


def test_defaults_stay_in_the_checkout_but_downloads_do_not():
    found = settings.load({"HOME": "/someone"})

    assert found.prefix == settings.CHECKOUT / ".prefix"
    assert found.data_dir == settings.CHECKOUT / ".run"
    assert found.cache_dir == Path("/someone/.cache/wechat-restaurant")
    assert (found.http_port, found.database.port) == (8069, 54329)
    assert found.database.embedded


def test_environment_beats_default():
    found = settings.load({"PREFIX": "/else", "HTTP_PORT": "9000"})

    assert found.prefix == Path("/else")
    assert found.http_port == 9000


def test_cache_follows_xdg_unless_named():
    xdg = {"XDG_CACHE_HOME": "/xdg", "HOME": "/someone"}

    assert settings.load(xdg).cache_dir == Path("/xdg/wechat-restaurant")
    assert settings.load({**xdg, "CACHE_DIR": "/mine"}).cache_dir == Path("/mine")


def test_empty_variable_counts_as_unset():
    assert settings.load({"PREFIX": ""}).prefix == settings.CHECKOUT / ".prefix"


def test_database_url_beats_db_host():
    environ = {
        "DATABASE_URL": "postgresql://me:p%40ss@db.example:6000/shop",
        "DB_HOST": "elsewhere",
    }

    found = settings.load(environ)

    server = found.database
    assert (server.host, server.port, server.user) == ("db.example", 6000, "me")
    assert server.password == "p@ss"
    assert found.db_name == "shop"
    assert not server.embedded


def test_db_host_names_a_server_of_ones_own():
    server = settings.load({"DB_HOST": "db", "DB_PASSWORD": "x"}).database

    assert (server.host, server.port, server.user) == ("db", 5432, "odoo")
    assert not server.embedded


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_port_that_is_none_is_named(port):
    with pytest.raises(HouseError, match="HTTP_PORT"):
        settings.load({"HTTP_PORT": port})


def test_database_url_of_another_kind_is_refused():
    with pytest.raises(HouseError, match="DATABASE_URL"):
        settings.load({"DATABASE_URL": "mysql://db/shop"})


def test_password_is_never_printed():
    found = settings.load({"DB_HOST": "db", "DB_PASSWORD": "s3cret"})

    assert "s3cret" not in repr(found)
