/**
 * Orders and quotes in words.
 */

import { fill, texts } from '../i18n/index'
import type { Texts } from '../i18n/zh_CN'
import { formatFen } from './money'
import { isDead, isFinal, orderSteps } from './order-progress'
import { formatClock, formatCountdown } from './time'
import { choiceLines, describeItem } from './wording'
import type {
  ChosenComboItem,
  ChosenOption,
  KitchenState,
  OrderBrief,
  OrderState,
  OrderView,
  QuoteLineView,
  QuoteView,
} from './wire'

export interface OrderLineRow {
  key: string
  name: string
  choice: string
  note: string
  quantity: number
  price: string
  kitchen: string
  kitchenLook: '' | 'tag--good' | 'tag--few' | 'tag--spicy'
}

export interface SumRow {
  name: string
  amount: string
}

export interface StepRow {
  key: string
  name: string
  at: string
  status: 'done' | 'current' | 'todo'
}

const KITCHEN_LOOKS: Record<KitchenState, OrderLineRow['kitchenLook']> = {
  queued: '',
  cooking: 'tag--few',
  ready: 'tag--good',
  served: 'tag--good',
  cancelled: 'tag--spicy',
}

type AnyLine = QuoteLineView & { kitchen_state?: KitchenState | null }

/** Return the dishes of a quote or an order; only orders have a word of the kitchen. */
export function viewLines(lines: AnyLine[], t: Texts['order']): OrderLineRow[] {
  return lines.map((line, index) => ({
    key: `${index}-${line.dish_id}`,
    name: line.name,
    choice: choiceLines(line.options.map(nameOf), line.combo.map(comboText)),
    note: line.note ?? '',
    quantity: line.quantity,
    price: formatFen(line.total_fen),
    kitchen: line.kitchen_state ? t.kitchen[line.kitchen_state] : '',
    kitchenLook: line.kitchen_state ? KITCHEN_LOOKS[line.kitchen_state] : '',
  }))
}

function nameOf(option: ChosenOption): string {
  return option.name
}

function comboText(item: ChosenComboItem): string {
  return describeItem(item.name, item.options.map(nameOf), item.quantity)
}

/** Return the rows between the dishes and the total; those that add nothing are left out. */
export function viewSums(quote: QuoteView | OrderView, t: Texts['confirm']): SumRow[] {
  const rows: SumRow[] = []
  if (quote.discount_fen !== 0) {
    rows.push({ name: t.subtotal, amount: `¥${formatFen(quote.subtotal_fen)}` })
    rows.push({ name: t.discount, amount: `-¥${formatFen(Math.abs(quote.discount_fen))}` })
  }
  if (quote.tax_fen !== 0) {
    rows.push({ name: t.tax, amount: `¥${formatFen(quote.tax_fen)}` })
  }
  return rows
}

/** Return the steps of an order with their times. */
export function viewSteps(order: OrderView, t: Texts['order']): StepRow[] {
  return orderSteps(order).map((step) => ({
    key: step.key,
    name: t.steps[step.key],
    at: step.at ? formatClock(step.at) : '',
    status: step.status,
  }))
}

/** Return the one sentence that tells how the order stands. */
export function headlineOf(order: OrderView, t: Texts['order']): string {
  const { headline } = t
  if (isUnpaidFirst(order)) {
    return headline.unpaid
  }
  if (order.state === 'ready') {
    return order.service === 'dine_in' ? headline.readyDineIn : headline.readyTakeaway
  }
  return headline[order.state]
}

/** Return what the diner should know or do next; empty if nothing. */
export function hintOf(order: OrderView, t: Texts['order'], now: Date): string {
  if (order.state === 'refunded') {
    return t.hint.refunded
  }
  if (isFinal(order.state)) {
    return ''
  }
  if (isUnpaidFirst(order)) {
    return payHint(order.expires_at, t, now)
  }
  if (order.service === 'takeaway') {
    return t.hint.takeaway
  }
  return order.payment_state === 'unpaid' ? t.hint.payAfter : ''
}

function payHint(expiresAt: string | null, t: Texts['order'], now: Date): string {
  const time = expiresAt ? formatCountdown(expiresAt, now) : null
  return time ? fill(t.hint.unpaid, { time }) : t.hint.unpaidSoon
}

/** Return whether the kitchen waits for the money. */
export function isUnpaidFirst(order: OrderBrief): boolean {
  return order.pay_mode === 'first' && order.payment_state === 'unpaid' && !isDead(order.state)
}

/** Return an order's state for a list, in few words. */
export function briefStateOf(order: OrderBrief): string {
  const { steps, headline, payments } = texts().order
  if (isUnpaidFirst(order)) {
    return payments.unpaid
  }
  const words: Record<OrderState, string> = {
    submitted: steps.submitted,
    accepted: steps.accepted,
    preparing: steps.preparing,
    ready: steps.ready,
    delivering: headline.delivering,
    completed: steps.completed,
    cancelled: headline.cancelled,
    refunded: headline.refunded,
  }
  return words[order.state]
}
