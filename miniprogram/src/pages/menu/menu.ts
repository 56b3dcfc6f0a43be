/**
 * The menu: where most diners start, since a table's code opens it.
 */

import { fill, texts } from '../../i18n/index'
import type { CartLine } from '../../models/cart'
import { addToCart, MAX_LINES, quantitiesByDish, setQuantity } from '../../models/cart'
import { defaultChoice, needsChoice } from '../../models/choice'
import { mostOf } from '../../models/dish-view'
import { saleStatus } from '../../models/menu'
import { tableLabel } from '../../models/place'
import { tableCodeFrom } from '../../models/scene'
import type { AvailabilityView, Dish } from '../../models/wire'
import { asApiError } from '../../services/api-error'
import { fetchStore } from '../../services/catalog'
import { describeError } from '../../services/error-text'
import { imageUrl } from '../../services/image-url'
import { pageStart, startPage } from '../../services/page-texts'
import { createPoller } from '../../services/poller'
import { askConsent } from '../../services/privacy'
import { openTable, scanTable } from '../../services/scan'
import { cartLines, replaceCart } from '../../stores/cart'
import type { MenuState } from '../../stores/menu'
import { loadMenu, menuStore, refreshAvailability } from '../../stores/menu'
import { currentTable, enterStore, visitStore } from '../../stores/visit'

const AVAILABILITY_INTERVAL_MS = 25_000
const SEARCH_DELAY_MS = 200
const TABLE_FAULTS = ['table_not_found', 'table_expired']

interface LaunchQuery {
  scene?: string
  store?: string
}

const SKELETON = Array.from({ length: 6 }, () => ({
  width: '100%',
  height: '96px',
  borderRadius: '8px',
}))

