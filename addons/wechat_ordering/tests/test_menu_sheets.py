"""Reading sheets: what each cell may hold, and what is said of those it may not."""

import io
from decimal import Decimal
from pathlib import Path

from odoo.tests.common import BaseCase, tagged
from openpyxl import Workbook, load_workbook

from ..menu_sheets import SHEETS, Known, estimate_nutrition, read_menu, write_template
from ..menu_sheets.cells import parse_cell
from ..menu_sheets.problems import CellError
from ..wizards.menu_messages import MESSAGES

DEMO_SHEETS = Path(__file__).parents[1] / "demo" / "sheets"


def csv_file(sheet, *lines):
    return f"{sheet}.csv", "\n".join(lines).encode()


def told(problems):
    return [(p.sheet, p.row, p.column, p.code) for p in problems]


@tagged("post_install", "-at_install")
class TestMenuCells(BaseCase):
    def test_cells_become_values(self):
        for kind, raw, value in (
            ("amount", "38", Decimal(38)),
            ("amount", 38.5, Decimal("38.5")),
            ("amount", "￥38.50", Decimal("38.50")),
            ("integer", 12.0, 12),
            ("codes", "spice； addon,avoid", ["spice", "addon", "avoid"]),
            ("codes", "", []),
            ("flag", "是", True),
            ("flag", None, False),
            ("time", "06:30", 6.5),
            ("time", "24:00", 24.0),
            ("unit", "公斤", "kg"),
            ("unit", "L", "l"),
            ("allergens", "花生;大豆", ["peanut", "soy"]),
            ("kind", "多选", "multiple"),
            ("option", "addon：ham", ("addon", "ham")),
            ("text", "  ", None),
        ):
            with self.subTest(kind=kind, raw=raw):
                self.assertEqual(parse_cell(kind, raw), value)

    def test_bad_cells_are_refused(self):
        for kind, raw, code in (
            ("amount", "12a", "not_an_amount"),
            ("amount", "-1", "not_an_amount"),
            ("amount", "1.005", "not_an_amount"),
            ("amount", "NaN", "not_an_amount"),
            ("amount", "1e400", "not_an_amount"),
            ("amount", "100000", "not_an_amount"),
            ("integer", "1.5", "not_a_whole_number"),
            ("code", "a b", "not_a_code"),
            ("flag", "maybe", "not_a_flag"),
            ("time", "25:00", "not_a_time"),
            ("time", "noon", "not_a_time"),
            ("unit", "cup", "not_a_unit"),
            ("spicy", "4", "not_a_spiciness"),
            ("allergens", "peanut;love", "not_an_allergen"),
            ("option", "ham", "not_an_option"),
            ("percent", "101", "not_a_percentage"),
            ("text", "x" * 1001, "text_too_long"),
        ):
            with self.subTest(kind=kind, raw=raw):
                with self.assertRaises(CellError) as caught:
                    parse_cell(kind, raw)
                self.assertEqual(caught.exception.code, code)


