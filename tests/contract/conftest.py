"""A sandbox, its merchants, and our client for each of them."""

import pytest
from clients import account_of, client_of
from couriers import played, shop_at

from sandbox.tests.client import Merchant
from sandbox.tests.conftest import Receiver, Running


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    running = Running(tmp_path_factory.mktemp("contract"))
    yield running
    running.stop()


@pytest.fixture
def merchant(sandbox):
    """The first merchant, at a sandbox that has forgotten everything earlier."""
    sandbox.world.reset()
    return Merchant(sandbox.url)


@pytest.fixture
def partner(merchant):
    """A service provider; `sub_mchid` is its shop's number."""
    made = merchant.control("POST", "merchant", kind="partner", name="contract")
    partner = Merchant(merchant.base_url, made["mchid"])
    partner.sub_mchid = merchant.control(
        "POST", "merchant", kind="sub", name="shop", partner=made["mchid"]
    )["mchid"]
    partner.sub_appid = merchant.credentials["appid"]
    return partner


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.stop()


@pytest.fixture
def our_client(merchant):
    return client_of(merchant, account_of(merchant))


@pytest.fixture
def our_partner_client(partner):
    return client_of(partner, account_of(partner))


@pytest.fixture(params=played())
def shop(request, sandbox, receiver):
    """A shop with an account at each courier, where riders do as they are told."""
    return shop_at(request.param, sandbox, receiver)


@pytest.fixture(params=played("dada", "shansong", "wechat_intracity"))
def forgeable(request, sandbox, receiver):
    """A shop whose courier's callbacks anybody could have sent."""
    return shop_at(request.param, sandbox, receiver)


@pytest.fixture(params=played("sf", "uu"))
def signed(request, sandbox, receiver):
    """A shop whose courier signs its callbacks with a key."""
    return shop_at(request.param, sandbox, receiver)


@pytest.fixture
def dada(sandbox, receiver):
    return shop_at("dada", sandbox, receiver)


@pytest.fixture
def sf(sandbox, receiver):
    return shop_at("sf", sandbox, receiver)
