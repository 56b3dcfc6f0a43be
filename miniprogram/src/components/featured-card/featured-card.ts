/**
 * A dish the house is proud of, with a large picture.
 */

import type { DishCardView, StatusView } from '../../models/dish-view'

Component({
  properties: {
    dish: { type: Object, value: {} as DishCardView },
    status: { type: Object, value: { isOnSale: true, text: '', left: 99 } as StatusView },
    quantity: { type: Number, value: 0 },
  },
  methods: {
    handleOpen() {
      this.triggerEvent('open', { id: this.data.dish.id })
    },
  },
})
