/**
 * Money that the diner wants back. Repeating any of these calls is harmless: a request is known by
 * the uuid the phone chose, a photo by its content.
 */

import type { RefundRequest, RefundView } from '../models/wire'
import { request } from './http'
import { upload } from './upload'

/** Return what was given back of an order, and what can still be asked for. */
export function fetchRefund(orderUuid: string): Promise<RefundView> {
  return request<RefundView>({ method: 'GET', path: `/orders/${orderUuid}/refund`, isPersonal: true })
}

/** Ask for money back. */
export function requestRefund(orderUuid: string, wish: RefundRequest): Promise<RefundView> {
  return command(`/orders/${orderUuid}/refund-requests`, wish)
}

/** Take a request back before the shop decides. */
export function withdrawRefund(requestUuid: string): Promise<RefundView> {
  return command(`/refund-requests/${requestUuid}/withdraw`, {})
}

/** Add a photo to a request. */
export function sendRefundPhoto(requestUuid: string, filePath: string): Promise<RefundView> {
  return upload<RefundView>(`/refund-requests/${requestUuid}/photos`, filePath)
}

function command(path: string, body: object): Promise<RefundView> {
  return request<RefundView>({ method: 'POST', path, body, isPersonal: true, isRepeatable: true })
}
