"""A sandbox, its merchants, and our client for each of them."""

import pytest
from clients import account_of, client_of

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
