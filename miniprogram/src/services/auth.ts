/**
 * Who the diner is to the shop: an openid behind a token, nothing more.
 *
 * Logging in needs no phone number, name or place. It waits for the diner's consent all the same,
 * because the openid is personal information.
 */

import type { LoginView } from '../models/wire'
import { createStoredStore } from '../stores/store'
import { ApiError, asApiError } from './api-error'
import { hasConsent } from './privacy'
import { send } from './transport'

interface Identity {
  accessToken: string
  refreshToken: string
  expiresAtMs: number
}

/** Renew a little early: a token must not die on its way to the server. */
const EXPIRY_MARGIN_MS = 60_000

const identityStore = createStoredStore<Identity | null>('identity', null)

let renewal: Promise<string> | null = null

/**
 * Return a token that the server should accept.
 *
 * @throws ApiError `consent_needed` if the diner has not agreed to the privacy terms.
 */
export async function accessToken(): Promise<string> {
  const identity = identityStore.get()
  if (identity && identity.expiresAtMs - EXPIRY_MARGIN_MS > Date.now()) {
    return identity.accessToken
  }
  return renew()
}

/** Return a new token after the server refused `refused`. */
export async function replaceToken(refused: string): Promise<string> {
  const identity = identityStore.get()
  if (identity && identity.accessToken !== refused) {
    return identity.accessToken
  }
  if (identity) {
    identityStore.set({ ...identity, expiresAtMs: 0 })
  }
  return renew()
}

/** Requests that find the token dead at the same moment share one renewal. */
function renew(): Promise<string> {
  if (!renewal) {
    renewal = refreshOrLogIn().finally(() => {
      renewal = null
    })
  }
  return renewal
}

async function refreshOrLogIn(): Promise<string> {
  const identity = identityStore.get()
  if (!identity) {
    return logIn()
  }
  try {
    const body = { refresh_token: identity.refreshToken }
    return keep(await send<LoginView>({ method: 'POST', path: '/token', body }))
  } catch (error) {
    if (asApiError(error).kind !== 'refused') {
      throw error
    }
    identityStore.set(null)
    return logIn()
  }
}

async function logIn(): Promise<string> {
  if (!(await hasConsent())) {
    throw new ApiError('consent', 'consent_needed')
  }
  const code = await loginCode()
  return keep(await send<LoginView>({ method: 'POST', path: '/login', body: { code } }))
}

function loginCode(): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.login({
      success: (result) => resolve(result.code),
      fail: (reason) =>
        reject(new ApiError('offline', 'wechat_login_failed', { message: reason.errMsg })),
    })
  })
}

function keep(answer: { body: LoginView | null }): string {
  if (!answer.body) {
    throw new ApiError('faulty', 'unexpected')
  }
  const { access_token, refresh_token, expires_in } = answer.body
  identityStore.set({
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresAtMs: Date.now() + expires_in * 1000,
  })
  return access_token
}
