"""What must hold across the rows of a menu. Each check returns its problems.

A cell that could not be read is None here and has been reported already, so the checks
pass over it.
"""

from .cells import UNITS
from .problems import Problem


def check_menu(menu, known):
    """Return every problem that shows only when rows are seen together.

    :param Menu menu: What was read.
    :param Known known: What the restaurant has already.
    :rtype: list[Problem]
    """
    return [
        *_check_unique(menu),
        *_check_categories(menu),
        *_check_dishes(menu, known),
        *_check_option_groups(menu),
        *_check_combo_rows(menu, known),
        *_check_combo_groups(menu),
        *_check_ingredients(menu, known),
        *_check_recipes(menu, known),
    ]


_UNIQUE = {
    "categories": ("code",),
    "menu": ("code",),
    "options": ("group", "value"),
    "combos": ("dish", "group", "item"),
    "ingredients": ("code",),
    "recipes": ("dish", "ingredient", "option"),
}


def _check_unique(menu):
    for sheet, keys in _UNIQUE.items():
        first = {}
        for row in getattr(menu, sheet):
            name = tuple(row.get(key) for key in keys)
            if name[-1] is None and sheet != "recipes":
                continue
            other = first.setdefault(name, row.number)
            if other != row.number:
                yield Problem("double_row", sheet, row.number, keys[-1], {"row": other})


def _check_names(row, sheet, zh, en):
    if not row.get(zh) and not row.get(en):
        yield Problem("missing_name", sheet, row.number, zh)


def _check_categories(menu):
    for row in menu.categories:
        yield from _check_names(row, "categories", "name_zh", "name_en")
        start, end = row.get("hours_from"), row.get("hours_to")
        if (start is None) != (end is None):
            yield Problem("half_hours", "categories", row.number, "hours_to")
        elif start is not None and start >= end:
            yield Problem("hours_backwards", "categories", row.number, "hours_to")


def _check_dishes(menu, known):
    categories = _codes(menu.categories) | known.categories
    groups = set(menu.option_groups) | {group for group, _value in known.options}
    ingredients = _codes(menu.ingredients) | set(known.ingredients)
    for row in menu.menu:
        if row.get("code") and row["code"] in ingredients:
            yield Problem("dish_is_ingredient", "menu", row.number, "code")
        if row.get("code") not in known.dishes:
            yield from _check_new(row, "menu", ("category", "price"))
            yield from _check_names(row, "menu", "name_zh", "name_en")
        yield from _check_known(row, "menu", "category", categories)
        yield from _check_known(row, "menu", "options", groups)
        nutrition = [row.get(key) for key in NUTRITION_KEYS]
        if None in nutrition and any(value is not None for value in nutrition):
            yield Problem("half_nutrition", "menu", row.number, "energy_kj")


def _check_new(row, sheet, keys):
    for key in keys:
        if row.get(key) in (None, []) and key not in row.broken:
            yield Problem("missing_value", sheet, row.number, key)


def _check_known(row, sheet, key, known):
    for code in row.get(key, []):
        if code not in known:
            yield Problem("unknown_code", sheet, row.number, key, {"value": code})


def _check_option_groups(menu):
    for rows in menu.option_groups.values():
        first = rows[0]
        yield from _check_names(first, "options", "group_zh", "group_en")
        yield from _check_same(
            rows, "options", ("group_zh", "group_en", "kind", "min", "max")
        )
        for row in rows:
            yield from _check_names(row, "options", "value_zh", "value_en")
        yield from _check_choices(first, rows)


def _check_choices(first, rows):
    least, most = first.get("min", 0), first.get("max", 0)
    defaults = [row for row in rows if row.get("default")]
    if most and least > most:
        yield Problem("min_above_max", "options", first.number, "max")
    if first.get("kind") == "single":
        if least > 1 or most > 1:
            yield Problem("single_is_one", "options", first.number, "max")
        if len(defaults) > 1:
            yield Problem("two_defaults", "options", defaults[1].number, "default")
    elif least > len(rows):
        yield Problem("too_few_values", "options", first.number, "min")


