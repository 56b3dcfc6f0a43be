/**
 * What would be ordered now: the cart, the table and the service, in the server's words.
 */

import { toLineRequests } from '../models/cart'
import type { QuoteRequest } from '../models/wire'
import { cartLines } from './cart'
import { currentTable, visitStore } from './visit'

/** Return the basket, or `null` while the cart is empty. */
export function currentBasket(note: string, now: Date): QuoteRequest | null {
  const { store, service } = visitStore.get()
  const lines = store ? cartLines(store.code) : []
  if (!store || lines.length === 0) {
    return null
  }
  const table = service === 'dine_in' ? currentTable(now) : null
  return {
    store: store.code,
    service,
    ...(table ? { table_token: table.token } : {}),
    lines: toLineRequests(lines),
    ...(note ? { note } : {}),
  }
}
