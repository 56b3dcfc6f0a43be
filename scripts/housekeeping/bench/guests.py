"""The peer's guests: what the app of pos_self_order sends."""

import itertools
import random
import uuid

from . import http
from .http import Answer
from .servers import Server

LINES = 5


class Guests:
    """Guests of the peer's shop, who order the same dishes.

    :param server: The peer's server.
    """

    def __init__(self, server: Server) -> None:
        self.port = server.port
        self.facts = server.facts
        self._choice = random.Random(1)
        self._tables = itertools.cycle(server.facts["tables"])

    @property
    def data_path(self) -> str:
        """Return the address from which the app loads its menu."""
        return f"/pos-self/data/{self.facts['config']}"

    def data_body(self) -> dict:
        """Return what the app sends there."""
        table = self.facts["tables"][0]
        return rpc(access_token=self.facts["access_token"], table_identifier=table)

    def make_order(self) -> dict:
        """Return an order of five different dishes at a table, prices and all."""
        facts = self.facts
        chosen = self._choice.sample(facts["dishes"], LINES)
        order = {
            "uuid": str(uuid.uuid4()),
            "access_token": str(uuid.uuid4()),
            "company_id": facts["company"],
            "config_id": facts["config"],
            "session_id": facts["session"],
            "pricelist_id": facts["pricelist"],
            "preset_id": facts["preset"],
            "state": "draft",
            "amount_total": sum(dish["total"] for dish in chosen),
            "amount_tax": sum(dish["total"] - dish["subtotal"] for dish in chosen),
            "amount_paid": 0,
            "amount_return": 0,
            "lines": [[0, 0, _make_line(dish)] for dish in chosen],
        }
        return rpc(
            order=order,
            access_token=facts["access_token"],
            table_identifier=next(self._tables),
        )

    def place(self, body: dict) -> Answer:
        """Send an order."""
        return self.post("/pos-self-order/process-order/mobile/", body)

    def post(self, path: str, body: dict) -> Answer:
        """Call one of the peer's routes."""
        return http.call(self.port, "POST", path, body)


def is_placed(answer: Answer) -> bool:
    """Tell whether the peer took the order; errors too come with status 200."""
    return answer.status == 200 and "result" in answer.json()


def rpc(**params: object) -> dict:
    """Return the envelope of Odoo's own routes."""
    return {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}


def _make_line(dish: dict) -> dict:
    return {
        "uuid": str(uuid.uuid4()),
        "product_id": dish["product"],
        "full_product_name": dish["name"],
        "qty": 1,
        "price_unit": dish["price"],
        "price_subtotal": dish["subtotal"],
        "price_subtotal_incl": dish["total"],
        "discount": 0,
        "tax_ids": [[6, 0, dish["taxes"]]],
        "attribute_value_ids": [[6, 0, dish["options"]]],
    }
