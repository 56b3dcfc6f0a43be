/**
 * The one place that calls `wx.request`: a promise of an answer, or an ApiError.
 */

import { API_BASE_PATH, API_ORIGIN } from '../config'
import { languageTag } from '../i18n/index'
import type { ErrorBody } from '../models/wire'
import { ApiError } from './api-error'

export interface Message {
  method: 'GET' | 'POST'
  path: string
  body?: object
  token?: string
  etag?: string
  timeoutMs?: number
}

export interface Answer<T> {
  status: number
  /** `null` when nothing changed since `etag` (304). */
  body: T | null
  etag: string
}

export const REQUEST_TIMEOUT_MS = 10_000

/** Send one request and return its answer. */
export function send<T>(message: Message): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    wx.request({
      url: `${API_ORIGIN}${API_BASE_PATH}${message.path}`,
      method: message.method,
      data: message.body,
      header: headersOf(message),
      timeout: message.timeoutMs ?? REQUEST_TIMEOUT_MS,
      dataType: 'json',
      success(result) {
        const headers = lowerCased(result.header)
        const isGood = result.statusCode < 300 || result.statusCode === 304
        if (isGood) {
          const body = result.statusCode === 304 ? null : (result.data as unknown as T)
          resolve({ status: result.statusCode, body, etag: headers['etag'] ?? '' })
        } else {
          reject(errorOf(result.statusCode, result.data, headers))
        }
      },
      fail: (reason) => reject(noConnection(reason.errMsg)),
    })
  })
}

function headersOf(message: Message): Record<string, string> {
  const headers: Record<string, string> = { 'Accept-Language': languageTag() }
  if (message.body) {
    headers['Content-Type'] = 'application/json'
  }
  if (message.token) {
    headers['Authorization'] = `Bearer ${message.token}`
  }
  if (message.etag) {
    headers['If-None-Match'] = message.etag
  }
  return headers
}

/** Return what WeChat's words for a lost connection mean to us. */
export function noConnection(message: string): ApiError {
  const isTimeout = /timeout/i.test(message)
  return new ApiError('offline', isTimeout ? 'timeout' : 'no_connection', { message })
}

/** Return the error that an answer carries. */
export function errorOf(status: number, data: unknown, headers: Record<string, string>): ApiError {
  const error = (data as ErrorBody | null)?.error
  const kind = status >= 500 ? 'faulty' : 'refused'
  return new ApiError(kind, error?.code ?? `http_${status}`, {
    status,
    message: error?.message,
    details: error?.details,
    requestId: error?.request_id ?? headers['x-request-id'],
    retryAfterMs: Number(headers['retry-after'] ?? 0) * 1000 || 0,
  })
}

/** Clients differ in the case of header names. */
function lowerCased(headers: Record<string, string>): Record<string, string> {
  const lower: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    lower[name.toLowerCase()] = String(headers[name])
  }
  return lower
}
