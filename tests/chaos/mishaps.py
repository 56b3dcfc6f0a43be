"""What can go wrong with money, each by a name, and how it must end.

A mishap takes a restaurant and returns the meal it happened to.
"""

from collections.abc import Callable
from functools import partial

from meals import CodeMeal, Meal, QrMeal, Restaurant, V2Meal, at_once

MOMENTS = ("before_call", "after_call", "before_commit", "after_commit")
# What becomes of an answer, and the fault that does it.
ANSWERS = {
    "lost": {"fault": "lose_answer"},
    "late": {"fault": "delay", "seconds": 6},
    "500_after_success": {"fault": "error_after_commit"},
    "badly_signed": {"fault": "answer_tampered"},
    "unsigned": {"fault": "answer_unsigned"},
    "never_arrived": {"fault": "lose_request"},
}
TIMES = 5

# How a meal ends: paid once; never paid; paid and given back by a cashier; paid though
# nobody wanted the money any more, and given back by itself; paid twice and given back
# once; taken by the guest's code, and reversed before it was booked.
PAID, UNPAID, REFUNDED, RETURNED, PAID_ONCE, REVERSED = (
    *("paid", "unpaid", "refunded", "returned", "paid_once", "reversed"),
)


# === A process dies === #


def pay_dies(moment: str, restaurant: Restaurant) -> Meal:
    """The guest taps again."""
    meal = restaurant.order()
    meal.do("pay", dies=moment)
    meal.prepare_and_pay()
    return meal


def pay_dies_and_guest_leaves(moment: str, restaurant: Restaurant) -> Meal:
    """Nobody ever taps again."""
    meal = restaurant.order()
    meal.do("pay", dies=moment)
    return meal


def query_dies(moment: str, restaurant: Restaurant) -> Meal:
    """WeChat says nothing, and who asks it dies."""
    meal = restaurant.order()
    meal.prepare_and_pay(quietly=True)
    meal.do("query", dies=moment)
    return meal


def close_dies(moment: str, restaurant: Restaurant) -> Meal:
    """An order is given up, and then nothing more is heard of it."""
    meal = restaurant.order()
    meal.prepare()
    meal.do("close", dies=moment)
    return meal


def close_dies_and_guest_pays(moment: str, restaurant: Restaurant) -> Meal:
    """The guest thinks better of it: WeChat decides whether that is too late."""
    meal = restaurant.order()
    meal.prepare()
    meal.do("close", dies=moment)
    was_closed = moment != "before_call"
    assert (meal.pay() != "requestPayment:ok") == was_closed
    return meal


def refund_dies(moment: str, restaurant: Restaurant) -> Meal:
    """A cashier gives the money back."""
    meal = _paid(restaurant)
    meal.refund(dies=moment)
    return meal


def book_dies(moment: str, restaurant: Restaurant) -> Meal:
    """The job that tells the order of its money dies."""
    meal = restaurant.order()
    meal.prepare_and_pay(quietly=True)
    meal.do("query")
    meal.do("book", dies=moment)
    return meal


def seal_dies(moment: str, restaurant: Restaurant) -> Meal:
    """The job that seals the vouchers dies."""
    meal = _paid(restaurant)
    restaurant.undertaker.do("seal", dies=moment)
    return meal


def codepay_dies(moment: str, restaurant: Restaurant) -> Meal:
    """The guest's code was scanned at the till."""
    meal = restaurant.order()
    meal.scan("paid", dies=moment)
    return meal


def reverse_dies(moment: str, restaurant: Restaurant) -> Meal:
    """The guest does not type the password, and the cashier gives up."""
    meal = restaurant.order()
    with restaurant.at_till:
        meal.scan("password_left")
        meal.reverse(dies=moment)
    return meal


def reverse_of_paid_dies(moment: str, restaurant: Restaurant) -> Meal:
    """The guest has paid, which nobody can learn, and the cashier gives up."""
    meal = restaurant.order()
    with restaurant.at_till:
        meal.scan("lost_paid")
        # Whoever else asks meanwhile learns nothing either.
        meal.strike("lose_answer", "pay.query", times=TIMES)
        meal.reverse(dies=moment)
    return meal


# === An answer goes wrong === #


def pay_answer(answer: str, restaurant: Restaurant) -> Meal:
    """The answer to a prepay call."""
    meal = restaurant.order()
    # So that there is a number to aim at.
    meal.do("pay", dies="before_call")
    meal.strike(api="pay.jsapi", times=2, **ANSWERS[answer])
    meal.try_to_prepare()
    meal.prepare_and_pay()
    return meal


