/**
 * One order: how it stands, live, and what the diner can do about it.
 */

import { fill, texts } from '../../i18n/index'
import { formatFen } from '../../models/money'
import { CALM_POLL_INTERVAL_MS, isDead, isFinal, pollInterval } from '../../models/order-progress'
import type { OrderLineRow, StepRow, SumRow } from '../../models/order-view'
import { headlineOf, hintOf, isUnpaidFirst, viewLines, viewSteps, viewSums } from '../../models/order-view'
import { tableLabel } from '../../models/place'
import { isRefundOpen } from '../../models/refund-view'
import { formatClock, formatMoment } from '../../models/time'
import type { OrderView } from '../../models/wire'
import { asApiError } from '../../services/api-error'
import { describeError } from '../../services/error-text'
import { orderAgain } from '../../services/order-again'
import { cancelOrder, fetchOrder, fetchPaidOrder } from '../../services/orders'
import { openProof } from '../../services/proof'
import { pageStart, startPage } from '../../services/page-texts'
import { createPoller } from '../../services/poller'
import { askConsent } from '../../services/privacy'

const COUNTDOWN_INTERVAL_MS = 1_000

Page({
  data: {
    ...pageStart('order'),
    state: 'loading' as 'loading' | 'ready' | 'failed',
    fault: { text: '', reference: '' },
    isStale: false,
    headline: '',
    hint: '',
    look: 'calm' as 'calm' | 'good' | 'dead',
    badge: { name: '', value: '' },
    steps: [] as StepRow[],
    lines: [] as OrderLineRow[],
    sums: [] as SumRow[],
    total: '',
    facts: [] as { name: string; value: string }[],
    refund: { isShown: false, headline: '', hint: '', action: '', back: '' },
    canPay: false,
    canCancel: false,
    canAdd: false,
    canRepeat: false,
    hasProof: false,
    fapiao: '',
    isAsking: false,
    isBusy: false,
    updatedAt: '',
    uuid: '',
  },

  uuid: '',
  /** The payment's number, until the order it paid is known: WeChat's own order list opens it so. */
  outTradeNo: '',
  etag: '',
  order: null as OrderView | null,
  clock: 0,
  poller: createPoller(async () => undefined, () => CALM_POLL_INTERVAL_MS),

  onLoad(query: Record<string, string | undefined>) {
    this.uuid = query['uuid'] ?? ''
    this.outTradeNo = this.uuid ? '' : (query['out_trade_no'] ?? '')
    this.setData({ ...startPage('order'), uuid: this.uuid })
    this.poller = createPoller(
      () => this.refresh(),
      () => (this.order ? pollInterval(this.order) : CALM_POLL_INTERVAL_MS),
    )
  },

  onShow() {
    this.poller.start()
    this.clock = setInterval(() => this.showHint(), COUNTDOWN_INTERVAL_MS)
  },

  onHide() {
    this.rest()
  },

  onUnload() {
    this.rest()
  },

  rest() {
    this.poller.stop()
    clearInterval(this.clock)
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      if (this.outTradeNo) {
        await this.findPaid()
      }
      const { order, etag } = await fetchOrder(this.uuid, this.etag)
      this.etag = etag
      if (order) {
        this.follow(order)
      }
      this.setData({
        isStale: false,
        updatedAt: fill(this.data.t.updatedAt, { time: formatClock(new Date().toISOString()) }),
      })
    } catch (error) {
      this.showFault(error)
    }
  },

  /** Find out which order was paid; the diner may never have agreed to be known on this phone. */
  async findPaid() {
    await askConsent()
    const { uuid } = await fetchPaidOrder(this.outTradeNo)
    this.uuid = uuid
    this.outTradeNo = ''
    this.setData({ uuid })
  },

  showFault(error: unknown) {
    if (this.order) {
      this.setData({ isStale: true })
      return
    }
    const isMissing = asApiError(error).status === 404
    const fault = describeError(error)
    this.setData({
      state: 'failed',
      fault: isMissing ? { ...fault, text: this.data.t.notFound } : fault,
    })
    if (isMissing) {
      this.rest()
    }
  },

  follow(order: OrderView) {
    this.order = order
    const { t } = this.data
    const isOver = isFinal(order.state)
    this.setData({
      state: 'ready',
      headline: headlineOf(order, t),
      look: isDead(order.state) ? 'dead' : order.state === 'ready' ? 'good' : 'calm',
      badge: this.badgeOf(order),
      steps: isDead(order.state) ? [] : viewSteps(order, t),
      lines: viewLines(order.lines, t),
      sums: viewSums(order, texts().confirm),
      total: formatFen(order.total_fen),
      facts: this.factsOf(order),
      refund: this.refundOf(order),
      canPay: order.can.pay,
      canCancel: order.can.cancel,
      canAdd: !isOver && order.service === 'dine_in',
      canRepeat: isOver,
      hasProof: order.payment_state !== 'unpaid',
      fapiao: order.payment_state === 'unpaid' ? '' : texts().fapiao.ask,
    })
    this.showHint()
    if (isOver && !isRefundOpen(order.refund_state)) {
      this.rest()
    }
  },

  showHint() {
    const hint = this.order ? hintOf(this.order, this.data.t, new Date()) : ''
    if (hint !== this.data.hint) {
      this.setData({ hint })
    }
  },

  badgeOf(order: OrderView) {
    const { t } = this.data
    return order.service === 'dine_in' && order.table
      ? { name: t.tableNumber, value: order.table.name }
      : { name: t.number, value: order.number }
  },

  refundOf(order: OrderView) {
    const { refund } = texts()
    const state = order.refund_state
    return {
      isShown: order.can.refund || state !== null,
      headline: state ? refund.headlines[state] : '',
      hint: state ? refund.hints[state] : '',
      action: state ? refund.view : refund.ask,
      back: order.refunded_fen ? fill(refund.backSum, { amount: formatFen(order.refunded_fen) }) : '',
    }
  },

  factsOf(order: OrderView) {
    const { t, common } = this.data
    const place = order.table ? ` · ${tableLabel(order.table.name, common)}` : ''
    return [
      { name: t.store, value: order.store.name },
      { name: t.service, value: `${common.services[order.service]}${place}` },
      { name: t.number, value: order.number },
      { name: t.placedAt, value: formatMoment(order.created_at, new Date()) },
      { name: t.payment, value: t.payments[order.payment_state] },
      ...(order.note ? [{ name: t.note, value: order.note }] : []),
    ]
  },

  handleRetry() {
    this.setData({ state: 'loading' })
    this.poller.start()
  },

  handlePay() {
    const isNow = this.order && isUnpaidFirst(this.order) ? '&auto=1' : ''
    wx.navigateTo({ url: `/pages/pay/pay?uuid=${this.uuid}${isNow}` })
  },

  async handleProof() {
    if (this.data.isBusy) {
      return
    }
    this.setData({ isBusy: true })
    try {
      await openProof(this.uuid)
    } catch (error) {
      const isMissing = asApiError(error).status === 404
      wx.showToast({ title: isMissing ? this.data.t.noProof : describeError(error).text, icon: 'none' })
    } finally {
      this.setData({ isBusy: false })
    }
  },

  handleRefund() {
    wx.navigateTo({ url: `/pages/refund/refund?uuid=${this.uuid}` })
  },

  handleFapiao() {
    wx.navigateTo({ url: `/pages/fapiao/fapiao?uuid=${this.uuid}` })
  },

  handleAskCancel() {
    this.setData({ isAsking: true })
  },

  handleKeep() {
    this.setData({ isAsking: false })
  },

  async handleCancel() {
    this.setData({ isAsking: false })
    if (this.data.isBusy) {
      return
    }
    this.setData({ isBusy: true })
    try {
      this.follow(await cancelOrder(this.uuid))
      wx.showToast({ title: this.data.t.cancelled, icon: 'none' })
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
      await this.refresh()
    } finally {
      this.setData({ isBusy: false })
    }
  },

  handleAdd() {
    wx.reLaunch({ url: '/pages/menu/menu' })
  },

  async handleAgain() {
    if (!this.order || this.data.isBusy) {
      return
    }
    this.setData({ isBusy: true })
    try {
      const message = await orderAgain(this.order)
      wx.reLaunch({ url: '/pages/menu/menu' })
      if (message) {
        wx.showToast({ title: message, icon: 'none', duration: 4_000 })
      }
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
    } finally {
      this.setData({ isBusy: false })
    }
  },
})
