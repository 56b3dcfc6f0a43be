/**
 * The opened dish with what has been chosen so far, ready for the template.
 */

import { fill } from '../i18n/index'
import type { Texts } from '../i18n/zh_CN'
import type { Choice } from './choice'
import { countPicks, quantityOf } from './choice'
import { viewStatus } from './dish-view'
import { isValueOnSale, saleStatus } from './menu'
import { formatPrice } from './money'
import type { AvailabilityView, ComboGroup, ComboItem, ComboPick, OptionGroup } from './wire'

export interface OptionGroupView {
  id: number
  name: string
  rule: string
  isSingle: boolean
  isMissing: boolean
  values: OptionValueView[]
}

export interface OptionValueView {
  id: number
  name: string
  extra: string
  label: string
  isChosen: boolean
  isOff: boolean
}

export interface ComboGroupView {
  id: number
  name: string
  rule: string
  isSingle: boolean
  isMissing: boolean
  items: ComboItemView[]
}

export interface ComboItemView {
  id: number
  name: string
  extra: string
  label: string
  quantity: number
  isOff: boolean
  /** Why the item cannot be chosen; empty if it can. */
  why: string
  image: string
  /** Options of the item, shown once it is picked. */
  options: OptionGroupView[]
}

/** Everything a view of a choice depends on besides the dish. */
export interface ViewContext {
  t: Texts['dish']
  availability: AvailabilityView | null
  /** Whether to point at what is still missing. */
  isChecked: boolean
  imageOf(dishId: number): string
}

/** Return the option lists of a dish, or of an item of a combo. */
export function viewOptions(
  groups: OptionGroup[],
  chosen: number[],
  context: ViewContext,
): OptionGroupView[] {
  return groups.map((group) => {
    const count = group.values.filter((value) => chosen.includes(value.id)).length
    return {
      id: group.id,
      name: group.name,
      rule: ruleText(group.min, group.max, context.t),
      isSingle: group.kind === 'single',
      isMissing: context.isChecked && count < group.min,
      values: group.values.map((value) => ({
        id: value.id,
        name: value.name,
        extra: extraText(value.extra_fen, context.t),
        label: spoken(value.name, extraText(value.extra_fen, context.t)),
        isChosen: chosen.includes(value.id),
        isOff: !isValueOnSale(value.id, context.availability),
      })),
    }
  })
}

/** Return the groups of a combo. */
export function viewCombo(
  groups: ComboGroup[],
  choice: Choice,
  context: ViewContext,
): ComboGroupView[] {
  return groups.map((group) => ({
    id: group.id,
    name: group.name,
    rule: comboRule(group, context.t),
    isSingle: group.max === 1,
    isMissing: context.isChecked && countPicks(group, choice.combo) < group.min,
    items: group.items.map((item) => viewItem(item, choice.combo, context)),
  }))
}

function viewItem(item: ComboItem, picks: ComboPick[], context: ViewContext): ComboItemView {
  const pick = picks.find((candidate) => candidate.item_id === item.id)
  const extra = extraText(item.extra_fen, context.t)
  const sale = saleStatus(item.dish_id, context.availability)
  return {
    id: item.id,
    name: item.name,
    extra,
    label: spoken(item.name, extra),
    quantity: quantityOf(item.id, picks),
    isOff: sale.state !== 'available',
    why: sale.state === 'available' ? '' : (viewStatus(sale, context.t)?.text ?? ''),
    image: context.imageOf(item.dish_id),
    options: pick ? viewOptions(item.options, pick.options, context) : [],
  }
}

function comboRule(group: ComboGroup, t: Texts['dish']): string {
  const rule = ruleText(group.min, group.max, t)
  const isPartlyFree = group.free > 0 && group.free < group.max
  return isPartlyFree ? `${rule} · ${fill(t.free, { count: group.free })}` : rule
}

/** Return how many to choose, in words. */
export function ruleText(min: number, max: number, t: Texts['dish']): string {
  if (min === 0) {
    return max > 1 ? `${t.optional} · ${fill(t.pickUpTo, { count: max })}` : t.optional
  }
  if (min === max) {
    return min === 1
      ? `${t.required} · ${t.pickOne}`
      : `${t.required} · ${fill(t.pickExactly, { count: min })}`
  }
  return `${t.required} · ${fill(t.pickRange, { min, max })}`
}

function extraText(fen: number, t: Texts['dish']): string {
  return fen > 0 ? fill(t.extra, { price: formatPrice(fen) }) : ''
}

function spoken(name: string, extra: string): string {
  return extra ? `${name} ${extra}` : name
}
