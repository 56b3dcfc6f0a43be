/**
 * The last look before ordering: table or takeaway, dishes, the server's total.
 */

import type { Texts } from '../../i18n/zh_CN'
import { fill, texts } from '../../i18n/index'
import { MAX_NOTE_LENGTH } from '../../models/cart'
import { formatFen } from '../../models/money'
import type { OrderLineRow, SumRow } from '../../models/order-view'
import { viewLines, viewSums } from '../../models/order-view'
import { tableLabel } from '../../models/place'
import { describeShortage, keepWhatIsLeft, refusedDishes } from '../../models/refusal'
import type { OrderView, QuoteView, Service, SoldOutDish } from '../../models/wire'
import { listOf } from '../../models/wording'
import type { ApiError } from '../../services/api-error'
import { asApiError } from '../../services/api-error'
import { describeError } from '../../services/error-text'
import { networkStore } from '../../services/network'
import { pageStart, startPage } from '../../services/page-texts'
import { askConsent } from '../../services/privacy'
import type { Quoter, QuoteState } from '../../services/quoter'
import { createQuoter } from '../../services/quoter'
import { openTable, scanTable } from '../../services/scan'
import type { Outcome } from '../../services/submission'
import { abandonPending, isPendingFresh, pendingOrder, resubmitOrder, submitOrder } from '../../services/submission'
import { currentBasket } from '../../stores/basket'
import { cartLines, replaceCart } from '../../stores/cart'
import { loadMenu, refreshAvailability } from '../../stores/menu'
import { chooseService, currentTable, leaveTable, visitStore } from '../../stores/visit'

/** While an order waits for an answer it is sent again after these pauses. */
const RESEND_PAUSES_MS = [3_000, 5_000, 10_000, 20_000]

