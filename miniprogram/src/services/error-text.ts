/**
 * Faults in words a diner can act on.
 */

import { texts } from '../i18n/index'
import { asApiError } from './api-error'

export interface ErrorText {
  text: string
  /** What staff or support can look up in the server's log; empty when the server never saw it. */
  reference: string
}

/** Return what to tell the diner about `error`. */
export function describeError(error: unknown): ErrorText {
  const { code, kind, message, requestId } = asApiError(error)
  const { errors, requestReference } = texts().common
  const known: Record<string, string> = errors
  // The server's own words are already in the diner's language.
  const said = kind === 'refused' && message !== code ? message : ''
  // A plain refusal needs no support; its reference would only be clutter.
  const isOfInterest = requestId !== '' && (kind === 'faulty' || !known[code])
  return {
    text: known[code] ?? (said || errors.unexpected),
    reference: isOfInterest ? `${requestReference} ${requestId}` : '',
  }
}