@tagged("post_install", "-at_install")
class TestMenuFiles(BaseCase):
    KNOWN = Known(
        categories=frozenset({"noodles"}),
        dishes=frozenset({"N01"}),
        ingredients={"flour": "kg"},
        options=frozenset({("spice", "mild")}),
        dish_options={"N01": {"spice"}},
    )

    def _read(self, *files):
        return read_menu(files, self.KNOWN)

    def test_problem_names_row_and_column(self):
        _menu, problems = self._read(
            csv_file(
                "menu",
                "code,category,name_zh,price",
                "N02,noodles,米线,20",
                "N03,noodles,饵丝,12a",
                "N04,soups,汤,8",
                "N05,noodles,,8",
                ",noodles,无,8",
                "N02,noodles,重复,8",
            )
        )

        self.assertEqual(
            set(told(problems)),
            {
                ("menu", 3, "price", "not_an_amount"),
                ("menu", 4, "category", "unknown_code"),
                ("menu", 5, "name_zh", "missing_name"),
                ("menu", 6, "code", "missing_value"),
                ("menu", 7, "code", "double_row"),
            },
        )

    def test_rows_are_counted_as_the_user_sees_them(self):
        _menu, problems = self._read(
            csv_file(
                "menu",
                "code,price,description_zh",
                'N01,5,"two',
                'lines"',
                "",
                "N01,x,",
            )
        )

        self.assertIn(("menu", 5, "price", "not_an_amount"), told(problems))

    def test_chinese_headings_and_gbk_are_read(self):
        text = "编码,分类,中文名,价格\nN09,noodles,小锅米线,20\n"

        menu, problems = self._read(("菜单.csv", text.encode("gb18030")))

        self.assertFalse(problems)
        self.assertEqual(menu.menu[0]["name_zh"], "小锅米线")

    def test_column_left_out_is_not_a_value(self):
        menu, problems = self._read(csv_file("menu", "code,price", "N01,21"))

        self.assertFalse(problems)
        self.assertEqual(set(menu.menu[0].values), {"code", "price"})

    def test_headings_are_checked(self):
        _menu, problems = self._read(
            csv_file("menu", "code,prise,price,price", "N01,1,2,3,4")
        )

        self.assertEqual(
            set(told(problems)),
            {
                ("menu", 0, "", "unknown_column"),
                ("menu", 0, "price", "double_column"),
                ("menu", 2, "", "no_heading"),
            },
        )

    def test_whole_menu_is_checked(self):
        _menu, problems = self._read(
            csv_file(
                "categories", "code,name_zh,hours_from,hours_to", "a,甲,10:00,06:00"
            ),
            csv_file(
                "options",
                "group,group_zh,kind,min,max,value,value_zh,default",
                "size,份量,single,1,1,small,小,1",
                "size,大小,single,1,1,large,大,1",
                "add,加料,multiple,3,2,ham,火腿,",
            ),
            csv_file(
                "combos",
                "dish,group,group_zh,free,max,item",
                "N01,one,一,1,1,N01",
                "X99,one,一,2,1,N77",
            ),
            csv_file("ingredients", "code,name_zh,unit", "flour,面,g", "N01,错,kg"),
            csv_file(
                "recipes",
                "dish,ingredient,quantity,unit,option",
                "N01,flour,10,ml,",
                "N01,sugar,10,g,",
                "N01,flour,0,g,spice:mild",
                "N01,flour,5,g,size:small",
                ",flour,5,g,",
            ),
        )

        self.assertEqual(
            set(told(problems)),
            {
                ("categories", 2, "hours_to", "hours_backwards"),
                ("options", 3, "group_zh", "differs"),
                ("options", 3, "default", "two_defaults"),
                ("options", 4, "max", "min_above_max"),
                ("options", 4, "min", "too_few_values"),
                ("combos", 2, "dish", "dish_is_plain"),
                ("combos", 2, "item", "set_in_set"),
                ("combos", 3, "dish", "unknown_code"),
                ("combos", 3, "item", "unknown_code"),
                ("combos", 3, "max", "min_above_max"),
                ("ingredients", 2, "unit", "unit_is_fixed"),
                ("ingredients", 3, "code", "ingredient_is_dish"),
                ("recipes", 2, "unit", "wrong_unit"),
                ("recipes", 3, "ingredient", "unknown_code"),
                ("recipes", 4, "quantity", "zero_quantity"),
                ("recipes", 5, "option", "option_not_on_dish"),
                ("recipes", 6, "dish", "recipe_of_nothing"),
            },
        )

    def test_broken_files_are_told(self):
        for name, content, code in (
            ("menu.xlsx", b"not a workbook", "broken_file"),
            ("menu.pdf", b"%PDF", "unknown_file"),
            ("dishes.csv", b"code\n", "unknown_sheet"),
            ("menu.csv", b"", "empty_sheet"),
            ("menu.csv", b"\xff\xff\xff", "unknown_encoding"),
            ("menu.csv", b"x" * (8 * 1024 * 1024 + 1), "file_too_large"),
            ("menu.csv", b"name_zh\nx\n", "missing_column"),
            ("menu.csv", b'code,price\nN01,"1\n', "broken_row"),
        ):
            with self.subTest(name=name, code=code):
                menu, problems = self._read((name, content))
                self.assertEqual([p.code for p in problems], [code])
                self.assertFalse(menu.menu)

    def test_workbook_without_our_sheets_is_told(self):
        buffer = io.BytesIO()
        Workbook().save(buffer)

        _menu, problems = self._read(("menu.xlsx", buffer.getvalue()))

        self.assertEqual([p.code for p in problems], ["no_sheet"])

    def test_sheet_twice_is_told(self):
        file = csv_file("menu", "code,price", "N01,1")

        _menu, problems = self._read(file, file)

        self.assertEqual([p.code for p in problems], ["double_sheet"])

    def test_template_is_a_menu_in_both_languages(self):
        for lang in ("zh", "en"):
            with self.subTest(lang=lang):
                content = write_template(lang)

                menu, problems = read_menu([("menu.xlsx", content)])

                self.assertFalse(problems)
                self.assertEqual([row["code"] for row in menu.menu], ["N01"])
                titles = load_workbook(io.BytesIO(content)).sheetnames
                self.assertEqual(titles, [getattr(s, lang) for s in SHEETS.values()])

    def test_each_problem_has_a_sentence(self):
        folder = Path(__file__).parents[1] / "menu_sheets"
        source = "".join(path.read_text() for path in folder.glob("*.py"))

        unused = [code for code in MESSAGES if f'"{code}"' not in source]

        wizard = {"no_file", "not_a_picture", "picture_without_dish", "double_file"}
        self.assertEqual(set(unused), wizard)


