/**
 * What stands where content should: nothing there yet, or a fault with a way on.
 */

Component({
  properties: {
    /** `empty` or `fault`. */
    kind: { type: String, value: 'empty' },
    title: { type: String, value: '' },
    hint: { type: String, value: '' },
    /** What support can look up; shown small. */
    reference: { type: String, value: '' },
    /** Text of the button; empty for none. */
    action: { type: String, value: '' },
    /** Text of a second way on; empty for none. */
    second: { type: String, value: '' },
  },
  methods: {
    handleAction() {
      this.triggerEvent('action')
    },
    handleSecond() {
      this.triggerEvent('second')
    },
  },
})
