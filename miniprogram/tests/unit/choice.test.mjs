import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApp } from '../lib/load.mjs'

globalThis.wx = { getStorageSync: () => '', getAppBaseInfo: () => ({ language: 'zh_CN' }) }
const { choice } = await loadApp({ choice: 'models/choice' })

const value = (id, extra_fen = 0, is_default = false) => ({ id, name: `v${id}`, extra_fen, is_default })
const broth = { id: 1, name: '汤底', kind: 'single', min: 1, max: 1, values: [value(11), value(12, 600)] }
const size = { id: 2, name: '分量', kind: 'single', min: 1, max: 1, values: [value(21, 0, true), value(22, 400)] }
const extras = { id: 3, name: '加料', kind: 'multiple', min: 0, max: 2, values: [value(31, 300), value(32, 500), value(33)] }
const optionalSingle = { id: 4, name: '杯型', kind: 'single', min: 0, max: 1, values: [value(41), value(42)] }
const noodles = { id: 100, price_fen: 3800, options: [broth, size, extras, optionalSingle], combo: [] }

const item = (id, extra_fen = 0, options = []) => ({ id, dish_id: id + 1000, name: `i${id}`, extra_fen, options })
const set = {
  id: 200,
  price_fen: 9800,
  options: [],
  combo: [
    { id: 1, name: '主食', min: 1, max: 1, free: 1, items: [item(51, 0, [broth]), item(52, 1000)] },
    { id: 2, name: '小吃', min: 2, max: 3, free: 2, items: [item(61), item(62, 200)] },
    { id: 3, name: '茶', min: 1, max: 1, free: 1, items: [item(71)] },
  ],
}

test('a dish opens with its defaults and asks for the rest', () => {
  const opened = choice.defaultChoice(noodles)

  assert.deepEqual(opened, { options: [21], combo: [] })
  assert.deepEqual(choice.findMissing(noodles, opened), { group: '汤底', min: 1 })
})

test('a choice without alternative is made for the diner', () => {
  const only = { ...broth, values: [value(19)] }

  assert.deepEqual(choice.defaultOptions([only]), [19])
  assert.deepEqual(choice.defaultChoice(set).combo, [{ item_id: 71, quantity: 1, options: [] }])
})

test('a required single value is replaced, never taken away', () => {
  assert.deepEqual(choice.toggleValue(broth, [21], 11), [21, 11])
  assert.deepEqual(choice.toggleValue(broth, [21, 11], 12), [21, 12])
  assert.deepEqual(choice.toggleValue(broth, [21, 12], 12), [21, 12])
})

test('an optional single value can be taken away again', () => {
  assert.deepEqual(choice.toggleValue(optionalSingle, [41], 41), [])
  assert.deepEqual(choice.toggleValue(optionalSingle, [41], 42), [42])
})

test('a full group of several takes no further value', () => {
  assert.deepEqual(choice.toggleValue(extras, [31, 32], 33), [31, 32])
  assert.deepEqual(choice.toggleValue(extras, [31, 32], 31), [32])
})

test('a course of one replaces its item, with the defaults of the new one', () => {
  const [mains] = set.combo
  const picks = choice.stepPick(mains, [], mains.items[0], 1)

  assert.deepEqual(picks, [{ item_id: 51, quantity: 1, options: [] }])
  assert.deepEqual(choice.stepPick(mains, picks, mains.items[1], 1), [{ item_id: 52, quantity: 1, options: [] }])
})

test('a course of several counts up to its limit and down to none', () => {
  const snacks = set.combo[1]
  let picks = []
  for (let taps = 0; taps < 5; taps += 1) picks = choice.stepPick(snacks, picks, snacks.items[0], 1)

  assert.deepEqual(picks, [{ item_id: 61, quantity: 3, options: [] }])
  picks = choice.stepPick(snacks, picks, snacks.items[0], -1)
  assert.equal(choice.quantityOf(61, picks), 2)
  picks = choice.stepPick(snacks, choice.stepPick(snacks, picks, snacks.items[0], -1), snacks.items[0], -1)
  assert.deepEqual(picks, [])
})

test('a set meal is complete only with every course and their options', () => {
  const tea = { item_id: 71, quantity: 1, options: [] }
  const snacks = { item_id: 61, quantity: 2, options: [] }

  assert.equal(choice.findMissing(set, { options: [], combo: [tea] }).group, '主食')
  assert.equal(choice.findMissing(set, { options: [], combo: [tea, { item_id: 52, quantity: 1, options: [] }] }).group, '小吃')
  const withoutBroth = { options: [], combo: [tea, snacks, { item_id: 51, quantity: 1, options: [] }] }
  assert.equal(choice.findMissing(set, withoutBroth).group, 'i51 · 汤底')
  const whole = { options: [], combo: [tea, snacks, { item_id: 51, quantity: 1, options: [11] }] }
  assert.equal(choice.findMissing(set, whole), null)
})

test('the estimate adds extras of options, items and their options', () => {
  assert.equal(choice.estimateUnitFen(noodles, { options: [12, 22, 31], combo: [] }), 3800 + 600 + 400 + 300)
  const combo = [
    { item_id: 51, quantity: 1, options: [12] },
    { item_id: 62, quantity: 2, options: [] },
  ]
  assert.equal(choice.estimateUnitFen(set, { options: [], combo }), 9800 + 600 + 400)
})

test('a choice is told in the order of the menu', () => {
  const combo = [
    { item_id: 62, quantity: 2, options: [] },
    { item_id: 51, quantity: 1, options: [12] },
  ]

  assert.deepEqual(choice.describeChoice(set, { options: [], combo }), 'i51（v12）\ni62 ×2')
  assert.deepEqual(choice.describeChoice(noodles, { options: [31, 12], combo: [] }), 'v12 · v31')
})
