/** wx account: login, payment, phone number, subscribe messages, privacy. */
import type { PreviewConfig } from '../config'
import { PaymentSheet } from '../payment-sheet'
import { steering } from '../steering'
import { ApiError, api, type OptionsOf, type ResultOf, type WxPart } from './api'
import { sandboxCall } from './sandbox'

const PAYMENT_FIELDS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const
const MAX_TEMPLATES = 3

/** Build the account part of wx. */
export function accountApi(config: PreviewConfig): WxPart {
  return {
    login: api('login', async () => {
      const answer = await sandboxCall<{ code: string }>(config, 'login-code', {
        appid: config.appid,
        user: steering.user,
      })
      return { code: answer.code }
    }),
    checkSession: api('checkSession', () => undefined),
    requestPayment: api('requestPayment', (options) => pay(config, options)),
    requestSubscribeMessage: api('requestSubscribeMessage', (options) => subscribe(config, options)),
    getAccountInfoSync: () => ({
      miniProgram: { appId: config.appid, envVersion: 'develop', version: '' },
      plugin: {},
    }),
  }
}

async function pay(config: PreviewConfig, options: OptionsOf<'requestPayment'>): Promise<void> {
  for (const field of PAYMENT_FIELDS) {
    if (!options[field]) throw new ApiError(`parameter error: parameter.${field} should be String`)
  }
  const outcome = await new PaymentSheet(steering.paymentOutcome, options.package).ask()
  const { timeStamp, nonceStr, signType, paySign } = options
  const parameters = { timeStamp, nonceStr, package: options.package, signType, paySign }
  const { result } = await sandboxCall<{ result: string }>(config, 'pay', {
    appId: config.appid,
    ...parameters,
    outcome,
  })
  const reason = /^requestPayment:fail ?(.*)$/.exec(result)
  if (reason) throw new ApiError(reason[1] ?? '')
}

async function subscribe(
  config: PreviewConfig,
  { tmplIds }: OptionsOf<'requestSubscribeMessage'>,
): Promise<ResultOf<'requestSubscribeMessage'>> {
  if (!Array.isArray(tmplIds) || tmplIds.length === 0) throw new ApiError("TmplIds can't be empty", 10001)
  if (tmplIds.length > MAX_TEMPLATES) throw new ApiError('Template count out of max bounds', 20003)
  const decision = steering.subscribeDecision
  await sandboxCall(config, 'subscribe-consent', {
    appid: config.appid,
    user: steering.user,
    template_ids: tmplIds,
    result: decision,
  })
  return Object.fromEntries(tmplIds.map((id) => [id, decision]))
}
