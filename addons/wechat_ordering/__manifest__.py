{
    "name": "WeChat Ordering",
    "summary": "Restaurant ordering in a WeChat mini-program, on Odoo Point of Sale",
    "version": "19.0.1.0.0",
    "category": "Sales/Point of Sale",
    "license": "LGPL-3",
    "author": "Seed edd57b98 maintainers",
    "depends": [
        "pos_loyalty",
        "pos_mrp",
        "pos_restaurant",
        "pos_self_order",
        "wechat_base",
        "wechat_payment",
    ],
    "external_dependencies": {"python": ["pydantic"]},
    "data": [
        "security/wechat_ordering_groups.xml",
        "security/ir.model.access.csv",
        "security/wechat_ordering_rules.xml",
        "security/diner/ir.model.access.csv",
        "security/diner/diner_rules.xml",
        "security/kitchen/ir.model.access.csv",
        "security/kitchen/kitchen_rules.xml",
        "views/kitchen_views.xml",
        "views/wechat_ordering_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "wechat_ordering/static/src/kitchen_display/**/*",
        ],
        "point_of_sale._assets_pos": [
            "wechat_ordering/static/src/pos/**/*",
        ],
    },
    "application": True,
    "post_init_hook": "post_init_hook",
}
