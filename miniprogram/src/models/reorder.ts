/**
 * "Order again": an old order put into today's cart.
 *
 * The menu may have changed since, and be shown in another language: only ids tell what was chosen. What still fits is taken,
 * what does not is reported, and nothing is replaced by something else in silence.
 */

import type { CartLine } from './cart'
import { addToCart } from './cart'
import type { Choice } from './choice'
import { findMissing } from './choice'
import type { MenuIndex } from './menu'
import type { ChosenOption, ComboItem, ComboPick, Dish, OptionGroup, OrderLineView } from './wire'

export interface Reorder {
  lines: CartLine[]
  /** Names of dishes that could not be added as they were. */
  left: string[]
}

/** Return the cart lines for an old order's dishes, and the dishes that no longer fit. */
export function reorder(old: OrderLineView[], index: MenuIndex): Reorder {
  let lines: CartLine[] = []
  const left: string[] = []
  for (const line of old) {
    const dish = index.dishes.get(line.dish_id)
    const choice = dish && matchChoice(dish, line)
    if (!dish || !choice || findMissing(dish, choice)) {
      left.push(line.name)
      continue
    }
    lines = addToCart(lines, {
      dish_id: dish.id,
      quantity: line.quantity,
      note: line.note ?? '',
      ...choice,
    })
  }
  return { lines, left }
}

function matchChoice(dish: Dish, line: OrderLineView): Choice | null {
  const options = matchOptions(dish.options, line.options)
  const items = dish.combo.flatMap((group) => group.items)
  const combo: ComboPick[] = []
  for (const chosen of line.combo) {
    const pick = matchPick(items, chosen, line.quantity)
    if (!pick) {
      return null
    }
    addPick(combo, pick)
  }
  return options && { options, combo }
}

/** A dish that is partly beyond the price of its set meal comes as two lines of one choice. */
function addPick(combo: ComboPick[], pick: ComboPick): void {
  const same = combo.find(
    ({ item_id, options }) => item_id === pick.item_id && options.join() === pick.options.join(),
  )
  if (same) {
    same.quantity += pick.quantity
  } else {
    combo.push(pick)
  }
}

function matchPick(
  items: ComboItem[],
  chosen: OrderLineView['combo'][number],
  sets: number,
): ComboPick | null {
  const item = items.find((candidate) => candidate.id === chosen.item_id)
  const options = item && matchOptions(item.options, chosen.options)
  return item && options ? { item_id: item.id, quantity: chosen.quantity / sets, options } : null
}

function matchOptions(groups: OptionGroup[], chosen: ChosenOption[]): number[] | null {
  const values = groups.flatMap((group) => group.values)
  const ids: number[] = []
  for (const option of chosen) {
    const value = values.find((candidate) => candidate.id === option.id)
    if (!value) {
      return null
    }
    ids.push(value.id)
  }
  return ids
}
