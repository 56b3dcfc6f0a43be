"""The same shop for Odoo's own self-ordering, with online payment by payment_demo."""

import json
import os
import pathlib

import menu_of_300
from odoo.fields import Command

TABLES = 20


def make(env):
    """Make the shop, and write down what a client has to know of it."""
    dishes = menu_of_300.make_menu(env)
    provider = _enable_demo_payment(env)
    config = _make_till(env, provider)
    session = env["pos.session"].create({"config_id": config.id, "user_id": env.uid})
    session.set_opening_control(0, "")
    env.flush_all()
    facts = {
        "config": config.id,
        "access_token": config.access_token,
        "session": session.id,
        "tables": config.floor_ids.table_ids.mapped("identifier"),
        "preset": config.default_preset_id.id if config.use_presets else False,
        "provider": provider.id,
        "payment_method": env.ref("payment_demo.payment_method_demo").id,
        "company": config.company_id.id,
        "pricelist": config.pricelist_id.id,
        "dishes": [_describe(dish) for dish in dishes],
    }
    env.cr.commit()
    pathlib.Path(os.environ["FACTS_FILE"]).write_text(json.dumps(facts))


def _enable_demo_payment(env):
    provider = env["payment.provider"].search([("code", "=", "demo")], limit=1)
    env.ref("payment_demo.payment_method_demo").active = True
    journal = env["account.journal"].create(
        {"name": "Online", "type": "bank", "code": "BNCH"}
    )
    provider.write({"state": "test", "is_published": True, "journal_id": journal.id})
    return provider


def _make_till(env, provider):
    method = env["pos.payment.method"].create(
        {
            "name": "Online",
            "is_online_payment": True,
            "online_payment_provider_ids": [Command.set(provider.ids)],
        }
    )
    config = env["pos.config"].create(
        {
            "name": "Self-order",
            "module_pos_restaurant": True,
            "payment_method_ids": [Command.link(method.id)],
        }
    )
    floor = env["restaurant.floor"].create(
        {"name": "Hall", "pos_config_ids": [Command.set(config.ids)]}
    )
    config.floor_ids = floor
    env["restaurant.table"].create(
        [
            {"table_number": place, "seats": 4, "floor_id": floor.id}
            for place in range(1, TABLES + 1)
        ]
    )
    config.write(
        {
            "self_ordering_mode": "mobile",
            "self_ordering_service_mode": "table",
            "self_ordering_pay_after": "meal",
            "self_ordering_default_user_id": env.uid,
            "self_order_online_payment_method_id": method.id,
        }
    )
    return config


def _describe(dish):
    """Return a dish as the app of the peer sends it: with its first options."""
    chosen = dish.env["product.template.attribute.value"]
    for line in dish.product_tmpl_id.attribute_line_ids:
        if line.attribute_id.display_type != "multi":
            chosen |= line.product_template_value_ids[:1]
    price = dish.lst_price + sum(chosen.mapped("price_extra"))
    taxes = dish.taxes_id.compute_all(price, dish.env.company.currency_id, 1, dish)
    return {
        "product": dish.id,
        "name": dish.name,
        "options": chosen.ids,
        "price": price,
        "taxes": dish.taxes_id.ids,
        "subtotal": taxes["total_excluded"],
        "total": taxes["total_included"],
    }
