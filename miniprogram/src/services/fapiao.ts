/**
 * The fapiao (发票) of an order. Repeating any of these calls is harmless: an order has one request,
 * and asking again corrects it until it is issued.
 */

import type { FapiaoRequest, FapiaoView } from '../models/wire-fapiao'
import { request } from './http'

/** Return what the fapiao of an order says, and what became of it. */
export function fetchFapiao(orderUuid: string): Promise<FapiaoView> {
  return request<FapiaoView>({ method: 'GET', path: pathOf(orderUuid), isPersonal: true })
}

/** Ask for a fapiao, or correct what it is to say. */
export function requestFapiao(orderUuid: string, wish: FapiaoRequest): Promise<FapiaoView> {
  return command(pathOf(orderUuid), wish)
}

/** Take the request back before it is issued. */
export function withdrawFapiao(orderUuid: string): Promise<FapiaoView> {
  return command(`${pathOf(orderUuid)}/withdraw`, {})
}

function pathOf(orderUuid: string): string {
  return `/orders/${orderUuid}/fapiao`
}

function command(path: string, body: object): Promise<FapiaoView> {
  return request<FapiaoView>({ method: 'POST', path, body, isPersonal: true, isRepeatable: true })
}
