/**
 * A dish as cards and the dish sheet show it: all words ready, nothing to compute in a template.
 */

import { fill } from '../i18n/index'
import type { Texts } from '../i18n/zh_CN'
import { needsChoice } from './choice'
import type { SaleStatus } from './menu'
import { formatPrice } from './money'
import type { Dish } from './wire'

export interface DishTag {
  text: string
  look: '' | 'tag--spicy' | 'tag--good'
}

export interface DishCardView {
  id: number
  name: string
  description: string
  price: string
  /** Small for lists, middle for large cards. */
  image: string
  largeImage: string
  tags: DishTag[]
  needsChoice: boolean
  addLabel: string
  chooseLabel: string
  removeLabel: string
}

export interface StatusView {
  isOnSale: boolean
  /** Why it cannot be ordered, or how few are left; empty if there is nothing to say. */
  text: string
  /** The most a diner may still order. */
  left: number
}

const MANY = 99
/** From here down a diner should know how many are left. */
const FEW = 10
const MOST_TAGS = 3

/** Return the card of a dish; `imageUrl` makes picture addresses whole. */
export function viewDishCard(
  dish: Dish,
  t: Texts['dish'],
  imageUrl: (url: string | undefined) => string,
): DishCardView {
  return {
    id: dish.id,
    name: dish.name,
    description: dish.description ?? '',
    price: formatPrice(dish.price_fen),
    image: imageUrl(dish.image?.s),
    largeImage: imageUrl(dish.image?.m),
    tags: viewTags(dish, t).slice(0, MOST_TAGS),
    needsChoice: needsChoice(dish),
    chooseLabel: fill(t.chooseFor, { name: dish.name }),
    addLabel: fill(t.add, { name: dish.name }),
    removeLabel: fill(t.remove, { name: dish.name }),
  }
}

/** Return the tags of a dish: the house's word first, then heat, then the rest. */
export function viewTags(dish: Dish, t: Texts['dish']): DishTag[] {
  const tags: DishTag[] = []
  if (dish.is_recommended) {
    tags.push({ text: t.recommended, look: 'tag--good' })
  }
  if (dish.combo.length > 0) {
    tags.push({ text: t.combo, look: '' })
  }
  const spicy = t.spicy[dish.spicy]
  if (spicy) {
    tags.push({ text: spicy, look: 'tag--spicy' })
  }
  const said = tags.map((tag) => tag.text)
  const others = dish.tags.filter((text) => !said.includes(text))
  return [...tags, ...others.map((text): DishTag => ({ text, look: '' }))]
}

/** Return what a card says about being on sale, or `null` when there is nothing to say. */
export function viewStatus(status: SaleStatus, t: Texts['dish']): StatusView | null {
  if (status.state === 'available') {
    const { left } = status
    const text = left !== null && left <= FEW ? fill(t.left, { count: left }) : ''
    return left === null ? null : { isOnSale: true, text, left }
  }
  const words = { sold_out: t.soldOut, paused: t.paused, off_hours: t.offHours }
  return { isOnSale: false, text: words[status.state], left: 0 }
}

/** Return how many of a dish may be ordered at most. */
export function mostOf(status: SaleStatus): number {
  return status.state === 'available' ? Math.min(status.left ?? MANY, MANY) : 0
}