def query_answer(answer: str, restaurant: Restaurant) -> Meal:
    """The answer to the question whether it is paid."""
    meal = restaurant.order()
    meal.prepare_and_pay(quietly=True)
    meal.strike(api="pay.query", **ANSWERS[answer])
    meal.check()
    return meal


def close_answer(answer: str, restaurant: Restaurant) -> Meal:
    """The answer to a close call."""
    meal = restaurant.order()
    meal.prepare()
    meal.strike(api="pay.close", **ANSWERS[answer])
    meal.cancel()
    return meal


def refund_answer(answer: str, restaurant: Restaurant) -> Meal:
    """The answer to a refund call."""
    meal = _paid(restaurant)
    meal.strike(api="pay.refund", **ANSWERS[answer])
    meal.refund()
    return meal


def refund_query_answer(answer: str, restaurant: Restaurant) -> Meal:
    """The answer to the question what became of a refund."""
    meal = _paid(restaurant)
    meal.strike("notify_none", "notify.REFUND.SUCCESS", times=0)
    meal.strike(api="pay.refund_query", **ANSWERS[answer])
    meal.refund()
    return meal


def codepay_answer(answer: str, restaurant: Restaurant) -> Meal:
    """The answer to a scanned code."""
    meal = restaurant.order()
    meal.scan("paid", answer=ANSWERS[answer])
    return meal


def codepay_course(course: str, restaurant: Restaurant) -> Meal:
    """How the guest's phone takes it."""
    meal = restaurant.order()
    meal.scan(course)
    return meal


def reverse_answer(answer: str, restaurant: Restaurant) -> Meal:
    """The answer to a reversal."""
    meal = restaurant.order()
    with restaurant.at_till:
        meal.scan("password_left")
        meal.strike(api="pay.reverse", **ANSWERS[answer])
        meal.reverse()
    return meal


# === Notifications === #


def never_told(restaurant: Restaurant) -> Meal:
    """WeChat says nothing, and nobody asks."""
    meal = restaurant.order()
    meal.prepare_and_pay(quietly=True)
    return meal


def told_once(restaurant: Restaurant) -> Meal:
    """As it should be."""
    meal = restaurant.order()
    meal.prepare_and_pay()
    return meal


def told_five_times(restaurant: Restaurant) -> Meal:
    """WeChat repeats itself, also at the same time."""
    meal = _paid_and_held(restaurant)
    at_once(*[meal.notify] * TIMES)
    meal.notify()
    return meal


def told_before_the_answer(restaurant: Restaurant) -> Meal:
    """The guest paid before the restaurant knows that it can be paid."""
    meal = restaurant.order()
    meal.do("pay", dies="before_call")
    meal.strike("pay_before_answer", "pay.jsapi")
    meal.try_to_prepare()
    return meal


def told_after_a_query(restaurant: Restaurant) -> Meal:
    """WeChat says what is known already."""
    meal = _paid_and_held(restaurant)
    meal.do("query")
    meal.wait_until_booked()
    at_once(*[meal.notify] * TIMES)
    return meal


def told_and_asked_at_once(restaurant: Restaurant) -> Meal:
    """Notifications and queries meet on several connections."""
    meal = _paid_and_held(restaurant)
    ask = partial(meal.do, "query")
    at_once(meal.notify, ask, meal.notify, ask, meal.check, meal.notify, ask)
    return meal


def told_and_given_up_at_once(restaurant: Restaurant) -> Meal:
    """The guest pays, and the order is given up in the same instant."""
    meal = _paid_and_held(restaurant)
    at_once(meal.notify, meal.cancel, partial(meal.do, "query"), meal.notify)
    return meal


def refund_told(times: int, restaurant: Restaurant) -> Meal:
    """WeChat tells of a refund so many times."""
    meal = _paid(restaurant)
    meal.strike("notify_none", "notify.REFUND.SUCCESS", times=0)
    meal.refund()
    at_once(*[partial(meal.notify, "REFUND.SUCCESS")] * times, meal.check)
    return meal


# === Money that nobody expects === #


def paid_after_it_lapsed(restaurant: Restaurant) -> Meal:
    """The order comes back to life."""
    meal = restaurant.order()
    meal.prepare()
    meal.do("lapse")
    meal.pay()
    return meal


def paid_after_it_was_given_up(restaurant: Restaurant) -> Meal:
    """Nobody cooks it, and the money goes back."""
    meal = restaurant.order()
    meal.prepare()
    meal.do("give_up")
    meal.pay()
    return meal


