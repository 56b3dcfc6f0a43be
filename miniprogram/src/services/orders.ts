/**
 * Quotes and orders. Repeating any of these calls is harmless: an order is known by the uuid the
 * phone chose, and the other calls only ask or repeat a wish.
 */

import type { CheckedOrderView, OrderListView, OrderRequest, OrderView, PaymentView, QuoteRequest, QuoteView } from '../models/wire'
import { exchange, request } from './http'

const PAGE_SIZE = 20

/** A slow network must not make a diner wait for ever, nor give up on an order too early. */
const ORDER_TIMEOUT_MS = 15_000

/** Return what the basket costs, as the shop computes it. */
export function fetchQuote(basket: QuoteRequest): Promise<QuoteView> {
  return request<QuoteView>({
    method: 'POST',
    path: '/quotes',
    body: basket,
    isPersonal: true,
    isRepeatable: true,
  })
}

/** Place the order; the same uuid again returns the same order. */
export function createOrder(order: OrderRequest): Promise<OrderView> {
  return request<OrderView>({
    method: 'POST',
    path: '/orders',
    body: order,
    isPersonal: true,
    isRepeatable: true,
    timeoutMs: ORDER_TIMEOUT_MS,
  })
}

/** Return an order, or `null` when it has not changed since `etag`. */
export async function fetchOrder(
  uuid: string,
  etag = '',
): Promise<{ order: OrderView | null; etag: string }> {
  const answer = await exchange<OrderView>({
    method: 'GET',
    path: `/orders/${uuid}`,
    etag,
    isPersonal: true,
  })
  return { order: answer.body, etag: answer.etag || etag }
}

/** Return the order that the diner paid with this number: all that WeChat's own list knows of it. */
export function fetchPaidOrder(outTradeNo: string): Promise<OrderView> {
  const path = `/payments/${encodeURIComponent(outTradeNo)}/order`
  return request<OrderView>({ method: 'GET', path, isPersonal: true })
}

/** Return a page of the diner's orders, newest first. */
export function fetchOrders(before: string | null): Promise<OrderListView> {
  const from = before ? `&before=${encodeURIComponent(before)}` : ''
  const path = `/orders?limit=${PAGE_SIZE}${from}`
  return request<OrderListView>({ method: 'GET', path, isPersonal: true })
}

/** Return what WeChat Pay needs to take the money. */
export function createPayment(uuid: string): Promise<PaymentView> {
  return command<PaymentView>(uuid, 'pay')
}

/** Make the shop ask WeChat whether the money has come. */
export function checkPayment(uuid: string): Promise<CheckedOrderView> {
  return command<CheckedOrderView>(uuid, 'check-payment')
}

/** Cancel the order, as long as the shop allows it. */
export function cancelOrder(uuid: string): Promise<OrderView> {
  return command<OrderView>(uuid, 'cancel')
}

function command<T>(uuid: string, verb: string): Promise<T> {
  return request<T>({
    method: 'POST',
    path: `/orders/${uuid}/${verb}`,
    body: {},
    isPersonal: true,
    isRepeatable: true,
  })
}
