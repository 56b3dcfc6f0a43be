/**
 * The cart's lines in words. Sums are the server's where it has answered, else marked estimates.
 */

import type { Texts } from '../i18n/zh_CN'
import { fill } from '../i18n/index'
import type { CartLine } from './cart'
import { viewCart } from './cart'
import type { MenuIndex } from './menu'
import { formatPrice } from './money'
import type { AvailabilityView } from './wire'

export interface CartLineRow {
  key: string
  dishId: number
  name: string
  choice: string
  note: string
  quantity: number
  image: string
  price: string
  /** Why the line cannot be ordered; empty if it can. */
  problem: string
  /** The dish can be opened to choose again. */
  canChooseAgain: boolean
  lessLabel: string
  moreLabel: string
  removeLabel: string
}

export interface CartTexts {
  cart: Texts['cart']
  dish: Texts['dish']
}

/** Return the rows of the cart. */
export function viewCartRows(
  lines: CartLine[],
  index: MenuIndex,
  availability: AvailabilityView | null,
  t: CartTexts,
): CartLineRow[] {
  return viewCart(lines, index, availability).map((line) => ({
    key: line.key,
    dishId: line.dishId,
    name: line.name,
    choice: line.choice,
    note: line.note,
    quantity: line.quantity,
    image: line.image,
    price: formatPrice(line.estimateFen),
    problem: line.problem ? t.cart.problems[line.problem] : '',
    canChooseAgain: line.problem === 'choose_again',
    lessLabel: fill(t.dish.remove, { name: line.name }),
    moreLabel: fill(t.dish.add, { name: line.name }),
    removeLabel: `${t.cart.removeLine} ${line.name}`,
  }))
}
