/** The one-time code for the phone number, from the sandbox. */
import type { PreviewConfig } from '../config'
import { steering } from '../steering'
import { sandboxCall } from './sandbox'

let config: PreviewConfig | undefined

export function usePhoneConfig(given: PreviewConfig): void {
  config = given
}

/** Get a code that the server can exchange for the user's phone number. */
export async function phoneCode(): Promise<string> {
  if (!config) throw new Error('The preview has not started')
  const answer = await sandboxCall<{ code: string }>(config, 'phone-code', { appid: config.appid, user: steering.user })
  return answer.code
}
