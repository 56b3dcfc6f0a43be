"""Tells merchants what happens to their orders, over real HTTP."""

import json
import time
import uuid

from ..outbox import Outbox, judge
from ..pay.transport import post
from .dada.callbacks import DadaTeller
from .faults_list import CALLBACK_FAULTS
from .sf.callbacks import SfTeller
from .shansong.callbacks import ShansongTeller
from .uu.callbacks import UuTeller
from .wechat_intracity.callbacks import WechatIntracityTeller

_LOOK_AGAIN_S = 0.01
# These platforms sign nothing, so nothing can be wrong with a signature.
UNSIGNED = ("shansong", "wechat_intracity")
OF_SIGNATURES = ("callback_unsigned", "callback_bad_sign")


def faults_of(platform):
    """Return the bad messages that a platform's merchants can get."""
    without = OF_SIGNATURES if platform in UNSIGNED else ()
    return [name for name in CALLBACK_FAULTS if name not in without]


class Callbacks(Outbox):
    """Keeps callbacks in the store until they are delivered or given up."""

    table = "courier_callbacks"
    senders = 32

    def __init__(self, world):
        super().__init__(world)
        self._tellers = {
            "dada": DadaTeller(),
            "sf": SfTeller(),
            "uu": UuTeller(),
            "shansong": ShansongTeller(),
            "wechat_intracity": WechatIntracityTeller(),
        }

    def tell(self, order, action, at, facts):
        """Put what a step means for the merchant on the schedule.

        Call it in the transaction of the step.
        """
        couriers = self._world.couriers
        account = couriers.accounts.of(order["platform"], order["account"])
        facts = {
            **facts,
            "at": at,
            "couriers": couriers,
            "console": couriers.accounts.console(account),
            "shop": couriers.orders.shop_of(order),
            "point": couriers.rides.position(order, at),
        }
        teller = self._tellers[order["platform"]]
        for event, url, content in teller.events(order, action, at, facts):
            self._plan(order, event, url, {"content": content, "at": at})
        self.wake()

    def tell_bound(self, account, shop):
        """Tell an SF merchant that a shop was bound to its account."""
        url = self._world.couriers.accounts.console(account)["shop_bind"]
        now = self._world.clock.now()
        content = {
            "url_index": "shop_bind",
            "shop_id": shop["shop_no"],
            "out_shop_id": shop["own_no"],
            "push_time": int(now),
        }
        nobody = {
            "id": 0,
            "platform": account.platform,
            "account": account.number,
            "number": "",
        }
        self._plan(nobody, "shop_bind", url, {"content": content, "at": now})
        self.wake()

    def of_order(self, order):
        """Return the rows of an order's callbacks, oldest first."""
        return self._store.all(
            "SELECT * FROM courier_callbacks WHERE order_id = ? ORDER BY rowid",
            (order["id"],),
        )

    def contents(self, order):
        """Return what was told of an order, oldest first."""
        return [json.loads(row["content"]) for row in self.of_order(order)]

    def settle(self, number, patience_s=10):
        """Wait until what is pending for an order's merchant was tried once."""
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            self.wake()
            row = self._store.one(
                "SELECT 1 FROM courier_callbacks WHERE out_trade_no = ? "
                "AND state = 'pending' AND attempts = 0 LIMIT 1",
                (number,),
            )
            if row is None:
                return
            time.sleep(_LOOK_AGAIN_S)

    def forge(self, order, fault):
        """Post a bad message about an order; return what the merchant answered."""
        rows = [row for row in self.of_order(order) if row["notify_url"]]
        if not rows or fault not in faults_of(order["platform"]):
            return None
        return self.deliver_now(rows[-1], fault)

    def retry_delays(self, row):
        """Return the seconds between one refused attempt and the next."""
        return self._tellers[row["platform"]].retry_delays(row)

    def line_of(self, row):
        """Return the order: its callbacks leave one after the other."""
        return row["order_id"]

    def attempt(self, row, fault):
        """Post one callback, write the call down, return what came of it."""
        teller = self._tellers[row["platform"]]
        account = self._world.couriers.accounts.of(row["platform"], row["account"])
        url, headers, body = teller.build(row, account, fault)
        began = time.perf_counter()
        answer = post(
            url, headers, body, timeout_s=self._world.settings.notify_timeout_s
        )
        outcome = judge(answer, teller.accepts(answer), fault)
        self._world.calls.record(
            direction="out",
            api=f"callback.{row['platform']}",
            method="POST",
            target=url,
            status=answer.status,
            verdict=outcome["verdict"],
            error=answer.error,
            faults=[fault] if fault else [],
            out_trade_no=row["out_trade_no"],
            duration_ms=round(1000 * (time.perf_counter() - began), 1),
            request=json.loads(row["content"]),
            response=answer.text,
        )
        return outcome

    def _plan(self, order, event, url, told):
        columns = {"state": "unwanted", "due_at": None}
        if url:
            api = f"callback.{order['platform']}"
            faults = faults_of(order["platform"])
            columns = self.bend(api, order["number"], faults)
        self._store.insert(
            "courier_callbacks",
            {
                "id": str(uuid.uuid4()),
                "order_id": order["id"],
                "platform": order["platform"],
                "account": order["account"],
                "out_trade_no": order["number"],
                "event_type": event,
                "notify_url": url,
                "content": json.dumps(told["content"], ensure_ascii=False),
                "created_at": told["at"],
                **columns,
            },
        )