Page({
  data: {
    ...pageStart('confirm'),
    service: 'takeaway' as Service,
    services: [] as Service[],
    storeName: '',
    tableText: '',
    needsTable: false,
    payHint: '',
    isPayFirst: true,
    lines: [] as OrderLineRow[],
    sums: [] as SumRow[],
    total: '',
    isQuoting: true,
    quoteFault: { text: '', reference: '' },
    note: '',
    noteLimit: MAX_NOTE_LENGTH,
    isSubmitting: false,
    isWaiting: false,
    isWaitingLong: false,
    isMenuChanged: false,
    shortage: '',
    shortageConfirm: '',
    isEmpty: false,
  },

  quoter: null as Quoter | null,
  quote: null as QuoteView | null,
  short: [] as SoldOutDish[],
  resends: 0,
  resendTimer: 0,
  isResending: false,
  unsubscribe: (() => undefined) as () => void,

  onLoad() {
    this.setData(startPage('confirm'))
    this.quoter = createQuoter((state) => this.showQuote(state), 0)
    this.unsubscribe = networkStore.subscribe(({ isOnline }) => {
      if (isOnline && this.data.isWaiting) {
        void this.resend()
      }
    })
  },

  onShow() {
    this.showPlace()
    if (pendingOrder()) {
      this.wait()
    } else {
      this.askPrice()
    }
  },

  onHide() {
    clearTimeout(this.resendTimer)
  },

  onUnload() {
    clearTimeout(this.resendTimer)
    this.quoter?.stop()
    this.unsubscribe()
  },

  showPlace() {
    const { store, service } = visitStore.get()
    const table = currentTable(new Date())
    const { t, common } = this.data
    const isPayFirst = store?.pay_mode !== 'after'
    this.setData({
      service,
      services: store?.services ?? [],
      storeName: store?.name ?? '',
      tableText: table ? tableLabel(table.name, common) : '',
      needsTable: service === 'dine_in' && !table,
      isPayFirst,
      payHint: isPayFirst ? t.payFirst : t.payAfter,
    })
  },

  askPrice() {
    const basket = currentBasket(this.data.note, new Date())
    this.quote = null
    this.setData({ isEmpty: !basket, isQuoting: basket !== null })
    this.quoter?.ask(basket)
  },

  showQuote(state: QuoteState) {
    this.quote = state.quote
    this.setData({
      isQuoting: state.isPending,
      quoteFault: state.error ? describeError(state.error) : { text: '', reference: '' },
    })
    if (state.quote) {
      const { order, confirm } = texts()
      this.setData({
        lines: viewLines(state.quote.lines, order),
        sums: viewSums(state.quote, confirm),
        total: formatFen(state.quote.total_fen),
      })
    } else if (state.error) {
      void this.explain(asApiError(state.error))
    }
  },

  handleService(event: WechatMiniprogram.TouchEvent<{}, {}, { service: Service }>) {
    chooseService(event.currentTarget.dataset.service)
    this.showPlace()
    this.askPrice()
  },

  async handleScan() {
    const scan = await scanTable()
    if (scan.kind === 'foreign') {
      wx.showToast({ title: texts().home.scanNotATable, icon: 'none' })
    }
    if (scan.kind !== 'table') {
      return
    }
    const before = visitStore.get().store?.code
    try {
      await openTable(scan.code)
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
      return
    }
    if (visitStore.get().store?.code !== before) {
      // Another shop has another menu: this cart does not apply there.
      wx.reLaunch({ url: '/pages/menu/menu' })
      return
    }
    this.showPlace()
    this.askPrice()
  },

  handleNote(event: WechatMiniprogram.Input) {
    this.setData({ note: event.detail.value })
  },

  handleRequote() {
    this.askPrice()
  },

  handleBack() {
    wx.navigateBack({ fail: () => wx.reLaunch({ url: '/pages/menu/menu' }) })
  },

  async handleSubmit() {
    const { isSubmitting, isQuoting, needsTable } = this.data
    if (isSubmitting || isQuoting || !this.quote) {
      return
    }
    if (needsTable) {
      await this.handleScan()
      return
    }
    const basket = currentBasket(this.data.note.trim(), new Date())
    if (!basket) {
      return
    }
    const version = this.quote.menu_version
    // Before anything is awaited: a second tap must find the button busy.
    this.setData({ isSubmitting: true, isMenuChanged: false })
    if (!(await askConsent())) {
      this.setData({ isSubmitting: false })
      return
    }
    await this.settle(await submitOrder({ ...basket, menu_version: version }, Date.now()))
  },

  async settle(outcome: Outcome) {
    if (outcome.kind === 'placed') {
      this.leave(outcome.order)
    } else if (outcome.kind === 'waiting') {
      this.wait()
    } else {
      this.setData({ isSubmitting: false, isWaiting: false })
      await this.explain(outcome.error)
    }
  },

  leave(order: OrderView) {
    this.setData({ isWaiting: false })
    replaceCart(order.store.code, [])
    const page = order.can.pay && order.pay_mode === 'first' ? 'pay' : 'order'
    const auto = page === 'pay' ? '&auto=1' : ''
    wx.redirectTo({ url: `/pages/${page}/${page}?uuid=${order.uuid}${auto}` })
  },

  /** The order got no answer: say so, and send it again, as itself. */
  wait() {
    this.setData({
      isSubmitting: true,
      isWaiting: true,
      isWaitingLong: this.resends >= RESEND_PAUSES_MS.length,
    })
    if (!isPendingFresh(Date.now())) {
      return
    }
    const pause = RESEND_PAUSES_MS[Math.min(this.resends, RESEND_PAUSES_MS.length - 1)] ?? 0
    clearTimeout(this.resendTimer)
    this.resendTimer = setTimeout(() => void this.resend(), pause)
  },

  async resend() {
    if (this.isResending) {
      return
    }
    clearTimeout(this.resendTimer)
    this.isResending = true
    this.resends += 1
    const outcome = await resubmitOrder()
    this.isResending = false
    await this.settle(outcome)
  },

  handleResend() {
    void this.resend()
  },

  async handleStopWaiting() {
    clearTimeout(this.resendTimer)
    try {
      const order = await abandonPending()
      if (order) {
        this.leave(order)
        return
      }
      this.setData({ isSubmitting: false, isWaiting: false })
      this.askPrice()
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
      this.wait()
    }
  },

  /** Tell the diner why the server refused, and prepare the way on. */
  async explain(error: ApiError) {
    const { store } = visitStore.get()
    this.short = refusedDishes(error.details)
    const hasNames = ['sold_out', 'off_hours', 'not_on_menu'].includes(error.code)
    if (hasNames && this.short.length > 0) {
      this.showShortage(error, this.data.t)
    } else if (error.code === 'menu_changed') {
      if (store) {
        await loadMenu(store.code).catch((fault) => console.warn('The menu is out of reach', fault))
      }
      this.setData({ isMenuChanged: true })
      this.askPrice()
    } else if (error.code === 'table_expired') {
      leaveTable()
      this.showPlace()
      wx.showToast({ title: this.data.t.tableGone, icon: 'none' })
    } else {
      this.setData({ quoteFault: describeError(error) })
    }
    if (store && hasNames) {
      void refreshAvailability(store.code).catch((fault) => {
        console.warn('The availability is out of reach', fault)
      })
    }
  },

  showShortage(error: ApiError, t: Texts['confirm']) {
    const isSomeLeft = this.short.some((dish) => dish.left)
    this.setData({
      shortage:
        error.code === 'sold_out'
          ? describeShortage(this.short, t)
          : fill(this.data.common.withReason, {
              reason: describeError(error).text,
              names: listOf(this.short.map((dish) => dish.name)),
            }),
      shortageConfirm: isSomeLeft ? t.keepLeft : t.removeSoldOut,
    })
  },

  handleShortageConfirm() {
    const { store } = visitStore.get()
    this.setData({ shortage: '' })
    if (store) {
      replaceCart(store.code, keepWhatIsLeft(cartLines(store.code), this.short))
      this.askPrice()
    }
  },

  handleShortageBack() {
    this.setData({ shortage: '' })
    this.handleBack()
  },
})