@tagged("post_install", "-at_install")
class TestNutrition(BaseCase):
    FILES = (
        csv_file("categories", "code,name_zh", "a,甲"),
        csv_file(
            "options",
            "group,group_zh,kind,value,value_zh,default",
            "sauce,酱,single,sweet,甜,",
            "sauce,酱,single,hot,辣,1",
            "add,加料,multiple,egg,蛋,",
        ),
        csv_file(
            "menu", "code,category,name_zh,price,options", "D1,a,饵块,9,sauce;add"
        ),
        csv_file(
            "ingredients",
            "code,name_zh,unit,allergens,edible_percent,"
            "energy_kj,protein_g,fat_g,carbohydrate_g,sodium_mg",
            "cake,饵块,kg,,100,800,4,0.4,44,5",
            "egg,蛋,pc,egg,50,300,6,4,1,60",
            "chili,辣酱,kg,peanut,100,2700,6,65,12,800",
            "sugar,糖,kg,,100,1674,0,0,100,1",
        ),
        csv_file(
            "recipes",
            "dish,ingredient,quantity,unit,option",
            "D1,cake,150,g,",
            "D1,egg,2,pc,",
            ",chili,10,g,sauce:hot",
            ",sugar,10,g,sauce:sweet",
            ",egg,1,pc,add:egg",
        ),
    )

    def test_standard_portion_is_estimated(self):
        menu, problems = read_menu(self.FILES)

        estimate = estimate_nutrition(menu)["D1"]

        self.assertFalse(problems)
        # 150 g cake, the edible half of 2 eggs, 10 g of the sauce that is the default.
        self.assertEqual(estimate["energy_kj"], 1770.0)
        self.assertEqual(estimate["protein_g"], 12.6)
        self.assertEqual(estimate["allergens"], ["egg", "peanut"])

    def test_dish_with_unknown_ingredient_is_not_estimated(self):
        files = [file for file in self.FILES if file[0] != "ingredients.csv"]
        known = Known(ingredients=dict.fromkeys(("cake", "chili", "sugar"), "kg"))
        known.ingredients["egg"] = "pc"

        menu, problems = read_menu(files, known)

        self.assertFalse(problems)
        self.assertEqual(estimate_nutrition(menu), {})


@tagged("post_install", "-at_install")
class TestDemoSheets(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files = [
            (f"{key}.csv", (DEMO_SHEETS / f"{key}.csv").read_bytes()) for key in SHEETS
        ]
        cls.menu, cls.problems = read_menu(files)

    def test_menu_is_right(self):
        self.assertFalse(self.problems)
        self.assertGreaterEqual(len(self.menu.menu), 70)
        self.assertGreaterEqual(len(self.menu.categories), 9)
        self.assertGreaterEqual(len(self.menu.ingredients), 60)
        self.assertEqual(len({row["dish"] for row in self.menu.combos}), 3)

    def test_every_dish_is_told_in_both_languages(self):
        keys = ("name_zh", "name_en", "description_zh", "description_en")
        for row in self.menu.menu:
            self.assertFalse([key for key in keys if not row.get(key)], row["code"])

    def test_every_dish_is_drawn(self):
        pictures = DEMO_SHEETS.parent / "pictures"
        for row in self.menu.menu:
            self.assertTrue((pictures / f"{row['code']}.webp").exists(), row["code"])

    def test_allergens_of_recipes_are_all_named(self):
        estimates = estimate_nutrition(self.menu)
        for row in self.menu.menu:
            found = estimates.get(row["code"], {}).get("allergens", [])
            self.assertLessEqual(set(found), set(row.get("allergens", [])), row["code"])

    def test_vegetarian_dishes_have_no_meat(self):
        meat = "chicken pork beef lamb ham lard bone eel tilapia shrimp cured sausage"
        recipes = {
            (row["dish"], row["ingredient"])
            for row in self.menu.recipes
            if row.get("dish") and not row.get("option")
        }
        vegetarian = {
            row["code"] for row in self.menu.menu if "vegetarian" in row["tags"]
        }
        wrong = [
            pair
            for pair in recipes
            if pair[0] in vegetarian and any(word in pair[1] for word in meat.split())
        ]
        self.assertEqual(wrong, [])
