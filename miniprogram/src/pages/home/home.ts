/**
 * The house's face: which shop, whether it is open, and the ways in.
 */

import { fill } from '../../i18n/index'
import { hoursText, tableLabel } from '../../models/place'
import { tableCodeFrom } from '../../models/scene'
import type { Service, StoreView } from '../../models/wire'
import { fetchStores } from '../../services/catalog'
import { describeError } from '../../services/error-text'
import { imageUrl } from '../../services/image-url'
import { pageStart, startPage } from '../../services/page-texts'
import { askConsent } from '../../services/privacy'
import { openTable, scanTable } from '../../services/scan'
import { abandonPending, pendingOrder, resubmitOrder } from '../../services/submission'
import { chooseService, currentTable, enterStore, visitStore } from '../../stores/visit'

interface StoreCard {
  code: string
  name: string
  address: string
  phone: string
  notice: string
  banner: string
  logo: string
  isOpen: boolean
  hours: string
  hasDineIn: boolean
  hasTakeaway: boolean
}

Page({
  data: {
    ...pageStart('home'),
    state: 'loading' as 'loading' | 'ready' | 'failed',
    fault: { text: '', reference: '' },
    store: null as StoreCard | null,
    choices: [] as StoreCard[],
    isChoosing: false,
    tableText: '',
    hasPending: false,
    isBusy: false,
  },

  stores: [] as StoreView[],

  onLoad(query: Record<string, string | undefined>) {
    this.setData(startPage('home'))
    const code = tableCodeFrom(query['scene'])
    if (code) {
      wx.redirectTo({ url: `/pages/menu/menu?scene=${encodeURIComponent(code)}` })
      return
    }
    void this.load()
  },

  onShow() {
    this.setData({ hasPending: pendingOrder() !== null, isBusy: false })
    this.showStore()
  },

  async onPullDownRefresh() {
    await this.load()
    wx.stopPullDownRefresh()
  },

  async load() {
    try {
      this.stores = await fetchStores()
      const current = visitStore.get().store
      const store = this.stores.find((known) => known.code === current?.code) ?? this.stores[0]
      if (store) {
        enterStore(store)
      }
      this.setData({ state: 'ready', choices: this.stores.map((known) => this.viewStore(known)) })
      this.showStore()
    } catch (error) {
      this.setData({ state: 'failed', fault: describeError(error) })
    }
  },

  showStore() {
    const { store } = visitStore.get()
    const table = currentTable(new Date())
    this.setData({
      store: store ? this.viewStore(store) : null,
      tableText: table
        ? fill(this.data.t.dineInSeated, { table: tableLabel(table.name, this.data.common) })
        : '',
    })
  },

  viewStore(store: StoreView): StoreCard {
    const { t } = this.data
    return {
      code: store.code,
      name: store.name,
      address: store.address ?? '',
      phone: store.phone ?? '',
      notice: store.notice ?? '',
      banner: imageUrl(store.banner_url) || '/assets/banner.svg',
      logo: imageUrl(store.logo_url),
      isOpen: store.is_open,
      hours: hoursText(store, t, new Date()),
      hasDineIn: store.services.includes('dine_in'),
      hasTakeaway: store.services.includes('takeaway'),
    }
  },

  handleRetry() {
    this.setData({ state: 'loading' })
    void this.load()
  },

  handleChoose() {
    this.setData({ isChoosing: true })
  },

  handleCloseChoice() {
    this.setData({ isChoosing: false })
  },

  handleStore(event: WechatMiniprogram.TouchEvent<{}, {}, { code: string }>) {
    const chosen = this.stores.find((store) => store.code === event.currentTarget.dataset.code)
    if (chosen) {
      enterStore(chosen)
      this.showStore()
    }
    this.setData({ isChoosing: false })
  },

  handleDineIn() {
    if (currentTable(new Date())) {
      this.goToMenu('dine_in')
    } else {
      void this.scan()
    }
  },

  handleTakeaway() {
    this.goToMenu('takeaway')
  },

  handleScan() {
    void this.scan()
  },

  goToMenu(service: Service) {
    chooseService(service)
    wx.navigateTo({ url: '/pages/menu/menu' })
  },

  async scan() {
    if (this.data.isBusy) {
      return
    }
    this.setData({ isBusy: true })
    try {
      const scan = await scanTable()
      if (scan.kind === 'foreign') {
        wx.showToast({ title: this.data.t.scanNotATable, icon: 'none' })
      } else if (scan.kind === 'table') {
        await openTable(scan.code)
        wx.navigateTo({ url: '/pages/menu/menu' })
      }
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
    } finally {
      this.setData({ isBusy: false })
    }
  },

  async handleOrders() {
    if (await askConsent()) {
      wx.navigateTo({ url: '/pages/orders/orders' })
    } else {
      wx.showToast({ title: this.data.common.errors.consent_needed, icon: 'none' })
    }
  },

  handleMine() {
    wx.navigateTo({ url: '/pages/mine/mine' })
  },

  handleCall() {
    if (this.data.store?.phone) {
      wx.makePhoneCall({ phoneNumber: this.data.store.phone })
    }
  },

  /** Send the order that a broken connection left behind. */
  async handlePendingSend() {
    this.setData({ hasPending: false })
    wx.showLoading({ title: this.data.common.loading, mask: true })
    const outcome = await resubmitOrder()
    wx.hideLoading()
    if (outcome.kind === 'placed') {
      wx.navigateTo({ url: `/pages/order/order?uuid=${outcome.order.uuid}` })
      return
    }
    wx.showToast({ title: describeError(outcome.error).text, icon: 'none' })
    this.setData({ hasPending: pendingOrder() !== null })
  },

  async handlePendingDrop() {
    this.setData({ hasPending: false })
    try {
      const order = await abandonPending()
      if (order) {
        wx.showToast({ title: this.data.t.pendingPlaced, icon: 'none' })
        wx.navigateTo({ url: `/pages/order/order?uuid=${order.uuid}` })
      }
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
      this.setData({ hasPending: true })
    }
  },
})
