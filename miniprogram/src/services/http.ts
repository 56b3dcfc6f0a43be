/**
 * Requests as services make them: with the diner's token where needed, renewed once when it has
 * died, and sent a second time where a lost answer may be asked for again without harm.
 */

import { asApiError } from './api-error'
import { accessToken, replaceToken } from './auth'
import type { Answer, Message } from './transport'
import { send } from './transport'

export interface Request extends Omit<Message, 'token'> {
  /** The route wants to know the diner. */
  isPersonal?: boolean
  /** Asking twice changes nothing more than asking once. */
  isRepeatable?: boolean
}

const RETRY_PAUSE_MS = 400
const LONGEST_RETRY_PAUSE_MS = 3_000

/** Send a request and return the body of the answer. */
export async function request<T>(wanted: Request): Promise<T> {
  const answer = await exchange<T>(wanted)
  return answer.body as T
}

/** Send a request and return the answer with its status and ETag. */
export async function exchange<T>(wanted: Request): Promise<Answer<T>> {
  const isRepeatable = wanted.isRepeatable ?? wanted.method === 'GET'
  try {
    return await sendWithToken<T>(wanted)
  } catch (error) {
    const pause = retryPause(error)
    if (!isRepeatable || pause === null) {
      throw error
    }
    await sleep(pause)
    return sendWithToken<T>(wanted)
  }
}

async function sendWithToken<T>(wanted: Request): Promise<Answer<T>> {
  if (!wanted.isPersonal) {
    return send<T>(wanted)
  }
  const token = await accessToken()
  try {
    return await send<T>({ ...wanted, token })
  } catch (error) {
    if (asApiError(error).status !== 401) {
      throw error
    }
    return send<T>({ ...wanted, token: await replaceToken(token) })
  }
}

/** Return how long to wait before the second try, or `null` when there is none. */
function retryPause(error: unknown): number | null {
  const { kind, status, retryAfterMs } = asApiError(error)
  const isPassing = kind === 'offline' || status === 502 || status === 503 || status === 504
  if (!isPassing || retryAfterMs > LONGEST_RETRY_PAUSE_MS) {
    return null
  }
  return Math.max(RETRY_PAUSE_MS, retryAfterMs)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
