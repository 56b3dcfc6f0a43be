/**
 * An order's way from the phone to the table, as steps a diner understands.
 */

import type { OrderState, OrderView } from './wire'

export type StepKey = 'submitted' | 'paid' | 'accepted' | 'preparing' | 'ready' | 'completed'

export interface Step {
  key: StepKey
  status: 'done' | 'current' | 'todo'
  at: string | null
}

type Progress = Pick<OrderView, 'state' | 'states' | 'payment_state' | 'pay_mode'>

const WAY: readonly OrderState[] = ['submitted', 'accepted', 'preparing', 'ready', 'completed']
const FINAL: readonly OrderState[] = ['completed', 'cancelled', 'refunded']

/** Polling while something is about to change, and while the kitchen takes its time. */
export const BUSY_POLL_INTERVAL_MS = 3_000
export const CALM_POLL_INTERVAL_MS = 8_000

/** Return whether nothing more will happen to the order. */
export function isFinal(state: OrderState): boolean {
  return FINAL.includes(state)
}

/** Return whether the order ended without a meal. */
export function isDead(state: OrderState): boolean {
  return state === 'cancelled' || state === 'refunded'
}

/** Return the steps of the order; what lies behind has its time. */
export function orderSteps(order: Progress): Step[] {
  const reached = reachedIndex(order)
  return WAY.map((state, index) => ({
    key: state as StepKey,
    status: index < reached ? 'done' : index === reached ? currentStatus(state) : 'todo',
    at: index <= reached ? timeOf(order, state) : null,
  }))
}

function currentStatus(state: OrderState): 'done' | 'current' {
  return state === 'completed' ? 'done' : 'current'
}

function reachedIndex(order: Progress): number {
  // A delivering order is past the kitchen and not yet at the diner's.
  const state = order.state === 'delivering' ? 'ready' : order.state
  return WAY.indexOf(state)
}

function timeOf(order: Progress, state: OrderState): string | null {
  return order.states.find((entry) => entry.state === state)?.at ?? null
}

/** Return how long to wait before asking the server again. */
export function pollInterval(order: Progress): number {
  const isWaitingForMoney = order.pay_mode === 'first' && order.payment_state === 'unpaid'
  const isClose = order.state === 'submitted' || order.state === 'preparing'
  return isWaitingForMoney || isClose ? BUSY_POLL_INTERVAL_MS : CALM_POLL_INTERVAL_MS
}
