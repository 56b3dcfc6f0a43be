/**
 * Asking for the price while the cart changes: one question at a time, only the last answer counts.
 */

import type { QuoteRequest, QuoteView } from '../models/wire'
import { fetchQuote } from './orders'

export interface QuoteState {
  /** The server's answer for the basket as it is now, else `null`. */
  quote: QuoteView | null
  isPending: boolean
  error: unknown
}

export interface Quoter {
  /** Ask for this basket's price; `null` for an empty one. */
  ask(basket: QuoteRequest | null): void
  stop(): void
}

/** Quick taps on a stepper become one question. */
export const QUOTE_DELAY_MS = 350

const SILENT: QuoteState = { quote: null, isPending: false, error: null }

/** Return a quoter that reports each change of its state. */
export function createQuoter(report: (state: QuoteState) => void, delayMs = QUOTE_DELAY_MS): Quoter {
  let timer: ReturnType<typeof setTimeout> | null = null
  let latest = 0

  function stop(): void {
    latest += 1
    if (timer !== null) {
      clearTimeout(timer)
      timer = null
    }
  }

  async function fetchFor(basket: QuoteRequest, own: number): Promise<void> {
    const state = await fetchQuote(basket).then(
      (quote): QuoteState => ({ quote, isPending: false, error: null }),
      (error): QuoteState => ({ quote: null, isPending: false, error }),
    )
    if (own === latest) {
      report(state)
    }
  }

  return {
    ask(basket) {
      stop()
      if (!basket) {
        report(SILENT)
        return
      }
      const own = latest
      report({ ...SILENT, isPending: true })
      timer = setTimeout(() => void fetchFor(basket, own), delayMs)
    },
    stop,
  }
}
