/**
 * Money back for an order: what is asked for and why, and what becomes of it.
 */

import { fill } from '../../i18n/index'
import { formatFen } from '../../models/money'
import type { ChoiceRow, RequestRow } from '../../models/refund-view'
import { REASONS, isRefundOpen, sumOf, viewChoices, viewRequest } from '../../models/refund-view'
import type { RefundReason, RefundRequest, RefundView } from '../../models/wire'
import { asApiError } from '../../services/api-error'
import { describeError } from '../../services/error-text'
import { pageStart, startPage } from '../../services/page-texts'
import { choosePhotos } from '../../services/photos'
import { createPoller } from '../../services/poller'
import { createUuid } from '../../services/random'
import { fetchRefund, requestRefund, sendRefundPhoto, withdrawRefund } from '../../services/refunds'

const POLL_INTERVAL_MS = 10_000
const MAX_PHOTOS = 3
const MAX_TEXT = 200

Page({
  data: {
    ...pageStart('refund'),
    state: 'loading' as 'loading' | 'ready' | 'failed',
    fault: { text: '', reference: '' },
    requests: [] as RequestRow[],
    canRequest: false,
    isAsking: false,
    choices: [] as ChoiceRow[],
    isAll: false,
    reasons: [] as { key: RefundReason; name: string; isChosen: boolean }[],
    text: '',
    textLimit: MAX_TEXT,
    photos: [] as string[],
    photosTitle: '',
    canAddPhoto: true,
    amount: '0.00',
    isReady: false,
    isBusy: false,
    unsent: 0,
    unsentText: '',
    isWithdrawing: false,
  },

  orderUuid: '',
  refund: null as RefundView | null,
  chosen: {} as Record<number, number>,
  reason: null as RefundReason | null,
  /** What was sent already keeps its uuid: sending it again is the same request. */
  wish: null as RefundRequest | null,
  unsentPhotos: [] as string[],
  poller: createPoller(async () => undefined, () => POLL_INTERVAL_MS),

  onLoad(query: Record<string, string | undefined>) {
    this.orderUuid = query['uuid'] ?? ''
    this.setData(startPage('refund'))
    const { t } = this.data
    this.setData({ photosTitle: fill(t.photosTitle, { count: MAX_PHOTOS }) })
    this.showReasons()
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
      this.follow(await fetchRefund(this.orderUuid))
    } catch (error) {
      this.showFault(error)
    }
  },

  showFault(error: unknown) {
    if (this.refund) {
      return
    }
    this.setData({ state: 'failed', fault: describeError(error) })
    if (asApiError(error).status === 404) {
      this.poller.stop()
    }
  },

  follow(refund: RefundView) {
    this.refund = refund
    this.setData({
      state: 'ready',
      requests: refund.requests.map((request) => viewRequest(request, this.data.t)),
      canRequest: refund.can_request,
      isAsking: refund.can_request && (this.data.isAsking || refund.requests.length === 0),
    })
    this.showChoices()
    if (!refund.requests.some((request) => isRefundOpen(request.state))) {
      this.poller.stop()
    }
  },

  showChoices() {
    const refund = this.refund
    if (!refund) {
      return
    }
    const choices = viewChoices(refund.lines, this.chosen)
    const sum = sumOf(refund, this.chosen)
    this.setData({
      choices,
      isAll: choices.length > 0 && choices.every((row) => row.chosen === row.left),
      amount: formatFen(sum),
      isReady: sum > 0 && this.reason !== null,
    })
  },

  showReasons() {
    const { reasons } = this.data.t
    this.setData({
      reasons: REASONS.map((key) => ({ key, name: reasons[key], isChosen: key === this.reason })),
    })
  },

  handleRetry() {
    this.setData({ state: 'loading' })
    this.poller.start()
  },

  handleAskAgain() {
    this.setData({ isAsking: true })
  },

  handleStep(event: WechatMiniprogram.CustomEvent<{ value: number }, object, { id: number }>) {
    this.chosen[event.currentTarget.dataset.id] = event.detail.value
    this.changeWish()
  },

  handleAll() {
    const { isAll, choices } = this.data
    choices.forEach((row) => {
      this.chosen[row.id] = isAll ? 0 : row.left
    })
    this.changeWish()
  },

  handleReason(event: WechatMiniprogram.BaseEvent<object, { key: RefundReason }>) {
    this.reason = event.currentTarget.dataset.key
    this.showReasons()
    this.changeWish()
  },

  handleText(event: WechatMiniprogram.Input) {
    this.setData({ text: event.detail.value })
    this.wish = null
  },

  /** Another wish is another request. */
  changeWish() {
    this.wish = null
    this.showChoices()
  },

  async handleAddPhoto() {
    const { photos } = this.data
    const added = await choosePhotos(MAX_PHOTOS - photos.length)
    this.showPhotos([...photos, ...added].slice(0, MAX_PHOTOS))
  },

  handleRemovePhoto(event: WechatMiniprogram.BaseEvent<object, { index: number }>) {
    const { index } = event.currentTarget.dataset
    this.showPhotos(this.data.photos.filter((_photo, each) => each !== index))
  },

  showPhotos(photos: string[]) {
    this.setData({ photos, canAddPhoto: photos.length < MAX_PHOTOS })
  },

  async handleSubmit() {
    const { t, isBusy, isReady } = this.data
    if (isBusy) {
      return
    }
    if (!isReady) {
      wx.showToast({ title: this.reason ? t.chooseFirst : t.reasonFirst, icon: 'none' })
      return
    }
    this.setData({ isBusy: true })
    try {
      await this.submit()
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
      await this.refresh()
    } finally {
      this.setData({ isBusy: false })
    }
  },

  async submit() {
    this.wish = this.wish ?? (await this.makeWish())
    const { photos } = this.data
    const refund = await requestRefund(this.orderUuid, this.wish)
    this.unsentPhotos = photos
    this.reset()
    this.follow(refund)
    wx.pageScrollTo({ scrollTop: 0, duration: 0 })
    wx.showToast({ title: this.data.t.sent, icon: 'none' })
    await this.sendPhotos(this.wish.uuid)
    this.poller.start()
  },

  async makeWish(): Promise<RefundRequest> {
    const lines = Object.entries(this.chosen)
      .filter(([, quantity]) => quantity > 0)
      .map(([id, quantity]) => ({ line_id: Number(id), quantity }))
    const uuid = await createUuid()
    // All of it: the shop then gives back to the fen what was paid.
    return { uuid, reason: this.reason ?? 'other', text: this.data.text.trim(), lines: this.data.isAll ? [] : lines }
  },

  /** The form is empty again, for another request later. */
  reset() {
    this.chosen = {}
    this.reason = null
    this.setData({ isAsking: false, text: '' })
    this.showPhotos([])
    this.showReasons()
  },

  /** The request counts without its photos: what is not sent can be sent again. */
  async sendPhotos(requestUuid: string) {
    const left: string[] = []
    for (const photo of this.unsentPhotos) {
      try {
        this.follow(await sendRefundPhoto(requestUuid, photo))
      } catch (error) {
        const { code, kind } = asApiError(error)
        if (kind === 'refused' && code !== 'rate_limited') {
          wx.showToast({ title: describeError(error).text, icon: 'none' })
        } else {
          left.push(photo)
        }
      }
    }
    this.unsentPhotos = left
    const { t } = this.data
    this.setData({ unsent: left.length, unsentText: fill(t.unsent, { count: left.length }) })
  },

  async handleResend() {
    const uuid = this.wish?.uuid
    if (!uuid || this.data.isBusy) {
      return
    }
    this.setData({ isBusy: true })
    await this.sendPhotos(uuid)
    this.setData({ isBusy: false })
  },

  handleAskWithdraw() {
    this.setData({ isWithdrawing: true })
  },

  handleKeep() {
    this.setData({ isWithdrawing: false })
  },

  async handleWithdraw() {
    this.setData({ isWithdrawing: false })
    const open = this.data.requests.find((request) => request.canWithdraw)
    if (!open || this.data.isBusy) {
      return
    }
    this.setData({ isBusy: true, unsent: 0 })
    try {
      this.follow(await withdrawRefund(open.uuid))
    } catch (error) {
      wx.showToast({ title: describeError(error).text, icon: 'none' })
      await this.refresh()
    } finally {
      this.setData({ isBusy: false })
    }
  },
})
