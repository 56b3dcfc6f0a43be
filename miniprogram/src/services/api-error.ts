/**
 * What can go wrong between the phone and the shop, in one type.
 */

/**
 * `offline`: no answer came, the request may or may not have arrived. `refused`: the server said no
 * and why. `faulty`: the server is in trouble. `consent`: the diner has not agreed to be known.
 */
export type ApiErrorKind = 'offline' | 'refused' | 'faulty' | 'consent'

export class ApiError extends Error {
  readonly kind: ApiErrorKind
  readonly code: string
  readonly status: number
  readonly details: Record<string, unknown>
  readonly requestId: string
  readonly retryAfterMs: number

  constructor(kind: ApiErrorKind, code: string, facts: Partial<ApiErrorFacts> = {}) {
    super(facts.message ?? code)
    // Compiled to ES5 a subclass of Error loses its prototype.
    Object.setPrototypeOf(this, ApiError.prototype)
    this.name = 'ApiError'
    this.kind = kind
    this.code = code
    this.status = facts.status ?? 0
    this.details = facts.details ?? {}
    this.requestId = facts.requestId ?? ''
    this.retryAfterMs = facts.retryAfterMs ?? 0
  }
}

interface ApiErrorFacts {
  message: string
  status: number
  details: Record<string, unknown>
  requestId: string
  retryAfterMs: number
}

/** Return `error` as an ApiError; a fault of our own becomes `unexpected`. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error
  }
  return new ApiError('faulty', 'unexpected', { message: String(error) })
}
