/**
 * "Order again": fill the cart from an old order and open the menu of its shop.
 */

import { fill, texts } from '../i18n/index'
import { reorder } from '../models/reorder'
import type { OrderView } from '../models/wire'
import { listOf } from '../models/wording'
import { replaceCart } from '../stores/cart'
import { loadMenu } from '../stores/menu'
import { enterStore } from '../stores/visit'
import { fetchStore } from './catalog'

/** Fill the cart; return what to tell the diner, empty if all dishes fit. */
export async function orderAgain(order: OrderView): Promise<string> {
  enterStore(await fetchStore(order.store.code))
  const { lines, left } = reorder(order.lines, await loadMenu(order.store.code))
  const { againNone, againPart } = texts().orders
  if (lines.length === 0) {
    return againNone
  }
  replaceCart(order.store.code, lines)
  return left.length > 0 ? fill(againPart, { names: listOf(left) }) : ''
}
