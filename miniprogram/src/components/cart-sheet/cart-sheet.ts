/**
 * The open cart: change, remove, clear. What was taken out can be put back for a moment.
 */

import type { Texts } from '../../i18n/zh_CN'
import type { CartLineRow } from '../../models/cart-view'

Component({
  properties: {
    visible: { type: Boolean, value: false },
    lines: { type: Array, value: [] as CartLineRow[] },
    /** What was just taken out, in words; empty when there is nothing to undo. */
    undoText: { type: String, value: '' },
    t: { type: Object, value: {} as Texts['cart'] },
  },
  methods: {
    handleClose() {
      this.triggerEvent('close')
    },
    handleClear() {
      this.triggerEvent('clear')
    },
    handleUndo() {
      this.triggerEvent('undo')
    },
    handleRemove(event: WechatMiniprogram.TouchEvent<{}, {}, { key: string }>) {
      this.triggerEvent('change', { key: event.currentTarget.dataset.key, quantity: 0 })
    },
    handleStep(
      event: WechatMiniprogram.CustomEvent<{ value: number }, {}, { key: string }>,
    ) {
      const { key } = event.currentTarget.dataset
      this.triggerEvent('change', { key, quantity: event.detail.value })
    },
    handleEdit(event: WechatMiniprogram.TouchEvent<{}, {}, { key: string }>) {
      this.triggerEvent('edit', { key: event.currentTarget.dataset.key })
    },
  },
})
