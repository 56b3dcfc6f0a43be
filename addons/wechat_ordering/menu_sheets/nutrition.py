"""Nutrition and allergens of a dish, estimated from its recipe."""

from .cells import ALLERGENS, UNITS
from .checks import NUTRITION_KEYS


def estimate_nutrition(menu):
    """Estimate every dish of which the recipe and all its ingredients are given.

    Counted is one standard portion: what the recipe always takes, and what it takes
    for the options that a guest has without asking (the default of a single choice,
    or its first value where one must be chosen).

    :param Menu menu: A menu without problems.
    :return: `{dish code: {"energy_kj": ..., ..., "allergens": [...]}}`.
    :rtype: dict
    """
    ingredients = {row["code"]: row for row in menu.ingredients}
    standard = _standard_values(menu)
    estimates = {}
    for dish in menu.menu:
        rows = list(_standard_rows(menu, dish, standard))
        parts = [(row, ingredients.get(row["ingredient"])) for row in rows]
        if parts and all(_has_nutrition(ingredient) for _row, ingredient in parts):
            estimates[dish["code"]] = _sum(parts)
    return estimates


def _standard_values(menu):
    standard = {}
    for group, rows in menu.option_groups.items():
        if rows[0]["kind"] == "single":
            chosen = next((row for row in rows if row.get("default")), rows[0])
            standard[group] = chosen["value"]
    return standard


def _standard_rows(menu, dish, standard):
    groups = dish.get("options", [])
    for row in menu.recipes:
        option = row.get("option")
        of_dish = row.get("dish") == dish["code"]
        of_option = row.get("dish") is None and option and option[0] in groups
        if not (of_dish or of_option):
            continue
        if option is None or standard.get(option[0]) == option[1]:
            yield row


def _has_nutrition(ingredient):
    return ingredient is not None and all(
        ingredient.get(key) is not None for key in NUTRITION_KEYS
    )


def _sum(parts):
    totals = dict.fromkeys(NUTRITION_KEYS, 0)
    allergens = set()
    for row, ingredient in parts:
        kind, size = UNITS[row["unit"]]
        # Nutrition of an ingredient is given for 100 g or 100 ml, or for one piece.
        share = row["quantity"] * size / (1 if kind == "piece" else 100)
        edible = ingredient.get("edible_percent", 100)
        for key in NUTRITION_KEYS:
            totals[key] += ingredient[key] * share * edible / 100
        allergens.update(ingredient.get("allergens", []))
    estimate = {key: float(round(total, 1)) for key, total in totals.items()}
    estimate["energy_kj"] = round(estimate["energy_kj"], -1)
    estimate["sodium_mg"] = round(estimate["sodium_mg"], -1)
    estimate["allergens"] = [code for code in ALLERGENS if code in allergens]
    return estimate
