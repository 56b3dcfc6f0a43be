/** What `<button open-type>` does besides the tap. */
import { openDialog } from './dialog'
import { bilingual } from './language'
import { steering } from './steering'
import type { WxElement } from './wx-element'
import { shareFrom } from './share'
import { agreePrivacy } from './wx/privacy'
import { phoneCode } from './wx/phone'

async function givePhoneNumber(button: WxElement): Promise<void> {
  const isAllowed = steering.phoneDecision === 'ask' ? await askForPhone() : steering.phoneDecision === 'allow'
  const detail = isAllowed
    ? { errMsg: 'getPhoneNumber:ok', code: await phoneCode() }
    : { errMsg: 'getPhoneNumber:fail user deny' }
  button.fire('getphonenumber', detail)
}

function askForPhone(): Promise<boolean> {
  return openDialog({
    name: 'phone',
    title: bilingual('Share your phone number?', '申请获取你的手机号'),
    content: '138****0000',
    confirm: bilingual('Allow', '允许'),
    cancel: bilingual('Refuse', '不允许'),
  })
}

const ACTIONS: Record<string, (button: WxElement) => void | Promise<void>> = {
  share: (button) => shareFrom('button', button),
  getPhoneNumber: givePhoneNumber,
  agreePrivacyAuthorization: (button) => {
    agreePrivacy()
    button.fire('agreeprivacyauthorization', { errMsg: 'agreePrivacyAuthorization:ok' })
  },
  openSetting: (button) => button.fire('opensetting', { authSetting: {} }),
  contact: (button) => button.fire('contact', { errMsg: 'enterContact:ok', path: '', query: {} }),
  chooseAvatar: (button) => button.fire('chooseavatar', { avatarUrl: steering.media[0] ?? '' }),
  feedback: () => undefined,
}

/** Run the open ability of a tapped button; several may be joined by "|". */
export async function openTypeAction(button: WxElement): Promise<void> {
  for (const openType of button.text('open-type').split('|').filter(Boolean)) {
    const action = ACTIONS[openType]
    if (!action) throw new Error(`<button open-type="${openType}"> is not known to the preview`)
    await action(button)
  }
}
