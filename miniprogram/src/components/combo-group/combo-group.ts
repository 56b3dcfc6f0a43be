/**
 * One course of a set meal: its items, and the options of those picked.
 */

import type { ComboGroupView } from '../../models/dish-sheet-view'

Component({
  properties: {
    group: { type: Object, value: {} as ComboGroupView },
    t: { type: Object, value: {} as Record<string, string> },
  },
  methods: {
    handlePick(event: WechatMiniprogram.TouchEvent<{}, {}, { id: number; off: boolean }>) {
      const { id, off } = event.currentTarget.dataset
      if (!off) {
        this.triggerEvent('step', { group: this.data.group.id, item: id, step: 1 })
      }
    },
    handleStep(
      event: WechatMiniprogram.CustomEvent<{ step: number }, {}, { id: number }>,
    ) {
      const { id } = event.currentTarget.dataset
      this.triggerEvent('step', { group: this.data.group.id, item: id, step: event.detail.step })
    },
    handleOption(
      event: WechatMiniprogram.CustomEvent<
        { group: number; value: number },
        {},
        { id: number }
      >,
    ) {
      const { id } = event.currentTarget.dataset
      this.triggerEvent('option', { item: id, ...event.detail })
    },
  },
})
