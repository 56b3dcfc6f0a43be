/**
 * `window.__preview`: how a test plays the user, the network and WeChat's client.
 */
import { currentUser, recall } from './memory'

export interface Call {
  api: string
  options: unknown
  at: number
  result?: string
}

const MAX_CALLS = 1000

class CallLog {
  readonly list: Call[] = []

  begin(api: string, options: unknown): { end(result: string): void } {
    const call: Call = { api, options, at: Date.now() }
    this.list.push(call)
    if (this.list.length > MAX_CALLS) this.list.shift()
    return {
      end: (result) => {
        call.result = result
      },
    }
  }
}

export const calls = new CallLog()

export interface Location {
  name?: string
  address?: string
  latitude: number
  longitude: number
}

/** What the next simulated dialog or sensor answers; "ask" lets the person decide. */
export interface Steering {
  /** Who is holding the phone: the sandbox gives each user an openid of their own. */
  user: string
  paymentOutcome: 'ask' | 'ok' | 'cancel' | 'fail'
  /** What the camera sees next; null means that the person types it. */
  scanResult: string | null
  subscribeDecision: 'accept' | 'reject'
  phoneDecision: 'ask' | 'allow' | 'deny'
  privacyDecision: 'ask' | 'agreed' | 'refused'
  locationDecision: 'allow' | 'deny'
  location: Location
  isOnline: boolean
  networkType: 'wifi' | '4g' | '5g' | '3g' | '2g' | 'unknown'
  /** The text size chosen in WeChat; 1 is the standard. Pages read it when they open. */
  fontSizeScaleFactor: number
  /** Files that chooseMedia returns, as addresses; without any, the person picks files. */
  media: string[]
}

export const steering: Steering = {
  user: currentUser(),
  paymentOutcome: 'ask',
  scanResult: null,
  subscribeDecision: 'accept',
  phoneDecision: 'ask',
  privacyDecision: recall('privacy') === 'agreed' ? 'agreed' : 'ask',
  locationDecision: 'allow',
  location: { name: '翠湖公园', address: '昆明市五华区翠湖南路', latitude: 25.0461, longitude: 102.7047 },
  isOnline: true,
  networkType: 'wifi',
  fontSizeScaleFactor: 1,
  media: [],
}

export interface PreviewControl {
  steering: Steering
  calls: readonly Call[]
  errors: readonly string[]
  [action: string]: unknown
}

/** Errors of the mini-program that nobody caught, for tests to read. */
export const errors: string[] = []
