/**
 * The cart of each shop, kept on the phone until it is ordered.
 */

import type { CartLine } from '../models/cart'
import { createStoredStore } from './store'

type Carts = Record<string, CartLine[]>

const cartStore = createStoredStore<Carts>('carts', {})

/** Return the lines of a shop's cart. */
export function cartLines(storeCode: string): CartLine[] {
  return cartStore.get()[storeCode] ?? []
}

/** Replace the lines of a shop's cart. */
export function replaceCart(storeCode: string, lines: CartLine[]): void {
  cartStore.set({ ...cartStore.get(), [storeCode]: lines })
}

/** Call `listener` whenever any cart changes; the returned function ends it. */
export function onCartChange(listener: () => void): () => void {
  return cartStore.subscribe(listener)
}
