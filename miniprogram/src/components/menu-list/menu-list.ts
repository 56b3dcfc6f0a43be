/**
 * Categories at the side, dishes beside them, scrolling in step. It reads the menu from its store:
 * only the rows near the screen travel to the view.
 */

import { fill, texts } from '../../i18n/index'
import { quantitiesByDish } from '../../models/cart'
import type { StatusView } from '../../models/dish-view'
import type { Section } from '../../models/menu'
import type { MenuLayout, RowWindow } from '../../models/menu-layout'
import { firstWindow, sectionAt, topOfSection, windowAt } from '../../models/menu-layout'
import { readDisplay } from '../../services/display'
import { cartLines, onCartChange } from '../../stores/cart'
import type { MenuState } from '../../stores/menu'
import { menuStore } from '../../stores/menu'
import type { RowView } from './menu-rows'
import { featuredAt, layoutFor, menuSections, searchSections, viewRows, viewStatuses } from './menu-rows'

/** After a tap on a category the list is on its way, at most this long. */
const SCROLL_LOCK_MS = 600
/** The list has arrived when it is this close. */
const ARRIVAL_PX = 2

/** What the page shows above and below the list at the least. */
const HEAD_PX = 120

/** Enough for the first rows to be on the screen. */
const FIRST_PICTURE_MS = 120

/** What the component keeps but does not draw. */
interface Hidden {
  layout: MenuLayout
  window: RowWindow | null
  scrollTop: number
  viewHeight: number
  lockedUntilMs: number
  shown: Pick<MenuState, 'index' | 'availability'>
  unsubscribes: (() => void)[]
}

interface WithHidden {
  hidden: Hidden
}

