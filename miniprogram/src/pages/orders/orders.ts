/**
 * The diner's orders, newest first.
 */

import { formatFen } from '../../models/money'
import { isFinal } from '../../models/order-progress'
import { briefStateOf } from '../../models/order-view'
import { tableLabel } from '../../models/place'
import { formatMoment } from '../../models/time'
import type { OrderBrief } from '../../models/wire'
import { describeError } from '../../services/error-text'
import { orderAgain } from '../../services/order-again'
import { fetchOrder, fetchOrders } from '../../services/orders'
import { pageStart, startPage } from '../../services/page-texts'
import { askConsent } from '../../services/privacy'
import { visitStore } from '../../stores/visit'

interface OrderCard {
  uuid: string
  store: string
  state: string
  isLive: boolean
  place: string
  at: string
  total: string
  number: string
  canRepeat: boolean
}

Page({
  data: {
    ...pageStart('orders'),
    state: 'loading' as 'loading' | 'ready' | 'failed' | 'unknown',
    fault: { text: '', reference: '' },
    orders: [] as OrderCard[],
    hasMore: false,
    isLoadingMore: false,
    busyUuid: '',
  },

  before: null as string | null,
  round: 0,

  onLoad() {
    this.setData(startPage('orders'))
  },

  onShow() {
    void this.load()
  },

  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },

  onReachBottom() {
    void this.loadMore()
  },

  async load() {
    if (!(await askConsent())) {
      this.setData({ state: 'unknown' })
      return
    }
    this.round += 1
    const { round } = this
    try {
      const page = await fetchOrders(null)
      if (round === this.round) {
        this.before = page.next_before
        this.setData({
          state: 'ready',
          orders: page.orders.map((order) => this.viewOrder(order)),
          hasMore: page.next_before !== null,
        })
      }
    } catch (error) {
      if (this.data.orders.length === 0) {
        this.setData({ state: 'failed', fault: describeError(error) })
      } else {
        wx.showToast({ title: describeError(error).text, icon: 'none' })
      }
    }
  },

  async loadMore() {
    if (!this.before || this.data.isLoadingMore) {
      return
    }
    const { round } = this
    this.setData({ isLoadingMore: true })
    try {
      const page = await fetchOrders(this.before)
      if (round === this.round) {
        this.before = page.next_before
        this.setData({
          orders: [...this.data.orders, ...page.orders.map((order) => this.viewOrder(order))],
          hasMore: page.next_before !== null,
        })
      }
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
    } finally {
      this.setData({ isLoadingMore: false })
    }
  },

  viewOrder(order: OrderBrief): OrderCard {
    const { common } = this.data
    const place = order.table
      ? tableLabel(order.table.name, common)
      : common.services[order.service]
    return {
      uuid: order.uuid,
      store: order.store.name,
      state: briefStateOf(order),
      isLive: !isFinal(order.state),
      place,
      at: formatMoment(order.created_at, new Date()),
      total: formatFen(order.total_fen),
      number: order.number,
      canRepeat: isFinal(order.state),
    }
  },

  handleRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  handleMenu() {
    wx.reLaunch({ url: visitStore.get().store ? '/pages/menu/menu' : '/pages/home/home' })
  },

  handleOpen(event: WechatMiniprogram.TouchEvent<{}, {}, { uuid: string }>) {
    wx.navigateTo({ url: `/pages/order/order?uuid=${event.currentTarget.dataset.uuid}` })
  },

  async handleAgain(event: WechatMiniprogram.TouchEvent<{}, {}, { uuid: string }>) {
    const { uuid } = event.currentTarget.dataset
    if (this.data.busyUuid) {
      return
    }
    this.setData({ busyUuid: uuid })
    try {
      const { order } = await fetchOrder(uuid)
      const message = order ? await orderAgain(order) : ''
      wx.reLaunch({ url: '/pages/menu/menu' })
      if (message) {
        wx.showToast({ title: message, icon: 'none', duration: 4_000 })
      }
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
    } finally {
      this.setData({ busyUuid: '' })
    }
  },
})
