/**
 * What to do with a basket the server refused.
 */

import { fill } from '../i18n/index'
import type { Texts } from '../i18n/zh_CN'
import type { CartLine } from './cart'
import type { SoldOutDish } from './wire'

/** Return the dishes a refusal names; none if it names no dish. */
export function refusedDishes(details: Record<string, unknown>): SoldOutDish[] {
  const dishes = details['dishes']
  if (!Array.isArray(dishes)) {
    return []
  }
  return dishes.flatMap((entry: Partial<SoldOutDish>) =>
    typeof entry.dish_id === 'number'
      ? [{ dish_id: entry.dish_id, name: entry.name ?? '', left: entry.left ?? 0 }]
      : [],
  )
}

/** Return one sentence for each dish that ran short. */
export function describeShortage(dishes: SoldOutDish[], t: Texts['confirm']): string {
  return dishes
    .map(({ name, left }) => (left ? fill(t.fewLeft, { name, left }) : fill(t.soldOut, { name })))
    .join('\n')
}

/** Return the cart with no more of each dish than is left. */
export function keepWhatIsLeft(lines: CartLine[], dishes: SoldOutDish[]): CartLine[] {
  const left = new Map(dishes.map((dish) => [dish.dish_id, dish.left ?? 0]))
  return lines.flatMap((line) => {
    const available = left.get(line.dish_id)
    if (available === undefined) {
      return [line]
    }
    const quantity = Math.min(line.quantity, available)
    left.set(line.dish_id, available - quantity)
    return quantity > 0 ? [{ ...line, quantity }] : []
  })
}
