/**
 * The cart as plain data. It names dishes and choices, never prices: those are the server's.
 */

import type { Choice } from './choice'
import { describeChoice, estimateUnitFen, findMissing } from './choice'
import type { MenuIndex } from './menu'
import { isValueOnSale, saleStatus } from './menu'
import type { AvailabilityView, LineRequest } from './wire'

export interface CartLine extends Choice {
  key: string
  dish_id: number
  quantity: number
  note: string
}

export interface CartLineView {
  key: string
  dishId: number
  name: string
  choice: string
  note: string
  quantity: number
  image: string
  estimateFen: number
  problem: LineProblem | null
}

/** Why a line cannot be ordered as it stands. */
export type LineProblem = 'gone' | 'sold_out' | 'paused' | 'off_hours' | 'few_left' | 'choose_again'

/** The server refuses more of either; the phone does not let it come to that. */
export const MAX_QUANTITY = 99
export const MAX_LINES = 60
export const MAX_NOTE_LENGTH = 60

/** Return the cart with a dish added; the same dish with the same choice becomes one line. */
export function addToCart(lines: CartLine[], wanted: Omit<CartLine, 'key'>): CartLine[] {
  const key = lineKey(wanted)
  const existing = lines.find((line) => line.key === key)
  if (existing) {
    return setQuantity(lines, key, existing.quantity + wanted.quantity)
  }
  if (lines.length >= MAX_LINES) {
    return lines
  }
  return [...lines, { ...wanted, key, quantity: Math.min(wanted.quantity, MAX_QUANTITY) }]
}

/** Return the cart with a line's quantity changed; none left removes the line. */
export function setQuantity(lines: CartLine[], key: string, quantity: number): CartLine[] {
  if (quantity < 1) {
    return lines.filter((line) => line.key !== key)
  }
  return lines.map((line) =>
    line.key === key ? { ...line, quantity: Math.min(quantity, MAX_QUANTITY) } : line,
  )
}

/** Return the cart without any line of the given dishes. */
export function removeDishes(lines: CartLine[], dishIds: number[]): CartLine[] {
  return lines.filter((line) => !dishIds.includes(line.dish_id))
}

/** Return how many dishes the cart holds. */
export function countDishes(lines: CartLine[]): number {
  return lines.reduce((count, line) => count + line.quantity, 0)
}

/** Return how many of each dish the cart holds. */
export function quantitiesByDish(lines: CartLine[]): Record<number, number> {
  const quantities: Record<number, number> = {}
  for (const line of lines) {
    quantities[line.dish_id] = (quantities[line.dish_id] ?? 0) + line.quantity
  }
  return quantities
}

/** Return what the cart is likely to cost, for as long as the server's quote is on its way. */
export function estimateFen(lines: CartLine[], index: MenuIndex): number {
  return lines.reduce((sum, line) => {
    const dish = index.dishes.get(line.dish_id)
    return dish ? sum + estimateUnitFen(dish, line) * line.quantity : sum
  }, 0)
}

/** Return the lines as the server wants them. */
export function toLineRequests(lines: CartLine[]): LineRequest[] {
  return lines.map((line) => ({
    dish_id: line.dish_id,
    quantity: line.quantity,
    options: line.options,
    combo: line.combo,
    ...(line.note ? { note: line.note } : {}),
  }))
}

/** Return the lines as the cart shows them, with what stands in the way of ordering each. */
export function viewCart(
  lines: CartLine[],
  index: MenuIndex,
  availability: AvailabilityView | null,
): CartLineView[] {
  const quantities = quantitiesByDish(lines)
  return lines.map((line) => {
    const dish = index.dishes.get(line.dish_id)
    return {
      key: line.key,
      dishId: line.dish_id,
      name: dish?.name ?? '',
      choice: dish ? describeChoice(dish, line) : '',
      note: line.note,
      quantity: line.quantity,
      image: dish?.image?.s ?? '',
      estimateFen: dish ? estimateUnitFen(dish, line) * line.quantity : 0,
      problem: findProblem(line, index, availability, quantities[line.dish_id] ?? 0),
    }
  })
}

function findProblem(
  line: CartLine,
  index: MenuIndex,
  availability: AvailabilityView | null,
  wantedOfDish: number,
): LineProblem | null {
  const dish = index.dishes.get(line.dish_id)
  if (!dish) {
    return 'gone'
  }
  const status = saleStatus(dish.id, availability)
  if (status.state !== 'available') {
    return status.state
  }
  if (status.left !== null && wantedOfDish > status.left) {
    return 'few_left'
  }
  const known = new Set(dish.options.flatMap((group) => group.values.map((value) => value.id)))
  const items = new Set(dish.combo.flatMap((group) => group.items.map((item) => item.id)))
  const isStale =
    line.options.some((id) => !known.has(id) || !isValueOnSale(id, availability)) ||
    line.combo.some((pick) => !items.has(pick.item_id)) ||
    findMissing(dish, line) !== null
  return isStale ? 'choose_again' : null
}

/** Return a key that is equal for equal dishes with equal choices and notes. */
export function lineKey(line: Omit<CartLine, 'key' | 'quantity'>): string {
  const options = sorted(line.options).join(',')
  const combo = [...line.combo]
    .sort((a, b) => a.item_id - b.item_id)
    .map((pick) => `${pick.item_id}x${pick.quantity}:${sorted(pick.options).join(',')}`)
    .join(';')
  return `${line.dish_id}|${options}|${combo}|${line.note}`
}

function sorted(ids: number[]): number[] {
  return [...ids].sort((a, b) => a - b)
}
