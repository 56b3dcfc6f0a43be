"""The menu import: all or nothing, twice the same, managers only."""

import base64
import io

from odoo.exceptions import AccessError
from odoo.tests.common import TransactionCase, new_test_user, tagged
from PIL import Image

SHEETS = {
    "categories": "code,name_zh,name_en,hours_from,hours_to\n"
    "tn,测试米线,Test Noodles,,\ntb,测试早点,Test Breakfast,06:30,10:30\n",
    "options": "group,group_zh,group_en,kind,min,max,"
    "value,value_zh,value_en,extra,default\n"
    "tspice,辣度,Spice,single,1,1,none,不辣,Not spicy,0,\n"
    "tspice,辣度,Spice,single,1,1,mild,微辣,Mild,0,1\n"
    "tadd,加料,Add-ons,multiple,0,2,ham,火腿,Ham,8,\n"
    "tadd,加料,Add-ons,multiple,0,2,egg,蛋,Egg,3.5,\n",
    "menu": "code,category,name_zh,name_en,price,options,spicy,tags,allergens,"
    "daily_limit,recommended,description_zh,description_en\n"
    "T01,tn,小锅米线,Small-Pot Noodles,20,tspice;tadd,1,signature,gluten,"
    "30,1,酸辣。,Sour.\n"
    "T02,tb,烧饵块,Grilled Erkuai,9.5,,0,,,,,早点。,Breakfast.\n"
    "T03,tn,酸角汁,Tamarind,14,,0,,,,,解辣。,Cooling.\n"
    "T09,tn,套餐,Set,30,,0,,,10,,一碗一杯。,A bowl and a drink.\n",
    "combos": "dish,group,group_zh,group_en,free,max,item,extra\n"
    "T09,bowl,选一碗,A bowl,1,1,T01,0\n"
    "T09,drink,选一杯,A drink,1,2,T03,0\nT09,drink,选一杯,A drink,1,2,T02,1.5\n",
    "ingredients": "code,name_zh,name_en,unit,cost,counted,allergens,"
    "energy_kj,protein_g,fat_g,carbohydrate_g,sodium_mg\n"
    "t_noodle,米线,Noodles,kg,6,,,480,2,0.3,25,4\n"
    "t_ham,火腿,Ham,kg,128,1,,1381,16,27,5,1088\n"
    "t_peanut,花生,Peanuts,kg,14,,peanut,2400,25,44,22,4\n",
    "recipes": "dish,ingredient,quantity,unit,option\n"
    "T01,t_noodle,220,g,\nT01,t_peanut,0.5,g,\nT02,t_peanut,5,g,\n"
    ",t_ham,18,g,tadd:ham\n",
}


