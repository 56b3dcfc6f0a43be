/**
 * The values of one option: one of them, or several.
 */

import type { OptionGroupView } from '../../models/dish-sheet-view'

Component({
  properties: {
    group: { type: Object, value: {} as OptionGroupView },
    t: { type: Object, value: {} as Record<string, string> },
  },
  methods: {
    handlePick(event: WechatMiniprogram.TouchEvent<{}, {}, { id: number; off: boolean }>) {
      const { id, off } = event.currentTarget.dataset
      if (!off) {
        this.triggerEvent('pick', { group: this.data.group.id, value: id })
      }
    },
  },
})
