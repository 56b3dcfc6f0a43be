/** The simulated payment sheet of WeChat. */
import { openDialog } from './dialog'
import { bilingual } from './language'
import { BANNER } from './shell'
import type { Steering } from './steering'

export type PaymentOutcome = 'ok' | 'cancel' | 'fail'

export class PaymentSheet {
  constructor(
    private readonly preset: Steering['paymentOutcome'],
    private readonly prepay: string,
  ) {}

  /**
   * Ask the person whether to pay, unless a test has decided already.
   *
   * WeChat shows the amount that its server knows from the prepayment; the phone never
   * tells it, so neither does this sheet.
   */
  async ask(): Promise<PaymentOutcome> {
    if (this.preset !== 'ask') return this.preset
    const isPaid = await openDialog({
      name: 'payment',
      title: bilingual('WeChat Pay', '微信支付'),
      notice: BANNER,
      content: `${bilingual('Prepayment', '预支付单')}\n${this.prepay.replace(/^prepay_id=/, '')}`,
      confirm: bilingual('Pay now', '立即支付'),
      cancel: bilingual('Cancel', '取消'),
    })
    return isPaid ? 'ok' : 'cancel'
  }
}
