/**
 * The cart at the foot of the menu: how many, how much, on to the order.
 */

import type { Texts } from '../../i18n/zh_CN'

Component({
  properties: {
    count: { type: Number, value: 0 },
    /** The sum in words of money; the server's unless `isEstimate`. */
    total: { type: String, value: '' },
    isEstimate: { type: Boolean, value: false },
    isUpdating: { type: Boolean, value: false },
    isDisabled: { type: Boolean, value: false },
    t: { type: Object, value: {} as Texts['cart'] },
  },
  methods: {
    handleOpen() {
      this.triggerEvent('open')
    },
    handleCheckout() {
      if (!this.data.isDisabled && this.data.count > 0) {
        this.triggerEvent('checkout')
      }
    },
  },
})
