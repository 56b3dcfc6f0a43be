/**
 * Paying one order. The page says "paid" only when the shop's server has said so.
 */

import { fill } from '../../i18n/index'
import { formatFen } from '../../models/money'
import { isDead } from '../../models/order-progress'
import { formatCountdown } from '../../models/time'
import type { OrderView } from '../../models/wire'
import { asApiError } from '../../services/api-error'
import { describeError } from '../../services/error-text'
import { fetchOrder } from '../../services/orders'
import { pageStart, startPage } from '../../services/page-texts'
import { askForMoney, confirmPayment, PAY_CHECK_INTERVAL_MS, PAY_CHECKS_BEFORE_PATIENCE } from '../../services/payment'
import { createPoller } from '../../services/poller'

/**
 * `ready`: can be paid. `opening`: WeChat's sheet is on its way or open. `confirming`: waiting for
 * the server's word. The rest is what became of it.
 */
type PayState =
  | 'loading'
  | 'ready'
  | 'opening'
  | 'confirming'
  | 'paid'
  | 'cancelled'
  | 'failed'
  | 'dead'

const COUNTDOWN_INTERVAL_MS = 1_000

Page({
  data: {
    ...pageStart('pay'),
    state: 'loading' as PayState,
    amount: '',
    timeLeft: '',
    isSlow: false,
    fault: { text: '', reference: '' },
  },

  uuid: '',
  order: null as OrderView | null,
  checks: 0,
  clock: 0,
  poller: createPoller(async () => undefined, () => PAY_CHECK_INTERVAL_MS),

  onLoad(query: Record<string, string | undefined>) {
    this.uuid = query['uuid'] ?? ''
    this.setData(startPage('pay'))
    this.poller = createPoller(() => this.check(), () => PAY_CHECK_INTERVAL_MS)
    void this.begin(query['auto'] === '1')
  },

  onShow() {
    this.clock = setInterval(() => this.tick(), COUNTDOWN_INTERVAL_MS)
    if (this.data.state === 'confirming') {
      this.poller.start()
    }
  },

  onHide() {
    clearInterval(this.clock)
    this.poller.stop()
  },

  onUnload() {
    clearInterval(this.clock)
    this.poller.stop()
  },

  async begin(isAuto: boolean) {
    try {
      const { order } = await fetchOrder(this.uuid)
      if (!order) {
        return
      }
      this.follow(order)
      if (isAuto && this.data.state === 'ready') {
        await this.pay()
      }
    } catch (error) {
      this.setData({ state: 'failed', fault: describeError(error) })
    }
  },

  /** Take over what the server says of the order. */
  follow(order: OrderView) {
    this.order = order
    this.setData({ amount: formatFen(order.total_fen) })
    this.tick()
    if (order.payment_state === 'paid') {
      this.end('paid')
    } else if (isDead(order.state)) {
      this.end('dead')
    } else if (this.data.state === 'loading') {
      this.setData({ state: 'ready' })
    }
  },

  end(state: PayState) {
    this.poller.stop()
    this.setData({ state, fault: { text: '', reference: '' } })
  },

  tick() {
    const { order } = this
    const time = order?.expires_at ? formatCountdown(order.expires_at, new Date()) : null
    const timeLeft = time ? fill(this.data.t.timeLeft, { time }) : ''
    if (timeLeft !== this.data.timeLeft) {
      this.setData({ timeLeft })
    }
  },

  async pay() {
    this.setData({ state: 'opening', fault: { text: '', reference: '' } })
    try {
      const hint = await askForMoney(this.uuid)
      if (hint === 'done') {
        this.confirm()
        return
      }
      this.setData({ state: hint })
      // The money may have come all the same, or an earlier try may have succeeded.
      await this.lookOnce()
    } catch (error) {
      this.setData({ state: 'failed', fault: describeError(error) })
      if (asApiError(error).code === 'order_not_payable') {
        await this.lookOnce()
      }
    }
  },

  confirm() {
    this.checks = 0
    this.setData({ state: 'confirming', isSlow: false })
    this.poller.start()
  },

  async check() {
    this.checks += 1
    if (this.checks > PAY_CHECKS_BEFORE_PATIENCE) {
      this.setData({ isSlow: true })
    }
    try {
      this.follow(await confirmPayment(this.uuid))
      this.setData({ fault: { text: '', reference: '' } })
    } catch (error) {
      this.setData({ fault: { text: this.data.t.checkFailed, reference: describeError(error).reference } })
    }
  },

  async lookOnce() {
    try {
      this.follow(await confirmPayment(this.uuid))
    } catch (error) {
      // The diner sees "cancelled" or "failed" already, and can try again.
      console.warn('The order could not be read after an unfinished payment', error)
    }
  },

  handlePay() {
    if (this.data.state !== 'opening' && this.data.state !== 'confirming') {
      void this.pay()
    }
  },

  handleOrder() {
    wx.redirectTo({ url: `/pages/order/order?uuid=${this.uuid}` })
  },

  handleMenu() {
    wx.reLaunch({ url: '/pages/menu/menu' })
  },
})
