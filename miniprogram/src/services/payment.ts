/**
 * Paying with WeChat Pay. What the phone hears from WeChat is only a hint; an order is paid when
 * the shop's server says so.
 */

import type { OrderView } from '../models/wire'
import { isDead } from '../models/order-progress'
import { createStoredStore } from '../stores/store'
import { checkPayment, createPayment, fetchOrder } from './orders'

/** `done`: WeChat took the diner's consent. It is not yet a paid order. */
export type PaymentHint = 'done' | 'cancelled' | 'failed'

/** The server asks WeChat at most every two seconds for one order. */
export const PAY_CHECK_INTERVAL_MS = 2_500

/** After this many questions the page tells the diner that it may take a while. */
export const PAY_CHECKS_BEFORE_PATIENCE = 12

/** What the shop's server says of an order, and whether it is the last word on the latest attempt. */
export interface Verdict {
  order: OrderView
  isKnown: boolean
}

/** Orders for which WeChat's sheet was opened and whose end nobody knows yet. */
const attemptStore = createStoredStore<string[]>('open_payments', [])
/** Enough for a table that pays apart; older ones are told by their orders. */
const MOST_ATTEMPTS = 10

/** Return whether an attempt to pay was begun and its end is not known: the app may have died. */
export function isAttemptOpen(uuid: string): boolean {
  return attemptStore.get().includes(uuid)
}

function closeAttempt(uuid: string): void {
  if (isAttemptOpen(uuid)) {
    attemptStore.set(attemptStore.get().filter((each) => each !== uuid))
  }
}

function openAttempt(uuid: string): void {
  closeAttempt(uuid)
  attemptStore.set([uuid, ...attemptStore.get()].slice(0, MOST_ATTEMPTS))
}

/** Open WeChat's payment sheet for the order and return what the diner did. */
export async function askForMoney(uuid: string): Promise<PaymentHint> {
  const { payment } = await createPayment(uuid)
  openAttempt(uuid)
  return new Promise((resolve) => {
    wx.requestPayment({
      ...payment,
      success: () => resolve('done'),
      fail: (reason) => resolve(/cancel/i.test(reason.errMsg) ? 'cancelled' : 'failed'),
    })
  })
}

/** Return how the order stands after the server has asked WeChat for the money. */
export async function confirmPayment(uuid: string): Promise<Verdict> {
  const verdict = await askServer(uuid)
  if (verdict.isKnown) {
    closeAttempt(uuid)
  }
  return verdict
}

async function askServer(uuid: string): Promise<Verdict> {
  try {
    const checked = await checkPayment(uuid)
    return { order: checked, isKnown: checked.payment_known || isSettled(checked) }
  } catch (checkError) {
    // Asked too often, or WeChat does not answer: the order itself may know.
    const { order } = await fetchOrder(uuid)
    if (order) {
      return { order, isKnown: isSettled(order) }
    }
    throw checkError
  }
}

function isSettled(order: OrderView): boolean {
  return order.payment_state !== 'unpaid' || isDead(order.state)
}