Page({
  data: {
    ...pageStart('menu'),
    dishTexts: texts().dish,
    state: 'loading' as 'loading' | 'ready' | 'failed',
    fault: { text: '', reference: '' },
    /** The fault is the table's code, so another scan is the way on. */
    isTableFault: false,
    skeleton: SKELETON,
    place: '',
    notice: '',
    isClosed: false,
    isStale: false,
    search: '',
    query: '',
    opened: null as Dish | null,
    openedPicture: '',
    openedPictures: {} as Record<string, string>,
    openedInCart: 0,
    availability: null as AvailabilityView | null,
  },

  launch: {} as LaunchQuery,
  editedKey: '',
  searchTimer: 0,
  isLeaving: false,
  poller: createPoller(async () => undefined, () => AVAILABILITY_INTERVAL_MS),
  unsubscribe: (() => undefined) as () => void,

  onLoad(query: Record<string, string | undefined>) {
    this.launch = { scene: query['scene'], store: query['store'] }
    this.setData({ ...startPage('menu'), dishTexts: texts().dish })
    this.unsubscribe = menuStore.subscribe((state) => this.followMenu(state))
    this.poller = createPoller(() => this.refreshSale(), () => AVAILABILITY_INTERVAL_MS)
    void this.open()
  },

  onShow() {
    this.isLeaving = false
    if (this.data.state === 'ready') {
      this.showPlace()
      this.poller.start()
    }
  },

  onHide() {
    this.poller.stop()
  },

  onUnload() {
    this.poller.stop()
    this.unsubscribe()
    clearTimeout(this.searchTimer)
  },

  /** Find out where the diner is, then load what is cooked there. */
  async open() {
    this.setData({ state: 'loading', isTableFault: false })
    try {
      await this.findPlace()
      const { store } = visitStore.get()
      if (!store) {
        wx.reLaunch({ url: '/pages/home/home' })
        return
      }
      this.showPlace()
      await loadMenu(store.code)
      this.setData({ state: 'ready' })
      this.poller.start()
      void this.introduce()
    } catch (error) {
      this.setData({
        state: 'failed',
        fault: describeError(error),
        isTableFault: TABLE_FAULTS.includes(asApiError(error).code),
      })
    }
  },

  async findPlace() {
    const code = tableCodeFrom(this.launch.scene)
    if (code) {
      await openTable(code)
    } else if (this.launch.store && this.launch.store !== visitStore.get().store?.code) {
      enterStore(await fetchStore(this.launch.store))
    }
  },

  /** Tell once, before anything needs to know the diner, what the shop learns of them. */
  async introduce() {
    if (await askConsent()) {
      this.selectComponent('#dock')?.['refreshPrice']?.()
    }
  },

  showPlace() {
    const { store, service } = visitStore.get()
    const table = currentTable(new Date())
    const { services } = this.data.common
    const isSeated = service === 'dine_in' && table !== null
    wx.setNavigationBarTitle({ title: store?.name ?? this.data.t.title })
    this.setData({
      notice: store?.notice ?? '',
      isClosed: store ? !store.is_open : false,
      place: isSeated ? tableLabel(table.name, this.data.common) : services[service],
    })
  },

  followMenu(state: MenuState) {
    this.setData({
      isStale: state.isStale,
      availability: state.availability,
      ...(state.availability ? { isClosed: !state.availability.is_open } : {}),
    })
  },

  async refreshSale() {
    const { store } = visitStore.get()
    if (store) {
      await refreshAvailability(store.code)
    }
  },

  handleFaultAction() {
    void (this.data.isTableFault ? this.handleScan() : this.open())
  },

  handleHome() {
    wx.reLaunch({ url: '/pages/home/home' })
  },

  async handleScan() {
    const scan = await scanTable()
    if (scan.kind === 'foreign') {
      wx.showToast({ title: texts().home.scanNotATable, icon: 'none' })
    } else if (scan.kind === 'table') {
      this.launch = { scene: scan.code }
      await this.open()
    }
  },

  handleSearch(event: WechatMiniprogram.Input) {
    const search = event.detail.value
    this.setData({ search })
    clearTimeout(this.searchTimer)
    this.searchTimer = setTimeout(() => this.setData({ query: search }), SEARCH_DELAY_MS)
  },

  handleClearSearch() {
    clearTimeout(this.searchTimer)
    this.setData({ search: '', query: '' })
  },

  handleOpenDish(event: WechatMiniprogram.CustomEvent<{ id: number }>) {
    this.editedKey = ''
    this.openDish(event.detail.id)
  },

  openDish(id: number) {
    const { index, storeCode } = menuStore.get()
    const dish = index?.dishes.get(id)
    if (!index || !dish) {
      return
    }
    const pictures: Record<string, string> = {}
    for (const item of dish.combo.flatMap((group) => group.items)) {
      pictures[String(item.dish_id)] = imageUrl(index.dishes.get(item.dish_id)?.image?.s)
    }
    this.setData({
      opened: dish,
      openedPicture: imageUrl(dish.image?.l),
      openedPictures: pictures,
      openedInCart: quantitiesByDish(cartLines(storeCode))[id] ?? 0,
    })
  },

  handleCloseDish() {
    this.setData({ opened: null })
  },

  handleAdd(event: WechatMiniprogram.CustomEvent<Omit<CartLine, 'key'>>) {
    const { storeCode } = menuStore.get()
    const kept = cartLines(storeCode).filter((line) => line.key !== this.editedKey)
    this.editedKey = ''
    this.putIntoCart(addToCart(kept, event.detail), kept.length)
    this.setData({ opened: null })
  },

  /** One more or one less of a dish that leaves nothing to choose. */
  handleStep(event: WechatMiniprogram.CustomEvent<{ id: number; step: number }>) {
    const { index, storeCode, availability } = menuStore.get()
    const dish = index?.dishes.get(event.detail.id)
    if (!dish || needsChoice(dish)) {
      return
    }
    const lines = cartLines(storeCode)
    if (event.detail.step > 0) {
      const inCart = quantitiesByDish(lines)[dish.id] ?? 0
      if (inCart >= mostOf(saleStatus(dish.id, availability))) {
        this.tellMost(dish.id)
        return
      }
      const wanted = { dish_id: dish.id, quantity: 1, note: '', ...defaultChoice(dish) }
      this.putIntoCart(addToCart(lines, wanted), lines.length)
      return
    }
    const last = [...lines].reverse().find((line) => line.dish_id === dish.id)
    if (last) {
      replaceCart(storeCode, setQuantity(lines, last.key, last.quantity - 1))
    }
  },

  handleFull(event: WechatMiniprogram.CustomEvent<{ id: number }>) {
    this.tellMost(event.detail.id)
  },

  tellMost(dishId: number) {
    const count = mostOf(saleStatus(dishId, menuStore.get().availability))
    wx.showToast({ title: fill(this.data.dishTexts.atMost, { count }), icon: 'none' })
  },

  putIntoCart(lines: CartLine[], linesBefore: number) {
    if (lines.length === linesBefore && linesBefore >= MAX_LINES) {
      wx.showToast({ title: this.data.dishTexts.cartFull, icon: 'none' })
      return
    }
    replaceCart(menuStore.get().storeCode, lines)
  },

  handleEdit(event: WechatMiniprogram.CustomEvent<{ key: string }>) {
    const { key } = event.detail
    const line = cartLines(menuStore.get().storeCode).find((candidate) => candidate.key === key)
    if (line) {
      this.openDish(line.dish_id)
      this.editedKey = key
    }
  },

  async handleCheckout() {
    if (this.isLeaving) {
      return
    }
    if (!(await askConsent())) {
      wx.showToast({ title: this.data.common.errors.consent_needed, icon: 'none' })
      return
    }
    this.isLeaving = true
    wx.navigateTo({
      url: '/pages/confirm/confirm',
      fail: () => {
        this.isLeaving = false
      },
    })
  },
})
