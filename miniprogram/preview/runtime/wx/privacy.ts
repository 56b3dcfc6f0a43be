/** WeChat's privacy consent: APIs that touch personal data wait for it. */
import { openDialog } from '../dialog'
import { bilingual } from '../language'
import { keep } from '../memory'
import { steering } from '../steering'
import { ApiError, Listeners, api, type WxPart } from './api'

interface Resolution {
  event: 'agree' | 'disagree' | 'exposureAuthorization'
  buttonId?: string
}
type Resolve = (resolution: Resolution) => void

const CONTRACT_NAME = '《小程序用户隐私保护指引》'
const REFUSED = 104
const listeners = new Set<(resolve: Resolve, event: { referrer: string }) => void>()
const agreed = new Listeners<void>()

/** What `<button open-type="agreePrivacyAuthorization">` does. */
export function agreePrivacy(): void {
  steering.privacyDecision = 'agreed'
  keep('privacy', 'agreed')
  agreed.emit()
}

/**
 * Wait for the person's consent, through the app's own dialog if it has one.
 *
 * @throws ApiError If consent is refused.
 */
export async function requirePrivacy(referrer = 'api'): Promise<void> {
  if (steering.privacyDecision === 'agreed') return
  if (steering.privacyDecision === 'refused') throw refusal()
  if (!(await ask(referrer))) throw refusal()
  agreePrivacy()
}

function refusal(): ApiError {
  return new ApiError('privacy permission is not authorized', REFUSED)
}

function ask(referrer: string): Promise<boolean> {
  if (listeners.size === 0) return askByWeChat()
  return new Promise((resolve) => {
    const decide: Resolve = ({ event }) => {
      if (event !== 'exposureAuthorization') resolve(event === 'agree')
    }
    for (const listener of listeners) listener(decide, { referrer })
  })
}

function askByWeChat(): Promise<boolean> {
  return openDialog({
    name: 'privacy',
    title: bilingual('Privacy consent', '用户隐私保护提示'),
    content: CONTRACT_NAME,
    confirm: bilingual('Agree', '同意'),
    cancel: bilingual('Refuse', '拒绝'),
  })
}

export const privacyApi: WxPart = {
  getPrivacySetting: api('getPrivacySetting', () => ({
    needAuthorization: steering.privacyDecision !== 'agreed',
    privacyContractName: CONTRACT_NAME,
  })),
  requirePrivacyAuthorize: api('requirePrivacyAuthorize', () => requirePrivacy('requirePrivacyAuthorize')),
  onNeedPrivacyAuthorization: (listener: (resolve: Resolve, event: { referrer: string }) => void): void => {
    // WeChat keeps the last listener only.
    listeners.clear()
    listeners.add(listener)
  },
  openPrivacyContract: api('openPrivacyContract', async () => {
    await openDialog({
      name: 'privacy-contract',
      title: CONTRACT_NAME,
      content: bilingual('The contract is kept by WeChat.', '隐私指引由微信托管。'),
      confirm: bilingual('Close', '关闭'),
    })
  }),
  getSetting: api('getSetting', () => ({
    authSetting: { 'scope.userLocation': steering.locationDecision === 'allow' },
    subscriptionsSetting: { mainSwitch: true, itemSettings: {} },
  })),
  openSetting: api('openSetting', () => ({ authSetting: {} })),
  authorize: api('authorize', () => requirePrivacy('authorize')),
}
