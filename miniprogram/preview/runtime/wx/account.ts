/** wx account: login, payment, phone number, subscribe messages, privacy. */
import type { PreviewConfig } from '../config'
import { PaymentSheet } from '../payment-sheet'
import { steering } from '../steering'
import { ApiError, api } from './api'
import { sandboxCall } from './sandbox'

interface PaymentOptions {
  timeStamp: string
  nonceStr: string
  package: string
  signType?: string
  paySign: string
}

const PAYMENT_FIELDS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const
const MAX_TEMPLATES = 5

/** Build the account part of wx. */
export function accountApi(config: PreviewConfig): Record<string, unknown> {
  return {
    login: api('login', async () => {
      const answer = await sandboxCall<{ code: string }>(config, 'login-code', {
        appid: config.appid,
        user: steering.user,
      })
      return { code: answer.code }
    }),
    checkSession: api('checkSession', () => undefined),
    requestPayment: api('requestPayment', (options: PaymentOptions) => pay(config, options)),
    requestSubscribeMessage: api('requestSubscribeMessage', subscribe),
    getAccountInfoSync: () => ({
      miniProgram: { appId: config.appid, envVersion: 'develop', version: '' },
      plugin: {},
    }),
  }
}

async function pay(config: PreviewConfig, options: PaymentOptions): Promise<void> {
  for (const field of PAYMENT_FIELDS) {
    if (!options[field]) throw new ApiError(`parameter error: parameter.${field} should be String`)
  }
  const outcome = await new PaymentSheet(steering.paymentOutcome, options.package).ask()
  const { timeStamp, nonceStr, signType, paySign } = options
  await sandboxCall(config, 'pay', {
    appId: config.appid,
    timeStamp,
    nonceStr,
    package: options.package,
    signType,
    paySign,
    outcome,
  })
  if (outcome === 'cancel') throw new ApiError('cancel')
  if (outcome === 'fail') throw new ApiError('(支付失败 payment failed)')
}

function subscribe({ tmplIds }: { tmplIds: string[] }): Record<string, string> {
  if (!Array.isArray(tmplIds) || tmplIds.length === 0) {
    throw new ApiError('TmplIds can\'t be empty', 10001)
  }
  if (tmplIds.length > MAX_TEMPLATES) throw new ApiError('Template count out of max bounds', 20003)
  return Object.fromEntries(tmplIds.map((id) => [id, steering.subscribeDecision]))
}
