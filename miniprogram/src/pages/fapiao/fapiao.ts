/**
 * The fapiao (发票) of an order: whose name it bears, and what becomes of it.
 */

import { formatFen } from '../../models/money'
import type { FapiaoRow } from '../../models/fapiao-view'
import { isFapiaoOpen, viewFapiao } from '../../models/fapiao-view'
import type { FapiaoKind, FapiaoRequest, FapiaoView } from '../../models/wire-fapiao'
import { asApiError } from '../../services/api-error'
import { describeError } from '../../services/error-text'
import { fetchFapiao, requestFapiao, withdrawFapiao } from '../../services/fapiao'
import { pageStart, startPage } from '../../services/page-texts'
import { createPoller } from '../../services/poller'
import { rememberTitle, suggestTitle } from '../../stores/fapiao-titles'

const POLL_INTERVAL_MS = 15_000
const KINDS: readonly FapiaoKind[] = ['individual', 'company']
const NO_FAULTS = { title: '', tax_number: '' }

Page({
  data: {
    ...pageStart('fapiao'),
    state: 'loading' as 'loading' | 'ready' | 'failed',
    fault: { text: '', reference: '' },
    request: null as FapiaoRow | null,
    number: '',
    numberName: '',
    url: '',
    amount: '0.00',
    canRequest: false,
    canWithdraw: false,
    isOpen: false,
    isAsking: false,
    kind: 'individual' as FapiaoKind,
    kinds: [] as { key: FapiaoKind; name: string; isChosen: boolean }[],
    title: '',
    taxNumber: '',
    faults: NO_FAULTS,
    isBusy: false,
    isWithdrawing: false,
  },

  orderUuid: '',
  fapiao: null as FapiaoView | null,
  poller: createPoller(async () => undefined, () => POLL_INTERVAL_MS),

  onLoad(query: Record<string, string | undefined>) {
    this.orderUuid = query['uuid'] ?? ''
    this.setData(startPage('fapiao'))
    this.poller = createPoller(() => this.refresh(), () => POLL_INTERVAL_MS)
  },

  onShow() {
    this.poller.start()
  },

  onHide() {
    this.poller.stop()
  },

  onUnload() {
    this.poller.stop()
  },

  async onPullDownRefresh() {
    await this.refresh()
    wx.stopPullDownRefresh()
  },

  async refresh() {
    try {
      this.follow(await fetchFapiao(this.orderUuid))
    } catch (error) {
      this.showFault(error)
    }
  },

  showFault(error: unknown) {
    if (this.fapiao) {
      return
    }
    this.setData({ state: 'failed', fault: describeError(error) })
    if (asApiError(error).status === 404) {
      this.poller.stop()
    }
  },

  follow(fapiao: FapiaoView) {
    const isFirst = this.fapiao === null
    this.fapiao = fapiao
    const isOpen = isFapiaoOpen(fapiao.state)
    const isVoid = fapiao.state === 'changed'
    const { t } = this.data
    this.setData({
      state: 'ready',
      request: viewFapiao(fapiao, t),
      number: fapiao.fapiao_number,
      numberName: isVoid ? t.oldNumber : t.number,
      url: isVoid ? '' : fapiao.url,
      amount: formatFen(fapiao.amount_fen),
      canRequest: fapiao.can_request,
      canWithdraw: fapiao.can_withdraw,
      isOpen,
      isAsking: fapiao.can_request && (this.data.isAsking || fapiao.state === null),
    })
    if (isFirst) {
      this.offer(suggestTitle())
    }
    if (!isOpen) {
      this.poller.stop()
    }
  },

  /** Put a name into the form. */
  offer({ kind, title, tax_number }: FapiaoRequest) {
    const { t } = this.data
    this.setData({
      kind,
      title,
      taxNumber: tax_number,
      faults: NO_FAULTS,
      kinds: KINDS.map((key) => ({ key, name: t.kinds[key], isChosen: key === kind })),
    })
  },

  handleRetry() {
    this.setData({ state: 'loading' })
    this.poller.start()
  },

  /** Correct what was asked for, or ask anew. */
  handleAskAgain() {
    const { fapiao } = this
    if (fapiao?.kind) {
      this.offer({ kind: fapiao.kind, title: fapiao.title, tax_number: fapiao.tax_number })
    }
    this.setData({ isAsking: true })
  },

  handleKind(event: WechatMiniprogram.BaseEvent<object, { key: FapiaoKind }>) {
    const { key } = event.currentTarget.dataset
    if (key !== this.data.kind) {
      this.offer(suggestTitle(key))
    }
  },

  handleTitle(event: WechatMiniprogram.Input) {
    this.setData({ title: event.detail.value, 'faults.title': '' })
  },

  handleTaxNumber(event: WechatMiniprogram.Input) {
    this.setData({ taxNumber: event.detail.value, 'faults.tax_number': '' })
  },

  async handleSubmit() {
    if (this.data.isBusy || !this.isComplete()) {
      return
    }
    const { kind, title, taxNumber } = this.data
    const wish = { kind, title: title.trim(), tax_number: kind === 'company' ? taxNumber.trim() : '' }
    this.setData({ isBusy: true })
    try {
      await this.submit(wish)
    } catch (error) {
      await this.explain(error)
    } finally {
      this.setData({ isBusy: false })
    }
  },

  /** Say in place what is empty; whether a number is right only the shop says. */
  isComplete() {
    const { t, kind, title, taxNumber } = this.data
    const faults = {
      title: title.trim() ? '' : t.faults.titleEmpty,
      tax_number: kind === 'company' && !taxNumber.trim() ? t.faults.taxNumberEmpty : '',
    }
    this.setData({ faults })
    return !faults.title && !faults.tax_number
  },

  async submit(wish: FapiaoRequest) {
    const fapiao = await requestFapiao(this.orderUuid, wish)
    // As the shop writes it: a tax number without blanks, in capitals.
    rememberTitle({ kind: wish.kind, title: fapiao.title, tax_number: fapiao.tax_number })
    this.setData({ isAsking: false })
    this.follow(fapiao)
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    wx.showToast({ title: this.data.t.sent, icon: 'none' })
    this.poller.start()
  },

  async explain(error: unknown) {
    const { code, details } = asApiError(error)
    const { faults } = this.data.t
    if (code === 'fapiao_invalid') {
      const isTitle = details['field'] === 'title'
      this.setData({
        faults: isTitle ? { ...NO_FAULTS, title: faults.title } : { ...NO_FAULTS, tax_number: faults.taxNumber },
      })
      return
    }
    wx.showToast({ title: describeError(error).text, icon: 'none' })
    await this.refresh()
  },

  handleCopyNumber() {
    this.copy(this.data.number)
  },

  /** WeChat opens no address of the tax platform's: the diner opens it in a browser. */
  handleCopyLink() {
    this.copy(this.data.url)
  },

  copy(data: string) {
    const title = this.data.t.copied
    wx.setClipboardData({ data, success: () => wx.showToast({ title, icon: 'none' }) })
  },

  handleAskWithdraw() {
    this.setData({ isWithdrawing: true })
  },

  handleKeep() {
    this.setData({ isWithdrawing: false })
  },

  async handleWithdraw() {
    this.setData({ isWithdrawing: false })
    if (this.data.isBusy) {
      return
    }
    this.setData({ isBusy: true })
    try {
      this.follow(await withdrawFapiao(this.orderUuid))
      this.setData({ isAsking: false })
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
      await this.refresh()
    } finally {
      this.setData({ isBusy: false })
    }
  },
})
