/**
 * The cart below the menu: the bar, the open cart, and the running total. The total is the
 * server's; until its quote is here, the phone's own sum stands there and says it is an estimate.
 */

import { fill, texts } from '../../i18n/index'
import type { CartLine } from '../../models/cart'
import { countDishes, estimateFen, setQuantity } from '../../models/cart'
import type { CartLineRow } from '../../models/cart-view'
import { viewCartRows } from '../../models/cart-view'
import { formatPrice } from '../../models/money'
import { imageUrl } from '../../services/image-url'
import { hasConsent } from '../../services/privacy'
import type { Quoter, QuoteState } from '../../services/quoter'
import { createQuoter } from '../../services/quoter'
import { currentBasket } from '../../stores/basket'
import { cartLines, onCartChange, replaceCart } from '../../stores/cart'
import { menuStore } from '../../stores/menu'

/** How long what was taken out can be put back. */
const UNDO_MS = 6_000

interface Hidden {
  quoter: Quoter
  quotedLines: CartLine[] | null
  removed: CartLine[] | null
  undoTimer: ReturnType<typeof setTimeout> | null
  unsubscribes: (() => void)[]
}

interface WithHidden {
  hidden: Hidden
}

Component({
  properties: {
    /** The shop takes no orders now. */
    isClosed: { type: Boolean, value: false },
  },
  data: {
    t: texts().cart,
    count: 0,
    total: '',
    isEstimate: true,
    isUpdating: false,
    isOpen: false,
    rows: [] as CartLineRow[],
    undoText: '',
  },
  lifetimes: {
    attached() {
      const own = this as unknown as WithHidden
      own.hidden = {
        quoter: createQuoter((state) => this.showQuote(state)),
        quotedLines: null,
        removed: null,
        undoTimer: null,
        unsubscribes: [
          onCartChange(() => this.follow()),
          menuStore.subscribe(() => this.follow()),
        ],
      }
      this.setData({ t: texts().cart })
      this.follow()
    },
    detached() {
      const { hidden } = this as unknown as WithHidden
      hidden.quoter.stop()
      hidden.unsubscribes.forEach((unsubscribe) => unsubscribe())
      this.forgetRemoved()
    },
  },
  pageLifetimes: {
    show() {
      this.follow()
    },
    hide() {
      const { hidden } = this as unknown as WithHidden
      hidden.quoter.stop()
      hidden.quotedLines = null
    },
  },
  methods: {
    /** Show the cart as it now stands. */
    follow() {
      const { storeCode, index } = menuStore.get()
      const lines = cartLines(storeCode)
      this.setData({ count: countDishes(lines) })
      if (!index) {
        return
      }
      if (this.data.isOpen) {
        this.showRows()
      }
      this.askPrice(lines)
    },

    showRows() {
      const { storeCode, index, availability } = menuStore.get()
      if (!index) {
        return
      }
      const rows = viewCartRows(cartLines(storeCode), index, availability, texts())
      this.setData({ rows: rows.map((row) => ({ ...row, image: imageUrl(row.image) })) })
    },

    /** Ask the server for the total, if the cart has changed since it was asked. */
    async askPrice(lines: CartLine[]) {
      const { hidden } = this as unknown as WithHidden
      const { index } = menuStore.get()
      if (!index || lines === hidden.quotedLines) {
        return
      }
      hidden.quotedLines = lines
      this.setData({ total: formatPrice(estimateFen(lines, index)), isEstimate: true })
      if (await hasConsent()) {
        hidden.quoter.ask(currentBasket('', new Date()))
      }
    },

    showQuote(state: QuoteState) {
      if (state.quote) {
        this.setData({
          total: formatPrice(state.quote.total_fen),
          isEstimate: false,
          isUpdating: false,
        })
      } else {
        this.setData({ isUpdating: state.isPending })
      }
    },

    /** Ask again, for instance once the diner has agreed to be known. */
    refreshPrice() {
      const { hidden } = this as unknown as WithHidden
      hidden.quotedLines = null
      this.follow()
    },

    openCart() {
      this.setData({ isOpen: true })
      this.showRows()
    },

    closeCart() {
      this.setData({ isOpen: false })
    },

    handleToggle() {
      if (this.data.isOpen) {
        this.closeCart()
      } else {
        this.openCart()
      }
    },

    handleChange(event: WechatMiniprogram.CustomEvent<{ key: string; quantity: number }>) {
      const { key, quantity } = event.detail
      const { storeCode } = menuStore.get()
      const lines = cartLines(storeCode)
      if (quantity < 1) {
        const name = this.data.rows.find((row) => row.key === key)?.name ?? ''
        this.offerUndo(lines, fill(this.data.t.removed, { name }))
      }
      replaceCart(storeCode, setQuantity(lines, key, quantity))
    },

    handleClear() {
      const { storeCode } = menuStore.get()
      this.offerUndo(cartLines(storeCode), this.data.t.cleared)
      replaceCart(storeCode, [])
    },

    offerUndo(lines: CartLine[], undoText: string) {
      const { hidden } = this as unknown as WithHidden
      this.forgetRemoved()
      hidden.removed = lines
      hidden.undoTimer = setTimeout(() => this.forgetRemoved(), UNDO_MS)
      this.setData({ undoText })
    },

    forgetRemoved() {
      const { hidden } = this as unknown as WithHidden
      if (hidden.undoTimer !== null) {
        clearTimeout(hidden.undoTimer)
        hidden.undoTimer = null
      }
      hidden.removed = null
      this.setData({ undoText: '' })
    },

    handleUndo() {
      const { hidden } = this as unknown as WithHidden
      const { removed } = hidden
      this.forgetRemoved()
      if (removed) {
        replaceCart(menuStore.get().storeCode, removed)
      }
    },

    handleEdit(event: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.closeCart()
      this.triggerEvent('edit', event.detail)
    },

    handleCheckout() {
      this.closeCart()
      this.triggerEvent('checkout')
    },
  },
})