def _check_same(rows, sheet, keys):
    for row in rows[1:]:
        for key in keys:
            if row.get(key) != rows[0].get(key):
                yield Problem(
                    "differs", sheet, row.number, key, {"row": rows[0].number}
                )


def _check_combo_rows(menu, known):
    meals = {row.get("dish") for row in menu.combos} | known.set_meals
    dishes = _codes(menu.menu) | known.dishes
    for row in menu.combos:
        for key in ("dish", "item"):
            code = row.get(key)
            if code and code not in dishes:
                yield Problem(
                    "unknown_code", "combos", row.number, key, {"value": code}
                )
        if row.get("dish") in known.dishes - known.set_meals:
            yield Problem("dish_is_plain", "combos", row.number, "dish")
        if row.get("item") in meals:
            yield Problem("set_in_set", "combos", row.number, "item")


def _check_combo_groups(menu):
    for rows in menu.combo_groups.values():
        first = rows[0]
        yield from _check_names(first, "combos", "group_zh", "group_en")
        yield from _check_same(rows, "combos", ("group_zh", "group_en", "free", "max"))
        free, most = first.get("free"), first.get("max")
        if free is not None and most is not None and (most < 1 or free > most):
            yield Problem("min_above_max", "combos", first.number, "max")


def _check_ingredients(menu, known):
    for row in menu.ingredients:
        if row.get("code") in known.dishes:
            yield Problem("ingredient_is_dish", "ingredients", row.number, "code")
        if row.get("code") not in known.ingredients:
            yield from _check_new(row, "ingredients", ("unit",))
            yield from _check_names(row, "ingredients", "name_zh", "name_en")
        elif row.get("unit") and row["unit"] != known.ingredients[row["code"]]:
            yield Problem(
                "unit_is_fixed",
                "ingredients",
                row.number,
                "unit",
                {"value": known.ingredients[row["code"]]},
            )


def _check_recipes(menu, known):
    units = dict(known.ingredients)
    units.update((row.get("code"), row.get("unit")) for row in menu.ingredients)
    groups = dict(known.dish_options)
    for row in menu.menu:
        if "options" in row.values:
            groups[row.get("code")] = set(row.get("options", []))
        else:
            groups.setdefault(row.get("code"), set())
    values = {(row.get("group"), row.get("value")) for row in menu.options}
    values |= known.options
    for row in menu.recipes:
        yield from _check_recipe_dish(row, groups, known)
        yield from _check_recipe_unit(row, units)
        yield from _check_recipe_option(row, groups, values)
        if row.get("quantity") == 0:
            yield Problem("zero_quantity", "recipes", row.number, "quantity")


def _check_recipe_dish(row, groups, known):
    dish = row.get("dish")
    if dish is None and row.get("option") is None and "option" in row.values:
        yield Problem("recipe_of_nothing", "recipes", row.number, "dish")
    elif dish is not None and dish not in groups and dish not in known.dishes:
        yield Problem("unknown_code", "recipes", row.number, "dish", {"value": dish})


def _check_recipe_unit(row, units):
    code, unit = row.get("ingredient"), row.get("unit")
    if code is None:
        return
    if code not in units:
        yield Problem(
            "unknown_code", "recipes", row.number, "ingredient", {"value": code}
        )
    elif unit and units[code] and UNITS[unit][0] != UNITS[units[code]][0]:
        yield Problem(
            "wrong_unit", "recipes", row.number, "unit", {"value": units[code]}
        )


def _check_recipe_option(row, groups, values):
    option, dish = row.get("option"), row.get("dish")
    if option is None:
        return
    text = {"value": ":".join(option)}
    if option not in values:
        yield Problem("unknown_code", "recipes", row.number, "option", text)
    elif dish in groups and option[0] not in groups[dish]:
        yield Problem("option_not_on_dish", "recipes", row.number, "option", text)


def _codes(rows):
    return {row.get("code") for row in rows}


#: The columns that hold nutrition, in the sheet of dishes and of ingredients.
NUTRITION_KEYS = ("energy_kj", "protein_g", "fat_g", "carbohydrate_g", "sodium_mg")
