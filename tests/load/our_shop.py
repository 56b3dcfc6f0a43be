"""Ten of our shops with the menu of 300 dishes, in a demo database.

Loading one of ten shops must not be slower than loading one alone; the first of them
is the shop that the others' numbers are compared with.
"""

import json
import os
import pathlib

import menu_of_300
from odoo.addons.wechat_ordering.dispatch.tokens import Claims
from odoo.addons.wechat_ordering.models.ir_http import get_signer
from odoo.fields import Command

SHOPS = 10
TABLES = 20
DINERS = 1000
# One dish in so many has a daily limit, hence a counter that orders write.
LIMITED_EVERY = 10
PLENTY = 1_000_000
LAST_PORTIONS = 20
FAR_FUTURE = 4_102_444_800


def make(env):
    """Make the shops, and write down what a client has to know of them."""
    restaurant = env["wechat.demo.restaurant"]
    account, provider = restaurant._load_wechat(env.company)
    dishes = menu_of_300.make_menu(env)
    scarce = dishes[-1]
    stores = [
        _make_shop(env, number, account, provider, dishes, scarce)
        for number in range(SHOPS)
    ]
    members = _make_diners(env, account)
    env.flush_all()
    facts = {
        "stores": [_describe(store) for store in stores],
        "tokens": _make_tokens(env, account, members),
        "scarce_dish": scarce.id,
        "last_portions": LAST_PORTIONS,
        "provider": provider.id,
    }
    for store in stores:
        store._build_menu()
    # What building the data queued is done: no job may run into the measurements.
    env.cr.execute("DELETE FROM queue_job")
    env.cr.commit()
    pathlib.Path(os.environ["FACTS_FILE"]).write_text(json.dumps(facts))


def _make_shop(env, number, account, provider, dishes, scarce):
    till = env["pos.config"].create(
        {"name": f"Till {number}", "module_pos_restaurant": True}
    )
    floor = env["restaurant.floor"].create(
        {"name": f"Hall {number}", "pos_config_ids": [Command.set(till.ids)]}
    )
    env["restaurant.table"].create(
        [
            {"table_number": place, "seats": 4, "floor_id": floor.id}
            for place in range(1, TABLES + 1)
        ]
    )
    store = env["wechat.store"].create(
        {
            "name": f"Shop {number}",
            "code": f"bench-{number}",
            "account_id": account.id,
            "provider_id": provider.id,
            "warehouse_id": till.warehouse_id.id,
            "pos_config_ids": [Command.set(till.ids)],
        }
    )
    limited = dishes[::LIMITED_EVERY] - scarce
    env["wechat.store.product"].create(
        [
            {
                "store_id": store.id,
                "product_tmpl_id": dish.product_tmpl_id.id,
                "daily_limit": LAST_PORTIONS if dish == scarce else PLENTY,
            }
            for dish in limited | scarce
        ]
    )
    store._ensure_session()
    session = env["pos.session"].create({"config_id": till.id, "user_id": env.uid})
    session.set_opening_control(0, "")
    return store


def _describe(store):
    return {
        "code": store.code,
        "tables": [table._wechat_rotate_code() for table in store._get_tables()],
    }


def _make_diners(env, account):
    """Return members whom WeChat's sandbox knows, as if each had logged in."""
    from odoo.addons.wechat_base.wechat.transport import BoundedSession

    url = env["wechat.database"]._sandbox_url()
    openids = []
    with BoundedSession() as session:
        for number in range(DINERS):
            body = {"user": f"bench-{number}"}
            answer = session.post(f"{url}/control/login-code", json=body).json()
            openids.append(account._code_to_session(answer["code"])["openid"])
    return env["wechat.member"].create(
        [{"account_id": account.id, "openid": openid} for openid in openids]
    )


def _make_tokens(env, account, members):
    signer = get_signer(env)
    return [
        signer.issue(Claims(member.id, account.id, FAR_FUTURE)) for member in members
    ]
