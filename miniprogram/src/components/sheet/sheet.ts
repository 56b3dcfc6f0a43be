/**
 * A panel over the page: from the foot of a phone, in the middle of a wide window.
 * Slots: the content, and `foot` for what must stay in reach.
 */

Component({
  options: { multipleSlots: true },
  properties: {
    visible: { type: Boolean, value: false },
    /** Name of the panel for screen readers. */
    label: { type: String, value: '' },
    closeLabel: { type: String, value: '' },
    /** `foot` or `middle`. */
    place: { type: String, value: 'foot' },
    /** Without it only a button of the content ends the panel. */
    isClosable: { type: Boolean, value: true },
  },
  methods: {
    handleClose() {
      if (this.data.isClosable) {
        this.triggerEvent('close')
      }
    },
    ignore() {
      // Scrolling on the shade must not move the page beneath.
    },
  },
})