Component({
  properties: {
    query: { type: String, value: '' },
  },
  data: {
    t: texts().menu,
    dishTexts: texts().dish,
    isWide: false,
    sections: [] as { id: number; name: string }[],
    active: 0,
    /** The category to bring into view at the side, once the list has moved. */
    sideTarget: '',
    rows: [] as RowView[],
    padTop: 0,
    padBottom: 0,
    scrollTop: 0,
    quantities: {} as Record<number, number>,
    statuses: {} as Record<string, StatusView>,
    noResults: '',
    freelyOnSale: { isOnSale: true, text: '', left: 99 } as StatusView,
  },
  lifetimes: {
    created() {
      const own = this as unknown as WithHidden
      own.hidden = {
        layout: { rows: [], height: 0 },
        window: null,
        scrollTop: 0,
        viewHeight: 0,
        lockedUntilMs: 0,
        shown: { index: null, availability: null },
        unsubscribes: [],
      }
    },
    attached() {
      const { hidden } = this as unknown as WithHidden
      this.setData({ t: texts().menu, dishTexts: texts().dish })
      this.followMenu(menuStore.get())
      this.followCart()
      hidden.unsubscribes = [
        menuStore.subscribe((state) => this.followMenu(state)),
        onCartChange(() => this.followCart()),
      ]
    },
    detached() {
      const { hidden } = this as unknown as WithHidden
      hidden.unsubscribes.forEach((unsubscribe) => unsubscribe())
    },
  },
  pageLifetimes: {
    resize() {
      this.layOut()
    },
  },
  observers: {
    query() {
      if (menuStore.get().index) {
        this.layOut()
      }
    },
  },
  methods: {
    followMenu(state: MenuState) {
      const { hidden } = this as unknown as WithHidden
      const before = hidden.shown
      hidden.shown = { index: state.index, availability: state.availability }
      if (state.availability !== before.availability) {
        this.setData({ statuses: viewStatuses(state.availability, this.data.dishTexts) })
      }
      if (state.index && state.index !== before.index) {
        this.layOut()
      }
    },

    followCart() {
      this.setData({ quantities: quantitiesByDish(cartLines(menuStore.get().storeCode)) })
    },

    /** Place all rows anew, from the top. */
    layOut() {
      const { index } = menuStore.get()
      if (!index) {
        return
      }
      const { hidden } = this as unknown as WithHidden
      const { query } = this.data
      const t = { menu: this.data.t, dish: this.data.dishTexts }
      const isSearch = query.trim() !== ''
      const sections = isSearch ? searchSections(index, query, t) : menuSections(index, t)
      const display = readDisplay()
      hidden.layout = layoutFor(sections, display)
      hidden.window = null
      hidden.scrollTop = 0
      hidden.viewHeight = display.height
      this.setData({
        isWide: display.isWide,
        sections: isSearch ? [] : sections.map(({ id, name }: Section) => ({ id, name })),
        active: sections[0]?.id ?? 0,
        noResults: isSearch && sections.length === 0 ? fill(t.menu.noResults, { query }) : '',
        scrollTop: 0,
      })
      // What can be seen comes first; the rest follows when that is on the screen.
      const besideHead = Math.max(0, display.height - HEAD_PX)
      this.draw(firstWindow(hidden.layout, besideHead), featuredAt(display.width))
      setTimeout(() => this.drawWindow(hidden.scrollTop), FIRST_PICTURE_MS)
    },

    /** Draw the rows near a scroll position, unless they are drawn already. */
    drawWindow(scrollTop: number) {
      const { hidden } = this as unknown as WithHidden
      const wanted = windowAt(hidden.layout, scrollTop, hidden.viewHeight)
      if (wanted.first !== hidden.window?.first || wanted.last !== hidden.window.last) {
        this.draw(wanted)
      }
    },

    /** Draw these rows; of the recommendations, which stand side by side, the first ones or all. */
    draw(window: RowWindow, featured?: number) {
      const { hidden } = this as unknown as WithHidden
      // What is not whole must be drawn again.
      hidden.window = featured === undefined ? window : null
      const placed = hidden.layout.rows.slice(window.first, window.last + 1)
      this.setData({
        rows: viewRows(placed, this.data.dishTexts, featured),
        padTop: window.padTop,
        padBottom: window.padBottom,
      })
    },

    handleScroll(event: WechatMiniprogram.ScrollViewScroll) {
      const { hidden } = this as unknown as WithHidden
      const { scrollTop } = event.detail
      hidden.scrollTop = scrollTop
      this.drawWindow(scrollTop)
      const section = sectionAt(hidden.layout, scrollTop)
      // What the list passes on its way to a tapped category must not light up.
      const isOnItsWay = Date.now() < hidden.lockedUntilMs
      if (isOnItsWay && Math.abs(scrollTop - this.data.scrollTop) <= ARRIVAL_PX) {
        hidden.lockedUntilMs = 0
      }
      if (section !== null && section !== this.data.active && !isOnItsWay) {
        this.setData({ active: section, sideTarget: `side-${section}` })
      }
    },

    /** The last categories are too short to reach the top: the end of the list is theirs. */
    handleEnd() {
      const { hidden } = this as unknown as WithHidden
      const last = this.data.sections[this.data.sections.length - 1]
      if (last && Date.now() >= hidden.lockedUntilMs) {
        this.setData({ active: last.id, sideTarget: `side-${last.id}` })
      }
    },

    handleCategory(event: WechatMiniprogram.TouchEvent<{}, {}, { id: number }>) {
      const { hidden } = this as unknown as WithHidden
      const { id } = event.currentTarget.dataset
      const scrollTop = topOfSection(hidden.layout, id)
      hidden.lockedUntilMs = Date.now() + SCROLL_LOCK_MS
      this.drawWindow(scrollTop)
      // The list ignores a position it was given before, even if it has moved since.
      const nudge = scrollTop === this.data.scrollTop ? 0.1 : 0
      this.setData({ active: id, sideTarget: `side-${id}`, scrollTop: scrollTop + nudge })
    },

    handleOpen(event: WechatMiniprogram.CustomEvent<{ id: number }>) {
      this.triggerEvent('open', event.detail)
    },
    handleStep(event: WechatMiniprogram.CustomEvent<{ id: number; step: number }>) {
      this.triggerEvent('step', event.detail)
    },
    handleFull(event: WechatMiniprogram.CustomEvent<{ id: number }>) {
      this.triggerEvent('full', event.detail)
    },
  },
})
