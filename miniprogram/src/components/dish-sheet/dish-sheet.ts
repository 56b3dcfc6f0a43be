/**
 * The opened dish, from the moment it is attached: picture, words, choices, note, quantity, and the price as it runs.
 */

import { fill } from '../../i18n/index'
import type { Texts } from '../../i18n/zh_CN'
import { MAX_NOTE_LENGTH } from '../../models/cart'
import type { Choice } from '../../models/choice'
import { defaultChoice, estimateUnitFen, findMissing, stepPick, toggleValue } from '../../models/choice'
import type { ComboGroupView, OptionGroupView } from '../../models/dish-sheet-view'
import { viewCombo, viewOptions } from '../../models/dish-sheet-view'
import type { DishTag, StatusView } from '../../models/dish-view'
import { mostOf, viewStatus, viewTags } from '../../models/dish-view'
import { saleStatus } from '../../models/menu'
import { formatPrice } from '../../models/money'
import type { NutritionRow } from '../../models/nutrition'
import { nutritionRows } from '../../models/nutrition'
import type { AvailabilityView, Dish } from '../../models/wire'
import { listOf } from '../../models/wording'

type Picked<T extends WechatMiniprogram.IAnyObject> = WechatMiniprogram.CustomEvent<T>

Component({
  properties: {
    dish: { type: Object, value: null as unknown as Dish },
    availability: { type: Object, value: null as unknown as AvailabilityView },
    /** Picture addresses by dish id, for the items of a combo. */
    pictures: { type: Object, value: {} as Record<string, string> },
    /** How many of this dish are in the cart already. */
    inCart: { type: Number, value: 0 },
    picture: { type: String, value: '' },
    t: { type: Object, value: {} as Texts['dish'] },
    closeLabel: { type: String, value: '' },
  },
  data: {
    isOpen: false,
    choice: { options: [], combo: [] } as Choice,
    quantity: 1,
    note: '',
    noteLimit: MAX_NOTE_LENGTH,
    isChecked: false,
    price: '',
    most: 1,
    basePrice: '',
    tags: [] as DishTag[],
    status: null as StatusView | null,
    options: [] as OptionGroupView[],
    combo: [] as ComboGroupView[],
    allergens: '',
    nutrition: [] as NutritionRow[],
  },
  observers: {
    availability() {
      if (this.data.isOpen) {
        this.show()
      }
    },
  },
  lifetimes: {
    attached() {
      this.open(this.data.dish)
    },
  },
  methods: {
    open(dish: Dish) {
      const { t } = this.data
      this.setData({
        isOpen: true,
        choice: defaultChoice(dish),
        quantity: 1,
        note: '',
        isChecked: false,
        basePrice: formatPrice(dish.price_fen),
        tags: viewTags(dish, t),
        allergens: listOf(dish.allergens),
        nutrition: dish.nutrition ? nutritionRows(dish.nutrition, t) : [],
      })
      this.show()
    },

    /** Draw the choice as it now stands. */
    show() {
      const { dish, t, availability, pictures, choice, quantity, isChecked, inCart } = this.data
      const sale = saleStatus(dish.id, availability)
      const context = {
        t,
        availability,
        isChecked,
        imageOf: (id: number) => pictures[String(id)] ?? '',
      }
      const most = Math.max(0, mostOf(sale) - inCart)
      this.setData({
        status: viewStatus(sale, t),
        most,
        options: viewOptions(dish.options, choice.options, context),
        combo: viewCombo(dish.combo, choice, context),
        price: formatPrice(estimateUnitFen(dish, choice) * quantity),
      })
    },

    choose(choice: Choice) {
      this.setData({ choice })
      this.show()
    },

    handleOption(event: Picked<{ group: number; value: number }>) {
      const { dish, choice } = this.data
      const group = dish.options.find((candidate) => candidate.id === event.detail.group)
      if (group) {
        const options = toggleValue(group, choice.options, event.detail.value)
        this.choose({ ...choice, options })
      }
    },

    handleComboStep(event: Picked<{ group: number; item: number; step: 1 | -1 }>) {
      const { dish, choice } = this.data
      const group = dish.combo.find((candidate) => candidate.id === event.detail.group)
      const item = group?.items.find((candidate) => candidate.id === event.detail.item)
      if (group && item) {
        this.choose({ ...choice, combo: stepPick(group, choice.combo, item, event.detail.step) })
      }
    },

    handleComboOption(event: Picked<{ item: number; group: number; value: number }>) {
      const { dish, choice } = this.data
      const item = dish.combo
        .flatMap((course) => course.items)
        .find((candidate) => candidate.id === event.detail.item)
      const group = item?.options.find((candidate) => candidate.id === event.detail.group)
      if (!item || !group) {
        return
      }
      const combo = choice.combo.map((pick) =>
        pick.item_id === item.id
          ? { ...pick, options: toggleValue(group, pick.options, event.detail.value) }
          : pick,
      )
      this.choose({ ...choice, combo })
    },

    handleQuantity(event: Picked<{ value: number }>) {
      this.setData({ quantity: event.detail.value })
      this.show()
    },

    handleFull() {
      wx.showToast({ title: fill(this.data.t.atMost, { count: this.data.most }), icon: 'none' })
    },

    handleNote(event: Picked<{ value: string }>) {
      this.setData({ note: event.detail.value })
    },

    handleAdd() {
      const { dish, choice, quantity, note, t, most } = this.data
      if (most < 1) {
        this.handleFull()
        return
      }
      const missing = findMissing(dish, choice)
      if (missing) {
        this.setData({ isChecked: true })
        this.show()
        wx.showToast({ title: fill(t.missing, { group: missing.group }), icon: 'none' })
        return
      }
      this.triggerEvent('add', { dish_id: dish.id, quantity, note: note.trim(), ...choice })
    },

    handleClose() {
      this.triggerEvent('close')
    },
  },
})
