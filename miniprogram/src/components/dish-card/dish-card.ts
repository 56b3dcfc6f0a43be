/**
 * A dish in the menu's list.
 */

import type { DishCardView, StatusView } from '../../models/dish-view'

Component({
  properties: {
    dish: { type: Object, value: {} as DishCardView },
    quantity: { type: Number, value: 0 },
    status: { type: Object, value: { isOnSale: true, text: '', left: 99 } as StatusView },
    t: { type: Object, value: {} as Record<string, string> },
  },
  methods: {
    handleOpen() {
      this.triggerEvent('open', { id: this.data.dish.id })
    },
    handleStep(event: WechatMiniprogram.CustomEvent<{ step: number }>) {
      this.triggerEvent('step', { id: this.data.dish.id, step: event.detail.step })
    },
    handleFull() {
      this.triggerEvent('full', { id: this.data.dish.id })
    },
  },
})
