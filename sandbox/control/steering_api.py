"""Orders faults, sends notifications again, finishes refunds, moves time."""

from ..faults import ALL_FAULTS, APIS, MESSAGE_FAULTS, PARAMS, FaultError
from ..pay.errors import PayError
from ..pay.orders import MICROPAY
from ..pay.refunds import FINAL
from ..settings import SettingError
from ..web import Route
from .door import ControlError, object_of

ORDER_ACTIONS = ("pay", "cancel", "expire")
MAX_ADVANCE_S = 400 * 24 * 3600


class SteeringApi:
    """What a test or a person may order."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        own = {"cors": False}
        return [
            Route("GET", "/control/behaviour", "control.read", self.list_faults),
            Route("POST", "/control/behaviour", "control.fault", self.add_fault),
            Route("DELETE", "/control/behaviour", "control.fault", self.remove_faults),
            Route("GET", "/control/settings", "control.read", self.read_settings),
            Route(
                "POST", "/control/settings", "control.settings", self.change_settings
            ),
            Route("POST", "/control/order", "control.order", self.decide_order, own),
            Route("POST", "/control/notify", "control.notify", self.notify),
            Route("POST", "/control/refund", "control.refund", self.finish_refund),
            Route("POST", "/control/template", "control.template", self.add_template),
            Route("GET", "/control/clock", "control.read", self.read_clock),
            Route("POST", "/control/clock", "control.clock", self.advance_clock),
            Route("POST", "/control/reset", "control.reset", self.reset, own),
        ]

    def list_faults(self, request):
        """Return the standing rules, and what rules may name."""
        rules = self._world.faults.rules()
        return {"rules": rules, "faults": ALL_FAULTS, "apis": APIS}

    def add_fault(self, request):
        """Set a fault rule; return its id."""
        body = object_of(
            request,
            known=(
                "fault", "api", "out_trade_no", "times",
                *PARAMS,
            ),
        )  # fmt: skip
        fault = body.pop("fault", None)
        try:
            return {"id": self._world.faults.add(fault, **body)}
        except FaultError as error:
            raise ControlError(str(error)) from error

    def remove_faults(self, request):
        """Remove one rule (?id=) or all of them."""
        rule_id = request.query.get("id")
        return {"removed": self._world.faults.remove(rule_id)}

    def read_settings(self, request):
        """Return the settings."""
        return self._world.settings.all()

    def change_settings(self, request):
        """Change some settings; return all of them."""
        changes = object_of(request, known=self._world.settings.all())
        try:
            self._world.settings.change(changes)
        except SettingError as error:
            raise ControlError(str(error)) from error
        return self._world.settings.all()

    def decide_order(self, request):
        """Pay an open order without its phone, or let its time run out."""
        body = object_of(request, known=("out_trade_no", "mchid", "action"))
        number = str(body.get("out_trade_no"))
        request.context["out_trade_no"] = number
        if body.get("action") not in ORDER_ACTIONS:
            raise ControlError(f"action: one of {ORDER_ACTIONS}")
        order = self._world.orders.find_anywhere(number, body.get("mchid"))
        if order is None:
            raise ControlError("no order has this out_trade_no", 404)
        try:
            self._decide(order, body["action"])
        except PayError as error:
            raise ControlError(str(error), 409) from error
        again = self._world.orders.get(order["mchid"], number)
        return {"trade_state": again["state"]}

    def _decide(self, order, action):
        mchid, number = order["mchid"], order["out_trade_no"]
        if action == "expire":
            self._world.orders.expire_now(mchid, number)
        elif order["trade_type"] == MICROPAY:
            self._world.codepay.decide(order, action)
        elif action == "pay":
            self._world.payments.pay(mchid, number)
        else:
            raise ControlError("only the payer of a payment code cancels here", 409)

    def notify(self, request):
        """Send an order's notifications now and tell what the merchant answered.

        For an order that is not paid only a bad message can be sent: a claim that
        it was paid.
        """
        body = object_of(request, known=("out_trade_no", "event", "fault", "order"))
        fault = body.get("fault")
        if fault is not None and fault not in MESSAGE_FAULTS:
            raise ControlError(f"fault: one of {sorted(MESSAGE_FAULTS)}")
        number = body.get("out_trade_no")
        notifier = self._world.notifier
        rows = notifier.of_order(number, str(body.get("event", "")))
        if body.get("order") == "newest_first":
            rows.reverse()
        if rows:
            return {"sent": [notifier.deliver_now(row, fault) for row in rows]}
        order = self._world.orders.find_anywhere(number)
        if not fault or order is None or not order["notify_url"]:
            raise ControlError(
                "no notification for this out_trade_no: is it paid?", 404
            )
        return {"sent": [notifier.forge(order, fault)]}

    def finish_refund(self, request):
        """Finish a refund that is under way, with the outcome given."""
        body = object_of(request, known=("out_refund_no", "mchid", "status"))
        if body.get("status") not in FINAL:
            raise ControlError(f"status: one of {FINAL}")
        refunds = self._world.refunds
        mchid = body.get("mchid", self._world.keys.merchant.mchid)
        refund = refunds.find(mchid, body.get("out_refund_no"))
        if refund is None:
            raise ControlError("no refund has this out_refund_no", 404)
        return {"moved": refunds.finish(refund, body["status"])}

    def add_template(self, request):
        """Give the app one more subscribe-message template."""
        body = object_of(request, known=("appid", "template_id", "title", "fields"))
        fields = body.get("fields")
        if not isinstance(fields, list) or not all(isinstance(f, str) for f in fields):
            raise ControlError("fields: a list of names such as thing1, time2")
        if not body.get("template_id"):
            raise ControlError("template_id: a text")
        self._world.templates.add(
            body.get("appid", self._world.keys.app.appid),
            str(body["template_id"]),
            str(body.get("title", "")),
            fields,
        )
        return {"template_id": body["template_id"]}

    def read_clock(self, request):
        """Return the business time and how far it is ahead."""
        clock = self._world.clock
        return {"now": clock.now(), "offset_s": clock.offset_s}

    def advance_clock(self, request):
        """Move the business clock forward; backwards it never runs."""
        seconds = object_of(request, known=("advance_s",)).get("advance_s")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
            raise ControlError("advance_s: a number of seconds")
        if not 0 <= seconds <= MAX_ADVANCE_S:
            raise ControlError(f"advance_s: 0 to {MAX_ADVANCE_S}")
        self._world.advance(seconds)
        return self.read_clock(request)

    def reset(self, request):
        """Forget everything but keys and identities."""
        self._world.reset()
        return {"reset": True}