@tagged("post_install", "-at_install")
class TestMenuImport(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.manager = new_test_user(
            cls.env, "import_manager", groups="wechat_ordering.group_manager"
        )
        cls.store = cls.env["wechat.store"].create(
            {"name": "Import Store", "code": "import-store"}
        )

    def _wizard(self, user=None, **changes):
        wizard = self.env["wechat.menu.import"].with_user(user or self.manager)
        sheets = {**SHEETS, **changes}
        return wizard.create(
            {"attachment_ids": self._attach({f"{k}.csv": v for k, v in sheets.items()})}
        )

    def _attach(self, files):
        return (
            self.env["ir.attachment"]
            .with_user(self.manager)
            .create(
                [
                    {
                        "name": name,
                        "raw": text.encode() if isinstance(text, str) else text,
                    }
                    for name, text in files.items()
                    if text is not None
                ]
            )
            .ids
        )

    def _import(self, **changes):
        wizard = self._wizard(**changes)
        wizard.action_import()
        self.assertFalse(wizard.problem_ids.mapped("message"))
        return wizard

    def _dish(self, code):
        return self.env["product.template"].search([("default_code", "=", code)])

    def test_check_writes_nothing(self):
        wizard = self._wizard()

        wizard.action_check()

        self.assertEqual(wizard.state, "checked")
        self.assertIn("Menu: 4 rows, 4 of them new", wizard.summary)
        self.assertFalse(self._dish("T01"))

    def test_one_wrong_row_writes_nothing(self):
        wizard = self._wizard(menu=SHEETS["menu"].replace("9.5", "12a"))

        wizard.action_import()

        self.assertEqual(
            wizard.problem_ids.mapped("message"),
            ["row 3: Price: “12a” is not an amount in yuan."],
        )
        self.assertEqual(wizard.problem_ids.sheet, "Menu")
        self.assertEqual(wizard.state, "draft")
        self.assertFalse(self._dish("T01"))

    def test_problem_is_told_in_chinese(self):
        wizard = self._wizard(menu=SHEETS["menu"].replace("9.5", "12a"))

        wizard.with_context(lang="zh_CN").action_check()

        self.assertEqual(wizard.problem_ids.sheet, "菜单")
        self.assertEqual(
            wizard.problem_ids.message, "第 3 行，价格：“12a”不是金额（元）。"
        )

    def test_dish_is_written(self):
        self._import()

        dish = self._dish("T01")
        self.assertEqual(dish.name, "Small-Pot Noodles")
        self.assertEqual(dish.with_context(lang="zh_CN").name, "小锅米线")
        self.assertEqual(dish.with_context(lang="zh_CN").wechat_description, "酸辣。")
        self.assertEqual(dish.list_price, 20)
        self.assertEqual(dish.taxes_id, self.env.company.account_sale_tax_id)
        self.assertEqual(dish.pos_categ_ids.name, "Test Noodles")
        self.assertTrue(dish.available_in_pos)
        self.assertTrue(dish.wechat_is_recommended)
        self.assertEqual(dish.product_tag_ids.mapped("name"), ["Signature"])
        category = self._dish("T02").pos_categ_ids
        self.assertEqual((category.hour_after, category.hour_until), (6.5, 10.5))

    def test_options_are_written(self):
        self._import()

        dish = self._dish("T01")
        self.assertEqual(len(dish.product_variant_ids), 1)
        spice, add = dish.attribute_line_ids
        self.assertEqual(spice.attribute_id.create_variant, "no_variant")
        self.assertEqual(spice.attribute_id.display_type, "radio")
        self.assertEqual(
            spice.product_template_value_ids.mapped("wechat_is_default"), [False, True]
        )
        self.assertEqual(add.attribute_id.display_type, "multi")
        self.assertEqual(add.attribute_id.wechat_max_choices, 2)
        self.assertEqual(
            add.product_template_value_ids.mapped("price_extra"), [8.0, 3.5]
        )

    def test_combo_is_written(self):
        self._import()

        meal = self._dish("T09")
        self.assertEqual(meal.type, "combo")
        self.assertEqual(meal.combo_ids.mapped("qty_max"), [1, 2])
        drink = meal.combo_ids[1]
        self.assertEqual(drink.with_context(lang="zh_CN").name, "选一杯")
        self.assertEqual(
            drink.combo_item_ids.mapped("product_id.default_code"), ["T03", "T02"]
        )
        self.assertEqual(drink.combo_item_ids.mapped("extra_price"), [0, 1.5])

    def test_recipe_takes_the_option_only_when_chosen(self):
        self._import()

        bom = self._dish("T01").bom_ids
        self.assertEqual(bom.type, "phantom")
        ham = bom.bom_line_ids.filtered(lambda x: x.product_id.default_code == "t_ham")
        value = ham.bom_product_template_attribute_value_ids
        self.assertEqual(value.name, "Ham")
        self.assertFalse(self._dish("T02").bom_ids.bom_line_ids & ham)
        quantity = ham.product_uom_id._compute_quantity(18, ham.product_id.uom_id)
        self.assertEqual(quantity, 0.018)

    def test_half_a_gram_is_something(self):
        self._import()

        peanut = self._dish("T01").bom_ids.bom_line_ids[1]
        self.assertEqual(
            peanut.product_uom_id._compute_quantity(
                peanut.product_qty, peanut.product_id.uom_id
            ),
            0.0005,
        )

    def test_allergens_of_the_recipe_are_added(self):
        self._import()

        peanuts = self.env.ref("wechat_ordering.allergen_peanut")
        gluten = self.env.ref("wechat_ordering.allergen_gluten")
        dish = self._dish("T01")
        self.assertEqual(dish.wechat_allergen_ids, gluten | peanuts)
        self.assertTrue(dish.wechat_is_nutrition_estimated)
        self.assertEqual(dish.wechat_energy_kj, 1070)

    def test_daily_limit_is_set_in_the_store(self):
        self._import()

        limits = {
            entry.product_tmpl_id.default_code: entry.daily_limit
            for entry in self.store.product_ids
        }
        self.assertEqual(limits, {"T01": 30, "T09": 10})

    def test_second_import_changes_nothing(self):
        self._import()
        models = ("product.template", "mrp.bom", "product.combo.item", "pos.category")
        before = {model: self.env[model].search([]).ids for model in models}

        again = self._import()

        self.assertEqual(again.summary, "Nothing had to change.")
        for model in models:
            self.assertEqual(self.env[model].search([]).ids, before[model])

    def test_second_import_updates(self):
        self._import()
        dish = self._dish("T01")
        item = self._dish("T09").combo_ids[1].combo_item_ids[0]

        self._import(
            menu=SHEETS["menu"].replace("T01,tn,小锅米线", "T01,tb,小锅饵丝"),
            options=SHEETS["options"].replace("Ham,8,", "Ham,9,"),
            combos=SHEETS["combos"].replace("T03,0", "T03,2"),
            recipes=SHEETS["recipes"].replace("220", "250"),
        )

        self.assertEqual(self._dish("T01"), dish)
        self.assertEqual(dish.with_context(lang="zh_CN").name, "小锅饵丝")
        self.assertEqual(dish.pos_categ_ids.name, "Test Breakfast")
        values = dish.attribute_line_ids.product_template_value_ids
        self.assertIn(9, values.mapped("price_extra"))
        self.assertEqual(item.extra_price, 2)
        self.assertEqual(dish.bom_ids.bom_line_ids[0].product_qty, 250)

    def test_price_list_alone_touches_prices_alone(self):
        self._import()
        wizard = self.env["wechat.menu.import"].with_user(self.manager)
        files = self._attach({"menu.csv": "code,price\nT01,22\n"})

        wizard.create({"attachment_ids": files}).action_import()

        dish = self._dish("T01")
        self.assertEqual(dish.list_price, 22)
        self.assertEqual(dish.wechat_spicy, "1")
        self.assertEqual(len(dish.attribute_line_ids), 2)
        self.assertTrue(dish.wechat_allergen_ids)

    def test_option_taken_off_a_dish_is_gone(self):
        self._import()

        self._import(menu=SHEETS["menu"].replace("tspice;tadd", "tspice"))

        dish = self._dish("T01")
        self.assertEqual(dish.attribute_line_ids.attribute_id.name, "Spice")

    def test_pictures_come_along(self):
        buffer = io.BytesIO()
        Image.new("RGB", (40, 30), "green").save(buffer, "PNG")
        wizard = self._wizard()
        wizard.attachment_ids = [
            (4, new) for new in self._attach({"T01.png": buffer.getvalue()})
        ]

        wizard.action_import()

        self.assertFalse(wizard.problem_ids)
        self.assertTrue(base64.b64decode(self._dish("T01").image_1920))

    def test_bad_pictures_are_told(self):
        wizard = self._wizard()
        wizard.attachment_ids = [
            (4, new) for new in self._attach({"T01.png": b"no", "T01.jpg": b"no"})
        ]

        wizard.action_import()

        self.assertEqual(len(wizard.problem_ids), 2)
        self.assertFalse(self._dish("T01"))

    def test_nothing_uploaded_is_told(self):
        wizard = self.env["wechat.menu.import"].with_user(self.manager).create({})

        wizard.action_check()

        self.assertEqual(
            wizard.problem_ids.message, "Upload a workbook or CSV files first."
        )

    def test_template_is_downloadable(self):
        wizard = self.env["wechat.menu.import"].with_user(self.manager).create({})

        action = wizard.action_template()

        self.assertIn("/template_file/", action["url"])
        self.assertTrue(base64.b64decode(wizard.template_file).startswith(b"PK"))

    def test_only_managers_import(self):
        for group in ("cashier", "kitchen", "accountant", "auditor"):
            user = new_test_user(
                self.env, f"import_{group}", groups=f"wechat_ordering.group_{group}"
            )
            with self.subTest(group=group), self.assertRaises(AccessError):
                self._wizard(user)

    def test_wizard_of_a_manager_is_of_no_use_to_others(self):
        wizard = self._wizard()
        user = new_test_user(self.env, "import_else", groups="base.group_user")

        with self.assertRaises(AccessError):
            wizard.with_user(user).action_import()

    def test_manager_of_another_company_is_refused(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        wizard = self._wizard()
        wizard.sudo().company_id = company

        with self.assertRaises(AccessError):
            wizard.action_import()
