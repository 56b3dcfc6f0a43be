"""Faults of the couriers: what goes wrong with answers, rides and callbacks."""

from .accounts import PLATFORMS

# Of those that all doors know, the ones a courier's door follows, and two of its own.
OWN_ANSWER_FAULTS = {
    "courier_code": "couriers: answer the platform's `code`, nothing done",
    "callback_before_answer": "couriers: deliver the order's callbacks, then answer",
}
ANSWER_FAULTS = frozenset(
    "delay lose_request lose_answer rate_limit error_before error_after_commit "
    "answer_garbage".split()
) | set(OWN_ANSWER_FAULTS)
# Decided once, when an order is placed: name its platform's `create` as api.
RIDE_FAULTS = {
    "ride_nobody": "nobody accepts the order by itself",
    "ride_withdraw": "the first rider gives the order back on the way to the shop",
    "ride_cancelled": "the platform cancels the order instead of finding a rider",
    "ride_refused": "the guest refuses the goods, and they go back to the shop",
}
# One bad message each, sent before the real one goes its way.
CALLBACK_FAULTS = {
    "callback_forged": "a claim that the order was delivered, as a stranger can make "
    "it: Dada's checksum right, others' signature by another key",
    "callback_unsigned": "no signature",
    "callback_bad_sign": "a signature that fits nothing",
    "callback_unknown_order": "correctly signed, an order number nobody placed",
    "callback_unknown_status": "correctly signed, a status nobody knows",
    "callback_garbage": "no JSON at all",
}
COURIER_FAULTS = {**OWN_ANSWER_FAULTS, **RIDE_FAULTS, **CALLBACK_FAULTS}
# What a rule may name as its `api`; a test compares them with the routes.
COURIER_APIS = tuple(
    "dada.quote dada.create dada.tip dada.query dada.reasons dada.cancel dada.return "
    "dada.position dada.track dada.cities dada.shop dada.balance dada.recharge "
    "dada.complaint dada.message dada.mock "
    "sf.quote sf.create sf.precancel sf.cancel sf.tip sf.tips sf.feed sf.query "
    "sf.remind sf.position sf.track sf.ready sf.callbacks sf.balance sf.shop "
    "sf.company "
    "uu.quote uu.create uu.query uu.precancel uu.cancel uu.tip "
    "shansong.quote shansong.create shansong.query shansong.position "
    "shansong.precancel shansong.cancel shansong.tip shansong.return "
    "wechat_intracity.store wechat_intracity.charge wechat_intracity.balance "
    "wechat_intracity.quote wechat_intracity.create wechat_intracity.query "
    "wechat_intracity.cancel wechat_intracity.mock wechat_intracity.cities".split()
)
CALLBACKS = tuple(f"callback.{platform}" for platform in PLATFORMS)
