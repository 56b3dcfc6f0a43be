/**
 * What a diner has chosen of one dish: option values and, for a combo, the items of each group.
 * Everything here is pure; the server checks the same rules again.
 */

import { choiceLines, describeItem } from './wording'
import type { ComboGroup, ComboItem, ComboPick, Dish, OptionGroup, OptionValue } from './wire'

export interface Choice {
  options: number[]
  combo: ComboPick[]
}

/** What is still missing before a dish may be ordered. */
export interface MissingChoice {
  group: string
  min: number
}

/** Return whether the dish has to be opened before it can be added. */
export function needsChoice(dish: Dish): boolean {
  return dish.combo.length > 0 || dish.options.length > 0
}

/** Return the choice a dish opens with: defaults, and whatever leaves no alternative. */
export function defaultChoice(dish: Dish): Choice {
  return {
    options: defaultOptions(dish.options),
    combo: dish.combo.flatMap((group) => defaultPicks(group)),
  }
}

/** Return the values chosen when an option list opens. */
export function defaultOptions(groups: OptionGroup[]): number[] {
  return groups.flatMap((group) => {
    const defaults = group.values.filter((value) => value.is_default)
    const isForced = group.min >= 1 && group.values.length === 1
    const chosen = isForced ? group.values : defaults
    return chosen.slice(0, Math.max(group.max, group.min)).map((value) => value.id)
  })
}

function defaultPicks(group: ComboGroup): ComboPick[] {
  const onlyItem = group.items[0]
  if (group.items.length !== 1 || !onlyItem || group.min < 1) {
    return []
  }
  return [
    { item_id: onlyItem.id, quantity: group.min, options: defaultOptions(onlyItem.options) },
  ]
}

/**
 * Return the chosen values after a tap on `value`. In a group that takes one, the new value
 * replaces the old; in a full group a further tap changes nothing.
 */
export function toggleValue(group: OptionGroup, chosen: number[], value: number): number[] {
  const ids = group.values.map((candidate) => candidate.id)
  const here = chosen.filter((id) => ids.includes(id))
  const elsewhere = chosen.filter((id) => !ids.includes(id))
  if (here.includes(value)) {
    const isRequired = group.kind === 'single' && group.min >= 1
    return isRequired ? chosen : [...elsewhere, ...here.filter((id) => id !== value)]
  }
  if (group.kind === 'single' || group.max === 1) {
    return [...elsewhere, value]
  }
  return here.length >= group.max ? chosen : [...chosen, value]
}

/**
 * Return the picks after one more (`step` 1) or one less (`step` -1) of an item. A group that
 * takes exactly one replaces its item; a full group refuses a further one.
 */
export function stepPick(
  group: ComboGroup,
  picks: ComboPick[],
  item: ComboItem,
  step: 1 | -1,
): ComboPick[] {
  const ids = group.items.map((candidate) => candidate.id)
  const current = picks.find((pick) => pick.item_id === item.id)
  if (step === -1) {
    return picks.flatMap((pick) => {
      if (pick.item_id !== item.id) {
        return [pick]
      }
      return pick.quantity > 1 ? [{ ...pick, quantity: pick.quantity - 1 }] : []
    })
  }
  if (group.max === 1) {
    return [...picks.filter((pick) => !ids.includes(pick.item_id)), newPick(item)]
  }
  if (countPicks(group, picks) >= group.max) {
    return picks
  }
  return current
    ? picks.map((pick) => (pick === current ? { ...pick, quantity: pick.quantity + 1 } : pick))
    : [...picks, newPick(item)]
}

function newPick(item: ComboItem): ComboPick {
  return { item_id: item.id, quantity: 1, options: defaultOptions(item.options) }
}

/** Return how many items of the group are picked. */
export function countPicks(group: ComboGroup, picks: ComboPick[]): number {
  return group.items.reduce((count, item) => count + quantityOf(item.id, picks), 0)
}

/** Return how many of one combo item are picked. */
export function quantityOf(itemId: number, picks: ComboPick[]): number {
  return picks.find((pick) => pick.item_id === itemId)?.quantity ?? 0
}

/** Return the first group that still wants a choice, or `null` when the dish can be added. */
export function findMissing(dish: Dish, choice: Choice): MissingChoice | null {
  const option = findMissingOption(dish.options, choice.options)
  if (option) {
    return option
  }
  for (const group of dish.combo) {
    if (countPicks(group, choice.combo) < group.min) {
      return { group: group.name, min: group.min }
    }
    const nested = findMissingInPicks(group, choice.combo)
    if (nested) {
      return nested
    }
  }
  return null
}

function findMissingInPicks(group: ComboGroup, picks: ComboPick[]): MissingChoice | null {
  for (const item of group.items) {
    const pick = picks.find((candidate) => candidate.item_id === item.id)
    const missing = pick && findMissingOption(item.options, pick.options)
    if (missing) {
      return { group: `${item.name} · ${missing.group}`, min: missing.min }
    }
  }
  return null
}

function findMissingOption(groups: OptionGroup[], chosen: number[]): MissingChoice | null {
  const group = groups.find((candidate) => {
    const count = candidate.values.filter((value) => chosen.includes(value.id)).length
    return count < candidate.min
  })
  return group ? { group: group.name, min: group.min } : null
}

/**
 * Return what one portion is likely to cost. An estimate for the running total until the server's
 * quote arrives: it knows no discount, and no price of items beyond a combo's free ones.
 */
export function estimateUnitFen(dish: Dish, choice: Choice): number {
  const items = dish.combo.flatMap((group) => group.items)
  const comboExtra = choice.combo.reduce((sum, pick) => {
    const item = items.find((candidate) => candidate.id === pick.item_id)
    const each = item ? item.extra_fen + extraOf(item.options, pick.options) : 0
    return sum + each * pick.quantity
  }, 0)
  return dish.price_fen + extraOf(dish.options, choice.options) + comboExtra
}

function extraOf(groups: OptionGroup[], chosen: number[]): number {
  return chosenValues(groups, chosen).reduce((sum, value) => sum + value.extra_fen, 0)
}

/** Return the chosen values in the order of the menu. */
export function chosenValues(groups: OptionGroup[], chosen: number[]): OptionValue[] {
  return groups.flatMap((group) => group.values.filter((value) => chosen.includes(value.id)))
}

/** Return the choice in words: the options in a line, then each item of a combo in one of its own. */
export function describeChoice(dish: Dish, choice: Choice): string {
  const values = chosenValues(dish.options, choice.options).map((value) => value.name)
  const items = dish.combo.flatMap((group) => group.items)
  const picks = items.flatMap((item) => {
    const pick = choice.combo.find((candidate) => candidate.item_id === item.id)
    return pick ? [describePick(item, pick)] : []
  })
  return choiceLines(values, picks)
}

function describePick(item: ComboItem, pick: ComboPick): string {
  const values = chosenValues(item.options, pick.options).map((value) => value.name)
  return describeItem(item.name, values, pick.quantity)
}
