"""The sheets of a menu: their columns, and what a cell of each may hold. No logic."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: its key, its headings, the kind of its cells.

    A heading is recognised by its key or by either language's name.
    """

    key: str
    zh: str
    en: str
    kind: str = "text"
    is_required: bool = False
    is_required_new: bool = False
    help_zh: str = ""
    help_en: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its key (also the name of its CSV file), its names, its columns."""

    key: str
    zh: str
    en: str
    columns: tuple

    def column(self, heading):
        """Return the column with this heading, or None."""
        wanted = str(heading or "").strip().rstrip("*").strip().lower()
        for column in self.columns:
            if wanted in (column.key, column.zh.lower(), column.en.lower()):
                return column
        return None

    @property
    def required(self):
        """The columns without which no row can be read."""
        return [column for column in self.columns if column.is_required]


_LIST_ZH, _LIST_EN = "多个用分号隔开", "Several: separate them with semicolons"

_NAMES = (
    Column("name_zh", "中文名", "Chinese name"),
    Column("name_en", "英文名", "English name"),
)
_ALLERGENS = Column(
    "allergens",
    "过敏原",
    "Allergens",
    "allergens",
    help_zh="含麸质谷物 甲壳类 鱼类 蛋类 花生 大豆 乳类 坚果，" + _LIST_ZH,
    help_en="gluten crustacean fish egg peanut soy milk nuts. " + _LIST_EN,
)
_NUTRITION = (
    Column("energy_kj", "能量kJ", "Energy kJ", "quantity"),
    Column("protein_g", "蛋白质g", "Protein g", "quantity"),
    Column("fat_g", "脂肪g", "Fat g", "quantity"),
    Column("carbohydrate_g", "碳水化合物g", "Carbohydrate g", "quantity"),
    Column("sodium_mg", "钠mg", "Sodium mg", "quantity"),
)
_DISH_NUTRITION_ZH = "每份；都留空则按配方估算"
_DISH_NUTRITION_EN = "Per portion. All empty: estimated from the recipe"

CATEGORIES = Sheet(
    "categories",
    "分类",
    "Categories",
    (
        Column("code", "编码", "Code", "code", is_required=True),
        *_NAMES,
        Column(
            "hours_from",
            "供应开始",
            "Served from",
            "time",
            help_zh="如 06:30；留空为全天",
            help_en="For example 06:30. Empty: all day",
        ),
        Column("hours_to", "供应结束", "Served until", "time"),
    ),
)

MENU = Sheet(
    "menu",
    "菜单",
    "Menu",
    (
        Column(
            "code",
            "编码",
            "Code",
            "code",
            is_required=True,
            help_zh="每道菜唯一，再次导入按它更新",
            help_en="Unique for each dish: a second import finds the dish by it",
        ),
        Column(
            "category",
            "分类",
            "Category",
            "codes",
            is_required_new=True,
            help_zh="分类表里的编码，" + _LIST_ZH,
            help_en="Code from the sheet Categories. " + _LIST_EN,
        ),
        *_NAMES,
        Column("price", "价格", "Price", "amount", is_required_new=True),
        Column(
            "options",
            "选项组",
            "Options",
            "codes",
            help_zh="选项表里的组编码，" + _LIST_ZH,
            help_en="Group codes from the sheet Options. " + _LIST_EN,
        ),
        Column("spicy", "辣度", "Spiciness", "spicy", help_zh="0至3", help_en="0 to 3"),
        Column(
            "tags",
            "标签",
            "Tags",
            "texts",
            help_zh="如 招牌 素食 时令，" + _LIST_ZH,
            help_en="For example signature, vegetarian, seasonal. " + _LIST_EN,
        ),
        _ALLERGENS,
        *(
            Column(c.key, c.zh, c.en, c.kind, False, False, zh, en)
            for c, zh, en in zip(
                _NUTRITION,
                [_DISH_NUTRITION_ZH, "", "", "", ""],
                [_DISH_NUTRITION_EN, "", "", "", ""],
                strict=True,
            )
        ),
        Column(
            "daily_limit",
            "每日限量",
            "Daily limit",
            "integer",
            help_zh="每店每天几份；留空不限",
            help_en="Portions a day in each store. Empty: no limit",
        ),
        Column("recommended", "推荐", "Recommended", "flag", help_zh="1 或 是"),
        Column("description_zh", "中文介绍", "Chinese description"),
        Column("description_en", "英文介绍", "English description"),
    ),
)

OPTIONS = Sheet(
    "options",
    "选项",
    "Options",
    (
        Column("group", "组编码", "Group", "code", is_required=True),
        Column("group_zh", "组中文名", "Group in Chinese"),
        Column("group_en", "组英文名", "Group in English"),
        Column(
            "kind",
            "类型",
            "Kind",
            "kind",
            is_required=True,
            help_zh="单选 或 多选",
            help_en="single or multiple",
        ),
        Column("min", "至少选", "At least", "integer"),
        Column("max", "至多选", "At most", "integer"),
        Column("value", "选项编码", "Value", "code", is_required=True),
        Column("value_zh", "选项中文名", "Value in Chinese"),
        Column("value_en", "选项英文名", "Value in English"),
        Column("extra", "加价", "Extra price", "amount"),
        Column(
            "default",
            "默认",
            "Default",
            "flag",
            help_zh="单选组没有默认项时，顾客必须自己选",
            help_en="A single choice without a default must be chosen by the guest",
        ),
    ),
)

COMBOS = Sheet(
    "combos",
    "套餐",
    "Set meals",
    (
        Column("dish", "套餐编码", "Set meal", "code", is_required=True),
        Column("group", "组编码", "Group", "code", is_required=True),
        Column("group_zh", "组中文名", "Group in Chinese"),
        Column("group_en", "组英文名", "Group in English"),
        Column("free", "含几份", "Included", "integer", is_required=True),
        Column("max", "至多几份", "At most", "integer", is_required=True),
        Column("item", "菜品编码", "Included dish", "code", is_required=True),
        Column("extra", "加价", "Extra price", "amount"),
    ),
)

INGREDIENTS = Sheet(
    "ingredients",
    "食材",
    "Ingredients",
    (
        Column("code", "编码", "Code", "code", is_required=True),
        *_NAMES,
        Column(
            "unit",
            "单位",
            "Unit",
            "unit",
            is_required_new=True,
            help_zh="kg g L ml pc（个）",
            help_en="kg, g, L, ml or pc",
        ),
        Column("cost", "单位成本", "Cost per unit", "cost"),
        Column(
            "counted",
            "控量",
            "Counted",
            "flag",
            help_zh="卖完即估清的食材填 1",
            help_en="1: dishes are sold out when it is used up",
        ),
        _ALLERGENS,
        Column("edible_percent", "可食部%", "Edible %", "percent"),
        *_NUTRITION,
    ),
)

RECIPES = Sheet(
    "recipes",
    "配方",
    "Recipes",
    (
        Column(
            "dish",
            "菜品编码",
            "Dish",
            "code",
            help_zh="留空表示所有带该选项的菜",
            help_en="Empty: every dish that has the option",
        ),
        Column("ingredient", "食材编码", "Ingredient", "code", is_required=True),
        Column("quantity", "用量", "Quantity", "quantity", is_required=True),
        Column("unit", "单位", "Unit", "unit", is_required=True),
        Column(
            "option",
            "选项",
            "Option",
            "option",
            help_zh="组编码:选项编码，选了才用；留空表示总是用",
            help_en="group:value, used only when chosen. Empty: always used",
        ),
    ),
)

#: Every sheet, in the order in which they are written.
SHEETS = {
    sheet.key: sheet
    for sheet in (CATEGORIES, MENU, OPTIONS, COMBOS, INGREDIENTS, RECIPES)
}
