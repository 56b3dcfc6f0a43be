"""The same 300 dishes for both shops, made in a database by `odoo shell`.

Twelve sections; a third of the dishes let the guest choose spice, size and additions,
as noodle houses do. Names and descriptions are put together from words, always in the
same way: two databases get the same menu, and it compresses no better than a real one.
"""

import random

from odoo.fields import Command

SECTIONS = (
    ("Rice noodles", "米线"),
    ("Noodles", "面条"),
    ("Steam-pot soups", "汽锅"),
    ("Cold dishes", "凉菜"),
    ("Stir-fries", "小炒"),
    ("Wild mushrooms", "野生菌"),
    ("Grill", "烧烤"),
    ("Vegetables", "时蔬"),
    ("Rice", "米饭"),
    ("Flower cakes", "鲜花饼"),
    ("Desserts", "甜品"),
    ("Drinks", "饮品"),
)
DISHES_A_SECTION = 25
# Each food and each way of cooking in both languages.
FOODS = [
    pair.split("/")
    for line in (
        "bean-curd/豆腐 ham/火腿 beef/牛肉 chicken/土鸡 fish/江鱼 pork/五花肉",
        "taro/芋头 walnut/核桃 mint/薄荷 chilli/辣椒 ginger/生姜",
        "lotus/莲藕 garlic/蒜蓉 tomato/番茄",
        "potato/洋芋 egg/鸡蛋 goat-cheese/乳饼 honey/蜂蜜 rose/玫瑰 pickles/酸菜",
        "peanuts/花生 sesame/芝麻 pea-shoots/豌豆尖 shrimp/虾仁 bamboo/竹笋",
        "porcini/牛肝菌 matsutake/松茸 lemon-grass/香茅 papaya/木瓜 pineapple/菠萝",
        "duck/烤鸭 sausage/香肠 tripe/牛肚 coriander/香菜 buckwheat/苦荞 tea/普洱",
        "plum/青梅 pumpkin/南瓜 pepper/花椒 spinach/菠菜",
    )
    for pair in line.split()
]
WAYS = [
    pair.split("/")
    for line in (
        "steamed/清蒸 roasted/烧烤 braised/红烧 stewed/慢炖 smoked/烟熏",
        "tossed/凉拌 fried/香煎 boiled/水煮 dried/风干 marinated/腌制",
    )
    for pair in line.split()
]
# Name in both languages, kind of choice, and the choices with what they cost.
CHOICES = (
    ("Spice", "辣度", "radio", (("Mild", "微辣", 0), ("Hot", "中辣", 0))),
    ("Size", "份量", "radio", (("Regular", "标准", 0), ("Large", "大份", 6))),
    ("Extras", "加料", "multi", (("Egg", "鸡蛋", 3), ("Ham", "火腿", 8))),
)


def make_menu(env):
    """Return the 300 dishes.

    :rtype: product.product
    """
    env["product.template"].search([]).write({"available_in_pos": False})
    tax = env["account.tax"].create(
        {
            "name": "VAT 6 % included",
            "amount": 6,
            "price_include_override": "tax_included",
        }
    )
    choices = [_make_choice(env, *choice) for choice in CHOICES]
    dishes = env["product.product"]
    chance = random.Random(300)
    for section in SECTIONS:
        category = env["pos.category"].create({"name": section[0]})
        _translate(category, section[1])
        for number in range(1, DISHES_A_SECTION + 1):
            texts = _make_texts(chance, section)
            group = choices if number % 3 == 0 else ()
            vals = {
                "list_price": 8 + number,
                "taxes_id": [Command.set(tax.ids)],
                "pos_categ_ids": [Command.set(category.ids)],
            }
            dishes |= _make_dish(env, vals, texts, group)
    return dishes


def _make_choice(env, name, chinese, display, values):
    attribute = env["product.attribute"].create(
        {"name": name, "create_variant": "no_variant", "display_type": display}
    )
    _translate(attribute, chinese)
    for value, value_chinese, extra in values:
        _translate(
            env["product.attribute.value"].create(
                {
                    "name": value,
                    "attribute_id": attribute.id,
                    "default_extra_price": extra,
                }
            ),
            value_chinese,
        )
    return attribute


def _make_texts(chance, section):
    """Return name and description, each in both languages."""
    (way, way_zh), (side_way, side_way_zh) = chance.sample(WAYS, 2)
    foods = chance.sample(FOODS, 6)
    main, side, *others = [food for food, _chinese in foods]
    main_zh, side_zh, *others_zh = [chinese for _food, chinese in foods]
    about = (
        f"{main.title()} {way} the way of Kunming, {side_way} {side}, {others[0]} and"
        f" {others[1]}; served with {others[2]} from {chance.randint(2, 40)} villages"
        f" and a little {others[3]}."
    )
    about_zh = (
        f"{way_zh}{main_zh}，配{side_way_zh}{side_zh}、{others_zh[0]}和{others_zh[1]}，"
        f"佐以{others_zh[2]}，点缀{others_zh[3]}，约{chance.randint(200, 900)}克。"
    )
    name = f"{way.title()} {main} with {side}, {section[0].lower()}"
    return name, f"{way_zh}{main_zh}{side_zh}{section[1]}", about, about_zh


def _make_dish(env, vals, texts, choices):
    name, name_zh, description, description_zh = texts
    template = env["product.template"].create(
        {
            "name": name,
            "type": "consu",
            "available_in_pos": True,
            "self_order_available": True,
            "public_description": f"<p>{description}</p>",
            "attribute_line_ids": [
                Command.create(
                    {
                        "attribute_id": choice.id,
                        "value_ids": [Command.set(choice.value_ids.ids)],
                    }
                )
                for choice in choices
            ],
            **vals,
        }
    )
    _translate(template, name_zh)
    chinese = template.with_context(lang="zh_CN")
    chinese.public_description = f"<p>{description_zh}</p>"
    if "wechat_description" in template._fields:
        template.wechat_description = description
        chinese.wechat_description = description_zh
    return template.product_variant_id


def _translate(record, chinese):
    record.with_context(lang="zh_CN").name = chinese
