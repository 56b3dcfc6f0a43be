/**
 * WeChat's privacy consent (隐私授权). The menu is open to everybody; before the shop learns the
 * diner's openid, WeChat asks us to show its terms and to report the diner's answer.
 *
 * See https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */

import { createStore } from '../stores/store'

type Resolve = (answer: { event: 'agree' | 'disagree' | 'exposureAuthorization'; buttonId?: string }) => void

/** Whether the consent sheet is wanted on the page that shows. */
export const consentStore = createStore<{ isAsking: boolean }>({ isAsking: false })

let waiting: Resolve[] = []
let isAgreed = false

/** Listen for WeChat's wish to ask; call once when the app starts. */
export function watchPrivacy(): void {
  if (typeof wx.onNeedPrivacyAuthorization !== 'function') {
    return
  }
  wx.onNeedPrivacyAuthorization((resolve) => {
    // The typings know only the answer's result, not the answer itself.
    waiting.push(resolve as unknown as Resolve)
    consentStore.set({ isAsking: true })
  })
}

/** Tell WeChat that the diner agreed, by tapping the button with `buttonId`. */
export function agree(buttonId: string): void {
  isAgreed = true
  answer({ event: 'agree', buttonId })
}

/** Tell WeChat that the diner does not agree, at least not now. */
export function disagree(): void {
  answer({ event: 'disagree' })
}

function answer(reply: Parameters<Resolve>[0]): void {
  const resolves = waiting
  waiting = []
  consentStore.set({ isAsking: false })
  resolves.forEach((resolve) => resolve(reply))
}

/** Return whether the diner has agreed, without asking. */
export function hasConsent(): Promise<boolean> {
  // Clients from before this interface have no such consent to give.
  if (isAgreed || typeof wx.getPrivacySetting !== 'function') {
    return Promise.resolve(true)
  }
  return new Promise((resolve) => {
    wx.getPrivacySetting({
      success(result) {
        isAgreed = !result.needAuthorization
        resolve(isAgreed)
      },
      fail: () => resolve(false),
    })
  })
}

/** Ask the diner unless it was done before; return the answer. */
export async function askConsent(): Promise<boolean> {
  if (await hasConsent()) {
    return true
  }
  return new Promise((resolve) => {
    wx.requirePrivacyAuthorize({
      success() {
        isAgreed = true
        resolve(true)
      },
      fail: () => resolve(false),
    })
  })
}

/** Open the full terms, which WeChat keeps for the shop. */
export function openPrivacyTerms(): void {
  wx.openPrivacyContract({})
}
