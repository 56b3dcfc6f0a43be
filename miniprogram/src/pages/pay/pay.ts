/**
 * Paying one order. What WeChat tells the phone is a hint: the page says "paid", and just as well
 * "not paid", only when the shop's server knows it. Until then it says that nobody knows yet.
 */

import { fill } from '../../i18n/index'
import { formatFen } from '../../models/money'
import { isDead } from '../../models/order-progress'
import { formatClock, formatCountdown } from '../../models/time'
import type { OrderView } from '../../models/wire'
import { asApiError } from '../../services/api-error'
import { describeError } from '../../services/error-text'
import { fetchOrder } from '../../services/orders'
import { pageStart, startPage } from '../../services/page-texts'
import type { PaymentHint } from '../../services/payment'
import {
  askForMoney,
  confirmPayment,
  isAttemptOpen,
  PAY_CHECK_INTERVAL_MS,
  PAY_CHECKS_BEFORE_PATIENCE,
} from '../../services/payment'
import { createPoller } from '../../services/poller'

/**
 * `lost`: the order could not be read. `ready`: can be paid. `opening`: WeChat's sheet is on its
 * way or open. `confirming`: nobody knows yet. `cancelled`, `failed`, `unpaid`: it is known that
 * nothing was paid, and can be paid again. `paid`, `expired`, `dead`: the end.
 */
type PayState =
  | 'loading'
  | 'lost'
  | 'ready'
  | 'opening'
  | 'confirming'
  | 'paid'
  | 'cancelled'
  | 'failed'
  | 'unpaid'
  | 'expired'
  | 'dead'

/** `returned`: the sheet is gone, and nobody told how it ended. */
type Ending = PaymentHint | 'returned'

const COUNTDOWN_INTERVAL_MS = 1_000
/** A sheet that is gone for so long without a word was closed with the app. */
const SHEET_SILENCE_MS = 5_000
const PAYABLE: readonly PayState[] = ['ready', 'cancelled', 'failed', 'unpaid']
const NO_FAULT = { text: '', reference: '' }
/** What it is called when an attempt ended so, and the server knows that nothing was paid. */
const UNPAID_STATES = { done: null, cancelled: 'cancelled', failed: 'failed', returned: 'unpaid' } as const

Page({
  data: {
    ...pageStart('pay'),
    state: 'loading' as PayState,
    canPay: false,
    amount: '',
    timeLeft: '',
    /** Until when the order can be paid, as a sentence. */
    payUntil: '',
    isSlow: false,
    fault: NO_FAULT,
  },

  uuid: '',
  order: null as OrderView | null,
  ending: 'returned' as Ending,
  checks: 0,
  clock: 0,
  silence: 0,
  isAuto: false,
  poller: createPoller(async () => undefined, () => PAY_CHECK_INTERVAL_MS),

  onLoad(query: Record<string, string | undefined>) {
    this.uuid = query['uuid'] ?? ''
    this.isAuto = query['auto'] === '1'
    this.setData(startPage('pay'))
    this.poller = createPoller(() => this.check(), () => PAY_CHECK_INTERVAL_MS)
    void this.begin()
  },

  onShow() {
    clearInterval(this.clock)
    this.clock = setInterval(() => this.tick(), COUNTDOWN_INTERVAL_MS)
    if (this.data.state === 'confirming') {
      this.poller.start()
    } else if (this.data.state === 'opening') {
      this.silence = setTimeout(() => this.endSilence(), SHEET_SILENCE_MS)
    }
  },

  onHide() {
    clearInterval(this.clock)
    clearTimeout(this.silence)
    this.poller.stop()
  },

  onUnload() {
    this.onHide()
  },

  /** Read the order; an attempt that was left alone is looked into before there is another. */
  async begin() {
    this.show('loading')
    await this.load()
    if (isAttemptOpen(this.uuid) && (this.data.canPay || this.data.state === 'confirming')) {
      this.confirm('returned')
    } else if (this.isAuto && this.data.state === 'ready') {
      await this.pay()
    }
  },

  async load() {
    try {
      const { order } = await fetchOrder(this.uuid)
      if (order) {
        this.follow(order)
      }
    } catch (error) {
      this.setData({ fault: describeError(error) })
      this.show(isAttemptOpen(this.uuid) ? 'confirming' : 'lost')
    }
  },

  show(state: PayState) {
    this.setData({ state, canPay: PAYABLE.includes(state) })
  },

  /** Take over what the server says of the order. */
  follow(order: OrderView) {
    this.order = order
    const payUntil = order.expires_at ? fill(this.data.t.payUntil, { time: formatClock(order.expires_at) }) : ''
    this.setData({ amount: formatFen(order.total_fen), payUntil })
    if (order.payment_state === 'paid') {
      this.end('paid')
    } else if (isDead(order.state)) {
      this.end(this.isOver() ? 'expired' : 'dead')
    } else if (this.data.state === 'loading') {
      this.show('ready')
    }
    this.tick()
  },

  end(state: PayState) {
    this.poller.stop()
    this.isAuto = false
    this.setData({ fault: NO_FAULT })
    this.show(state)
  },

  /** Tell whether the time to pay has run out. */
  isOver(): boolean {
    const expiresAt = this.order?.expires_at
    return Boolean(expiresAt) && Date.parse(expiresAt ?? '') <= Date.now()
  },

  tick() {
    const { order } = this
    const time = order?.expires_at ? formatCountdown(order.expires_at, new Date()) : null
    const timeLeft = time ? fill(this.data.t.timeLeft, { time }) : ''
    if (timeLeft !== this.data.timeLeft) {
      this.setData({ timeLeft })
    }
    if (this.data.canPay && this.isOver()) {
      // Nothing was paid so far, and WeChat takes no money for it any more.
      this.end('expired')
    }
  },

  async pay() {
    this.setData({ fault: NO_FAULT })
    this.show('opening')
    try {
      this.confirm(await askForMoney(this.uuid))
    } catch (error) {
      // WeChat's sheet was never opened: nothing can have been paid.
      this.setData({ fault: describeError(error) })
      this.show('failed')
      if (asApiError(error).code === 'order_not_payable') {
        this.confirm('returned')
      }
    }
  },

  endSilence() {
    if (this.data.state === 'opening') {
      this.confirm('returned')
    }
  },

  /** Ask the server until it knows how the attempt ended. */
  confirm(ending: Ending) {
    clearTimeout(this.silence)
    this.ending = ending
    this.checks = 0
    this.setData({ isSlow: false })
    this.show('confirming')
    this.poller.start()
  },

  async check() {
    this.checks += 1
    if (this.checks > PAY_CHECKS_BEFORE_PATIENCE) {
      this.setData({ isSlow: true })
    }
    try {
      const { order, isKnown } = await confirmPayment(this.uuid)
      this.follow(order)
      this.setData({ fault: NO_FAULT })
      if (isKnown) {
        this.tellUnpaid()
      }
    } catch (error) {
      this.setData({ fault: { text: this.data.t.checkFailed, reference: describeError(error).reference } })
    }
  },

  /** The server knows that nothing was paid. After WeChat's "done" it may only not know yet. */
  tellUnpaid() {
    const state = UNPAID_STATES[this.ending]
    if (this.data.state === 'confirming' && state) {
      this.poller.stop()
      this.show(state)
      this.tick()
    }
  },

  handleRetry() {
    void this.begin()
  },

  handlePay() {
    if (this.data.canPay) {
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
