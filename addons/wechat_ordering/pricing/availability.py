"""What a diner cannot have right now, from the few numbers that change all day."""

# So many portions and fewer are told to the diner.
LOW_STOCK_PORTIONS = 20


def show(catalog, stopped, free, minute):
    """Return what differs from "everything is available".

    :param Catalog catalog: The compiled menu.
    :param dict stopped: `sold_out` or `paused` by template, as staff marked it.
    :param dict free: What is free, by counter.
    :param int minute: The minute of the store's day.
    :return: `items` by dish and `options` by option value, as the API shows them.
    :rtype: dict
    """
    items = {}
    for dish in catalog.listed:
        if state := _get_dish_state(catalog, dish, stopped, free, minute):
            items[str(dish.id)] = state
    options = {
        str(value_id): {"state": "sold_out"}
        for dish in catalog.dishes.values()
        for value_id in _get_missing_options(dish, free)
    }
    return {"items": items, "options": options}


def get_portions(dish, free):
    """Return how many of a dish can be made of what is free; None if not counted.

    What only options take is not looked at: without them the dish can be had.

    :param dict free: What is free, by counter.
    """
    counted = [need for need in dish.needs if not need.any_of and need.quantity > 0]
    if not counted:
        return None
    return max(
        0,
        min(
            int(float(free.get(need.counter_id, 0)) / float(need.quantity) + 1e-9)
            for need in counted
        ),
    )


def _get_dish_state(catalog, dish, stopped, free, minute):
    """Return the entry of a dish in the answer, None where all is well."""
    left = get_portions(dish, free)
    if dish.template_id in stopped:
        return {"state": stopped[dish.template_id], "left": None}
    if left == 0 or _is_combo_broken(catalog, dish, stopped, free):
        return {"state": "sold_out", "left": 0}
    if not dish.is_served_at(minute):
        return {"state": "off_hours", "left": None}
    if left is not None and left <= LOW_STOCK_PORTIONS:
        return {"state": "available", "left": left}
    return None


def _is_combo_broken(catalog, dish, stopped, free):
    """Tell whether a part of the set meal cannot be filled by any dish."""

    def is_left(item):
        part = catalog.dishes[item.dish_id]
        return part.template_id not in stopped and get_portions(part, free) != 0

    return any(
        combo.least and not any(map(is_left, combo.items.values()))
        for combo in dish.combos
    )


def _get_missing_options(dish, free):
    """Yield the options of a dish for which something ran out."""
    for need in dish.needs:
        if need.any_of and free.get(need.counter_id, 0) < need.quantity:
            yield from need.any_of