def paid_with_two_numbers(restaurant: Restaurant) -> Meal:
    """Two phones hold a payment each, which no call of ours brings about."""
    meal = restaurant.order()
    meal.prepare()
    first = meal.parameters
    restaurant.query(
        "UPDATE payment_transaction SET wechatpay_state = 'closed', state = 'cancel'"
        " WHERE reference = %s",
        meal.number,
    )
    meal.prepare_and_pay()
    meal.parameters = first
    assert meal.pay() == "requestPayment:ok"
    return meal


def tapped_twice(restaurant: Restaurant) -> Meal:
    """Two phones hold the same payment: WeChat takes it once."""
    meal = restaurant.order()
    meal.prepare_and_pay()
    assert meal.pay() != "requestPayment:ok"
    return meal


def _paid(restaurant: Restaurant) -> Meal:
    meal = restaurant.order()
    meal.prepare_and_pay()
    meal.wait_until_booked()
    return meal


def _paid_and_held(restaurant: Restaurant) -> Meal:
    meal = restaurant.order()
    meal.prepare()
    meal.strike("notify_hold", "notify.TRANSACTION.SUCCESS", times=0)
    assert meal.pay() == "requestPayment:ok"
    return meal


def _each(kind: type[Meal], function: Callable, choices, ends: str) -> dict:
    return {
        f"{kind.__name__}.{function.__name__}:{choice}": (
            partial(_serve, kind, partial(function, choice)),
            ends,
        )
        for choice in choices
    }


def _alone(kind: type[Meal], function: Callable, ends: str) -> dict:
    name = f"{kind.__name__}.{function.__name__}"
    return {name: (partial(_serve, kind, function), ends)}


def _serve(kind: type[Meal], mishap: Callable, restaurant: Restaurant) -> Meal:
    return mishap(restaurant.serving(kind))


def _prepared(kind: type[Meal]) -> dict:
    """Return what happens to payments that are prepared, and then made."""
    each, alone = partial(_each, kind), partial(_alone, kind)
    return {
        **each(pay_dies, MOMENTS, PAID),
        **each(pay_dies_and_guest_leaves, MOMENTS, UNPAID),
        **each(query_dies, MOMENTS, PAID),
        **each(close_dies, MOMENTS, UNPAID),
        **each(close_dies_and_guest_pays, MOMENTS[:1], PAID),
        **each(close_dies_and_guest_pays, MOMENTS[1:], UNPAID),
        **each(refund_dies, MOMENTS, REFUNDED),
        **each(book_dies, MOMENTS[2:], PAID),
        **each(pay_answer, ANSWERS, PAID),
        **each(query_answer, ANSWERS, PAID),
        **each(close_answer, ANSWERS, UNPAID),
        **alone(never_told, PAID),
        **alone(told_once, PAID),
        **alone(told_five_times, PAID),
        **alone(told_before_the_answer, PAID),
        **alone(told_after_a_query, PAID),
        **alone(told_and_asked_at_once, PAID),
        **alone(told_and_given_up_at_once, PAID),
        **alone(paid_after_it_lapsed, PAID),
        **alone(paid_after_it_was_given_up, RETURNED),
        **alone(paid_with_two_numbers, PAID_ONCE),
        **alone(tapped_twice, PAID),
    }


def _scanned(kind: type[Meal]) -> dict:
    """Return what happens to payments whose payer's code is scanned."""
    each = partial(_each, kind)
    courses = ("password_paid", "lost_paid", "system_error_paid")
    return {
        **each(codepay_dies, MOMENTS[:1], UNPAID),
        **each(codepay_dies, MOMENTS[1:], PAID),
        **each(codepay_answer, sorted({*ANSWERS} - {"never_arrived"}), PAID),
        **each(codepay_answer, ["never_arrived"], UNPAID),
        **each(codepay_course, courses, PAID),
        **each(codepay_course, ("password_cancelled", "lost_unpaid", "used"), UNPAID),
        **each(reverse_dies, MOMENTS, UNPAID),
        **each(reverse_of_paid_dies, MOMENTS, REVERSED),
        **each(reverse_answer, ANSWERS, UNPAID),
        **each(refund_dies, MOMENTS, REFUNDED),
    }


# What happens, and how it ends.
MISHAPS: dict[str, tuple[Callable[[Restaurant], Meal], str]] = {
    **_prepared(Meal),
    **_prepared(QrMeal),
    **_scanned(CodeMeal),
    **_scanned(V2Meal),
    # What is the same whichever way was paid.
    **_each(Meal, seal_dies, MOMENTS[2:], PAID),
    **_each(Meal, refund_answer, ANSWERS, REFUNDED),
    **_each(Meal, refund_query_answer, ANSWERS, REFUNDED),
    **_each(Meal, refund_told, (0, 1, TIMES), REFUNDED),
}
