"""Payment codes (付款码): what a phone shows to a cashier, and how each one ends.

The last two digits of a code choose its course, so that a till can be driven through
every course by typing. Any other ending is paid at once.
"""

import secrets
from dataclasses import dataclass

from .errors import PayError

CODE_LIFE_S = 60
_GUEST = "guest"


@dataclass(frozen=True)
class Course:
    """What happens to a payment code.

    `plan` is what the payer does when the password is asked (None: nothing, ever),
    `answer` how WeChat Pay answers the scan.
    """

    name: str
    ending: str
    text: str
    answer: str
    plan: str | None = None


COURSES = (
    Course("paid", "00", "paid at once", "paid"),
    Course(
        "password_paid", "11", "asks for the password, then paid", "waiting", "pays"
    ),
    Course(
        "password_cancelled",
        "12",
        "asks for the password, then cancelled (PAYERROR)",
        "waiting",
        "cancels",
    ),
    Course(
        "password_left",
        "13",
        "asks for the password and nobody types it: closed after 45 s",
        "waiting",
    ),
    Course(
        "reverse_busy",
        "14",
        "asks for the password; the first reversal is answered USERPAYING",
        "waiting",
    ),
    Course("not_enough", "21", "403 NOT_ENOUGH", "not_enough"),
    Course(
        "low_balance",
        "22",
        "too little money on the phone, shown as USERPAYING as WeChat does",
        "waiting",
    ),
    Course("expired", "31", "400 AUTH_CODE_INVALID, the code is too old", "expired"),
    Course("used", "32", "400 AUTH_CODE_INVALID, the code was used before", "used"),
    Course(
        "system_error_paid", "41", "500 SYSTEM_ERROR, then paid", "system_error", "pays"
    ),
    Course(
        "system_error_unpaid",
        "42",
        "500 SYSTEM_ERROR, and nobody ever pays",
        "system_error",
    ),
    Course("lost_paid", "51", "paid, but the answer is lost", "lost_paid"),
    Course("lost_unpaid", "52", "the answer is lost, and nobody ever pays", "lost"),
    Course(
        "no_auth", "61", "403 NO_AUTH, the merchant may not use v3 codes", "no_auth"
    ),
)
_BY_NAME = {course.name: course for course in COURSES}
_BY_ENDING = {course.ending: course for course in COURSES}


class PayCodes:
    """The codes that phones showed, each good for one order and one minute."""

    def __init__(self, world):
        self._world = world
        self._store = world.store

    def show(self, appid, openid, course):
        """Return a fresh payment code of a user, as the phone shows it."""
        ending = _BY_NAME[course].ending
        head = f"1{secrets.randbelow(6)}"
        auth_code = f"{head}{secrets.randbelow(10**14):014d}{ending}"
        self._store.insert(
            "auth_codes",
            {
                "auth_code": auth_code,
                "appid": appid,
                "openid": openid,
                "course": course,
                "expires_at": self._world.clock.now() + CODE_LIFE_S,
            },
        )
        return auth_code

    def take(self, auth_code, mchid, out_trade_no):
        """Return (course, name of the payer) of a code, used up for one order.

        A code that no phone showed belongs to the guest and never gets old: so a code
        can be typed.

        :raise PayError: If the code or the number was used for something else.
        """
        with self._store.transaction() as db:
            row = self._find(auth_code)
            number = self._store.one(
                "SELECT 1 FROM auth_codes WHERE mchid = ? AND out_trade_no = ?",
                (mchid, out_trade_no),
            )
            if number:
                raise PayError(
                    403,
                    "OUT_TRADE_NO_USED",
                    "商户订单号重复",
                    field="out_trade_no",
                    value=out_trade_no,
                    issue="another code was scanned for this number: query it, then "
                    "take a new number",
                )
            if row["used_at"] is not None:
                raise invalid_code(
                    "101 每个二维码仅限使用一次，请刷新再试",
                    "this code was used before",
                )
            now = self._world.clock.now()
            db.execute(
                "UPDATE auth_codes SET mchid = ?, out_trade_no = ?, used_at = ? "
                "WHERE auth_code = ?",
                (mchid, out_trade_no, now, auth_code),
            )
            is_old = row["expires_at"] is not None and row["expires_at"] <= now
            user = self._world.users.find(row["appid"], row["openid"])
        course = "expired" if is_old else row["course"]
        return _BY_NAME[course], user["name"]

    def course_of(self, order):
        """Return the course of the code an order was scanned with."""
        row = self._store.one(
            "SELECT course FROM auth_codes WHERE mchid = ? AND out_trade_no = ?",
            (order["mchid"], order["out_trade_no"]),
        )
        return _BY_NAME[row["course"]]

    def use_course(self, order, course):
        """Send an order's code on another course from now on."""
        self._store.execute(
            "UPDATE auth_codes SET course = ? WHERE mchid = ? AND out_trade_no = ?",
            (course, order["mchid"], order["out_trade_no"]),
        )

    def _find(self, auth_code):
        sql = "SELECT * FROM auth_codes WHERE auth_code = ?"
        row = self._store.one(sql, (auth_code,))
        if row is None:
            appid = self._world.keys.app.appid
            course = _BY_ENDING.get(auth_code[-2:], COURSES[0])
            self._store.insert(
                "auth_codes",
                {
                    "auth_code": auth_code,
                    "appid": appid,
                    "openid": self._world.users.named(appid, _GUEST),
                    "course": course.name,
                },
            )
            row = self._store.one(sql, (auth_code,))
        return row


def invalid_code(message, issue):
    """Return the error for a code that cannot be paid with."""
    return PayError(
        400,
        "AUTH_CODE_INVALID",
        message,
        field="/payer/auth_code",
        issue=f"{issue}: ask the payer for a new code, and take a new out_trade_no",
        location="body",
    )
