"""The sentence for each problem a menu can have. No logic.

Each says what is wrong and, where it is not plain, what to do.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

MESSAGES = {
    # The file
    "file_too_large": _lt("%(file)s is too large: a menu has at most 8 MB."),
    "unknown_file": _lt(
        "%(file)s is neither an Excel workbook (.xlsx), a CSV file nor a picture."
    ),
    "unknown_sheet": _lt(
        "%(name)s: a CSV file must be named as its sheet, for example menu.csv."
    ),
    "unknown_encoding": _lt("%(file)s is not a text file in UTF-8 or GB 18030."),
    "broken_file": _lt(
        "%(file)s cannot be opened. Save it again in Excel as a workbook (.xlsx)."
    ),
    "no_sheet": _lt(
        "%(file)s has no sheet of a menu. Start from the template and keep the names of"
        " its sheets."
    ),
    "no_file": _lt("Upload a workbook or CSV files first."),
    "not_a_picture": _lt("%(file)s is not a picture (WebP, PNG or JPEG up to 5 MB)."),
    "picture_without_dish": _lt(
        "%(file)s: there is no dish with this code. A picture is named as its dish."
    ),
    "double_file": _lt("%(file)s was uploaded twice."),
    # The sheet
    "empty_sheet": _lt("the sheet is empty."),
    "too_many_rows": _lt("the sheet has more than %(limit)s rows."),
    "double_sheet": _lt("the sheet was uploaded twice."),
    "missing_column": _lt("the column is missing."),
    "double_column": _lt("the column is there twice."),
    "unknown_column": _lt(
        "the column “%(name)s” is not known. Take the headings of the template."
    ),
    "broken_row": _lt("the row cannot be read: look at its quotation marks."),
    "no_heading": _lt("“%(value)s” stands in a column without a heading."),
    # The cell
    "missing_value": _lt("the cell is empty."),
    "missing_name": _lt("a name is missing, in Chinese or in English."),
    "text_too_long": _lt("the text has more than %(limit)s characters."),
    "not_a_code": _lt(
        "“%(value)s” is not a code: up to 40 letters, digits, dots and dashes."
    ),
    "not_an_amount": _lt("“%(value)s” is not an amount in yuan."),
    "not_a_number": _lt("“%(value)s” is not a number."),
    "not_a_percentage": _lt("“%(value)s” is not a percentage from 0 to 100."),
    "not_a_whole_number": _lt("“%(value)s” is not a whole number."),
    "not_a_spiciness": _lt("“%(value)s” is not a spiciness: 0, 1, 2 or 3."),
    "not_a_flag": _lt("“%(value)s” is neither yes (1) nor no (empty)."),
    "not_a_time": _lt("“%(value)s” is not a time such as 06:30."),
    "not_a_kind": _lt("“%(value)s” is neither single nor multiple."),
    "not_a_unit": _lt("“%(value)s” is not a unit: kg, g, L, ml or pc."),
    "not_an_allergen": _lt(
        "“%(value)s” is not an allergen: gluten, crustacean, fish, egg, peanut, soy,"
        " milk or nuts."
    ),
    "not_an_option": _lt("“%(value)s” is not an option: write group:value."),
    # The menu as a whole
    "double_row": _lt("the same as in row %(row)s."),
    "unknown_code": _lt("there is no “%(value)s”, in the sheets or in the restaurant."),
    "differs": _lt("not the same as in row %(row)s, which begins the group."),
    "half_hours": _lt("give both times or none."),
    "hours_backwards": _lt("the end is not after the start."),
    "half_nutrition": _lt("give all five values of nutrition or none."),
    "min_above_max": _lt("the least number is above the greatest."),
    "single_is_one": _lt("of a single choice exactly one is chosen."),
    "two_defaults": _lt("a single choice has only one default."),
    "too_few_values": _lt("the group has fewer values than must be chosen."),
    "set_in_set": _lt("a set meal cannot be part of a set meal."),
    "dish_is_plain": _lt(
        "the dish has been sold on its own, so it cannot become a set meal. Give the"
        " set meal a code of its own."
    ),
    "ingredient_is_dish": _lt("a dish has this code already."),
    "dish_is_ingredient": _lt("an ingredient has this code already."),
    "unit_is_fixed": _lt(
        "the ingredient is counted in %(value)s already. Keep that unit, or give the"
        " ingredient a new code."
    ),
    "recipe_of_nothing": _lt("name a dish, an option, or both."),
    "wrong_unit": _lt(
        "the ingredient is counted in %(value)s: weight, volume and pieces do not mix."
    ),
    "option_not_on_dish": _lt("the dish does not have the option “%(value)s”."),
    "zero_quantity": _lt("the quantity is zero."),
}
