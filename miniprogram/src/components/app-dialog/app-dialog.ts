/**
 * A question with one or two answers. WeChat's own dialog takes four characters on a button, which
 * is too few for English.
 */

Component({
  properties: {
    visible: { type: Boolean, value: false },
    title: { type: String, value: '' },
    body: { type: String, value: '' },
    confirm: { type: String, value: '' },
    /** Empty for a message that only wants to be seen. */
    cancel: { type: String, value: '' },
  },
  methods: {
    handleConfirm() {
      this.triggerEvent('confirm')
    },
    handleCancel() {
      this.triggerEvent('cancel')
    },
  },
})
