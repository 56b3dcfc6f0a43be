"""The phone that pays without a mini-program: it scans, opens a link, shows a code."""

from urllib.parse import parse_qs, urlsplit

from ..pay.codes import COURSES
from ..pay.errors import PayError
from ..pay.orders import CODE_URL, H5_URL, PREPAY_LIFE_S
from ..pay.transactions_api import CODE_HEAD, H5_PATH
from ..web import Route
from .door import ControlError, object_of
from .phone_api import OUTCOMES, name_of, user_of


class PayerApi:
    """Plays the WeChat client where no page of ours is open in it."""

    def __init__(self, world):
        self._world = world

    def routes(self):
        """Return the paths answered here."""
        return [
            Route("POST", "/control/open", "phone.open", self.open),
            Route("GET", "/control/courses", "control.read", self.courses),
            Route("POST", "/control/pay-code", "phone.pay_code", self.show_code),
        ]

    def open(self, request):
        """Scan a code_url or open an h5_url, with the user's decision given.

        :return: `result` is ok, cancel or fail; `reason` when it failed.
        """
        body = object_of(request, known=("url", "user", "outcome"))
        outcome = body.get("outcome", "ok")
        if outcome not in OUTCOMES:
            raise ControlError(f"outcome: one of {OUTCOMES}")
        kind, prepay_id = way_of(str(body.get("url", "")))
        answer = pay_way(self._world, kind, prepay_id, name_of(body), outcome)
        request.context["out_trade_no"] = answer.get("out_trade_no")
        return answer

    def courses(self, request):
        """Return how payment codes can end."""
        names = ("name", "ending", "text")
        return {"courses": [{n: getattr(one, n) for n in names} for one in COURSES]}

    def show_code(self, request):
        """Return a fresh payment code, as the phone shows it to a cashier."""
        names = ("appid", "openid", "user", "course")
        body = object_of(request, known=names)
        course = body.get("course", COURSES[0].name)
        if course not in [one.name for one in COURSES]:
            raise ControlError(f"course: one of {[one.name for one in COURSES]}")
        appid, openid = user_of(self._world, body)
        return {"auth_code": self._world.codepay.show_code(appid, openid, course)}


def way_of(url):
    """Return (kind, id) of an address that a payer may open.

    :raise ControlError: If it is neither a code_url nor an h5_url.
    """
    if url.startswith(CODE_HEAD):
        return CODE_URL, url.removeprefix(CODE_HEAD)
    parts = urlsplit(url)
    if parts.path.endswith(H5_PATH):
        return H5_URL, parse_qs(parts.query).get("prepay_id", [""])[0]
    raise ControlError(f"url: {CODE_HEAD}... or http://.../{H5_PATH}?...")


def find_way(world, kind, prepay_id):
    """Return (order, reason why it cannot be opened or None)."""
    prepay = world.store.one(
        "SELECT * FROM prepays WHERE prepay_id = ? AND kind = ?", (prepay_id, kind)
    )
    if prepay is None:
        return None, "UNKNOWN"
    order = world.orders.get(prepay["mchid"], prepay["out_trade_no"])
    if prepay["created_at"] + PREPAY_LIFE_S[kind] <= world.clock.now():
        return order, "EXPIRED"
    return order, None


def pay_way(world, kind, prepay_id, user, outcome):
    """Return what the payer's phone shows in the end."""
    order, reason = find_way(world, kind, prepay_id)
    answer = {"out_trade_no": order["out_trade_no"]} if order else {}
    if reason:
        return {"result": "fail", "reason": reason, **answer}
    if outcome != "ok":
        reason = {"cancel": "CANCELLED", "fail": "USER_BALANCE"}[outcome]
        return {"result": outcome, "reason": reason, **answer}
    try:
        world.payments.pay(order["mchid"], order["out_trade_no"], user)
    except PayError as error:
        return {"result": "fail", "reason": error.code, **answer}
    return {"result": "ok", **answer}
