/**
 * Placing an order so that a lost connection neither loses nor doubles it.
 *
 * The uuid is chosen and kept on the phone before the first try, and stays until the server has
 * answered. While it is kept, every further try carries it, whatever the basket has become: the
 * server then either creates the order once or tells that this uuid already has one.
 */

import type { OrderRequest, OrderView, QuoteRequest } from '../models/wire'
import { createStoredStore } from '../stores/store'
import type { ApiError } from './api-error'
import { asApiError } from './api-error'
import { createOrder, fetchOrder } from './orders'
import { createUuid } from './random'

export type Basket = QuoteRequest & { menu_version: string }

/** `placed`: the order stands. `waiting`: no answer yet, try again. `refused`: nothing was placed. */
export type Outcome =
  | { kind: 'placed'; order: OrderView }
  | { kind: 'waiting'; error: ApiError }
  | { kind: 'refused'; error: ApiError }

interface Pending {
  order: OrderRequest
  /** When the diner pressed the button. */
  askedAtMs: number
}

/** After this long the diner is asked again: they may have gone elsewhere. */
export const PENDING_LIFETIME_MS = 10 * 60_000

const pendingStore = createStoredStore<Pending | null>('pending_order', null)

/** Return the order that still waits for an answer, if there is one. */
export function pendingOrder(): OrderRequest | null {
  return pendingStore.get()?.order ?? null
}

/** Return whether the waiting order is recent enough to be sent again by itself. */
export function isPendingFresh(nowMs: number): boolean {
  const pending = pendingStore.get()
  return pending !== null && nowMs - pending.askedAtMs < PENDING_LIFETIME_MS
}

/** Place the basket as an order. */
export async function submitOrder(basket: Basket, nowMs: number): Promise<Outcome> {
  const uuid = pendingStore.get()?.order.uuid ?? (await createUuid())
  pendingStore.set({ order: { ...basket, uuid }, askedAtMs: nowMs })
  return resubmitOrder()
}

/** Send the waiting order once more. */
export async function resubmitOrder(): Promise<Outcome> {
  const pending = pendingStore.get()
  if (!pending) {
    throw new Error('There is no order to send again')
  }
  try {
    return placed(await createOrder(pending.order))
  } catch (error) {
    return afterFailure(pending.order.uuid, asApiError(error))
  }
}

async function afterFailure(uuid: string, error: ApiError): Promise<Outcome> {
  if (error.code === 'uuid_reused') {
    // An earlier try did arrive; the basket was changed only afterwards.
    return openEarlierOrder(uuid)
  }
  if (error.kind === 'consent') {
    pendingStore.set(null)
    return { kind: 'refused', error }
  }
  if (error.kind !== 'refused' || error.code === 'rate_limited') {
    return { kind: 'waiting', error }
  }
  pendingStore.set(null)
  return { kind: 'refused', error }
}

async function openEarlierOrder(uuid: string): Promise<Outcome> {
  try {
    const { order } = await fetchOrder(uuid)
    if (order) {
      return placed(order)
    }
    throw new Error('The server answered 304 to a request without ETag')
  } catch (error) {
    return { kind: 'waiting', error: asApiError(error) }
  }
}

function placed(order: OrderView): Outcome {
  pendingStore.set(null)
  return { kind: 'placed', order }
}

/**
 * Give the waiting order up. It may have arrived all the same, so the server is asked first.
 *
 * @returns The order if it did arrive, else `null`.
 */
export async function abandonPending(): Promise<OrderView | null> {
  const pending = pendingStore.get()
  if (!pending) {
    return null
  }
  try {
    const { order } = await fetchOrder(pending.order.uuid)
    pendingStore.set(null)
    return order
  } catch (error) {
    if (asApiError(error).status === 404) {
      pendingStore.set(null)
      return null
    }
    throw error
  }
}
