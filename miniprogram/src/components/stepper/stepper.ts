/**
 * One more, one less. The circles are small, the places to tap are 44 px.
 */

Component({
  properties: {
    value: { type: Number, value: 0 },
    min: { type: Number, value: 0 },
    max: { type: Number, value: 99 },
    lessLabel: { type: String, value: '' },
    moreLabel: { type: String, value: '' },
    /** Said with the number: "2 in the cart". */
    valueLabel: { type: String, value: '' },
  },
  methods: {
    handleLess() {
      if (this.data.value > this.data.min) {
        this.triggerEvent('step', { step: -1, value: this.data.value - 1 })
      }
    },
    handleMore() {
      if (this.data.value < this.data.max) {
        this.triggerEvent('step', { step: 1, value: this.data.value + 1 })
      } else {
        this.triggerEvent('full', { max: this.data.max })
      }
    },
  },
})
