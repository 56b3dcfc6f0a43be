import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApp } from '../lib/load.mjs'

globalThis.wx = { getStorageSync: () => '', getAppBaseInfo: () => ({ language: 'zh_CN' }) }
const { progress, view, i18n, place } = await loadApp({
  progress: 'models/order-progress',
  view: 'models/order-view',
  i18n: 'i18n/index',
  place: 'models/place',
})

const at = '2026-11-22T10:00:00Z'
const now = new Date(at)
const { order: t, confirm, common } = i18n.texts()
const order = (changes = {}) => ({
  state: 'preparing',
  states: [{ state: 'submitted', at }, { state: 'accepted', at }, { state: 'preparing', at }],
  payment_state: 'paid',
  pay_mode: 'first',
  service: 'dine_in',
  expires_at: null,
  discount_fen: 0,
  subtotal_fen: 100,
  tax_fen: 0,
  ...changes,
})

test('steps behind are done, the present one is current, the rest is to come', () => {
  const steps = progress.orderSteps(order())

  assert.deepEqual(steps.map(({ status }) => status), ['done', 'done', 'current', 'todo', 'todo'])
  assert.deepEqual(steps.map(({ at: time }) => time !== null), [true, true, true, false, false])
})

test('a completed order has every step behind it', () => {
  const steps = progress.orderSteps(order({ state: 'completed' }))

  assert.ok(steps.every(({ status }) => status === 'done'))
})

test('the phone asks often while something is about to change', () => {
  assert.equal(progress.pollInterval(order({ payment_state: 'unpaid', state: 'submitted' })), 3000)
  assert.equal(progress.pollInterval(order({ state: 'preparing' })), 3000)
  assert.equal(progress.pollInterval(order({ state: 'accepted' })), 8000)
  assert.equal(progress.pollInterval(order({ state: 'ready' })), 8000)
})

test('an unpaid pay-first order waits for money, a pay-later one does not', () => {
  const unpaid = { payment_state: 'unpaid', state: 'submitted', expires_at: '2026-11-22T10:14:00Z' }

  assert.equal(view.headlineOf(order(unpaid), t), '等待付款')
  assert.equal(view.hintOf(order(unpaid), t, now), '付款后厨房开始制作，请在 14:00 内支付')
  const after = order({ payment_state: 'unpaid', state: 'accepted', pay_mode: 'after' })
  assert.equal(view.headlineOf(after, t), '厨房已收到')
  assert.equal(view.hintOf(after, t, now), '用餐后请在手机或柜台付款')
})

test('ready means the table for a guest and the counter for a takeaway', () => {
  assert.equal(view.headlineOf(order({ state: 'ready' }), t), '菜已做好，马上上桌')
  assert.equal(view.headlineOf(order({ state: 'ready', service: 'takeaway' }), t), '已做好，请取餐')
})

test('a dead order asks for nothing more', () => {
  for (const state of ['cancelled', 'refunded']) {
    const dead = order({ state, payment_state: state === 'refunded' ? 'refunded' : 'unpaid' })
    assert.ok(progress.isDead(dead.state) && progress.isFinal(dead.state))
    assert.equal(view.isUnpaidFirst(dead), false)
  }
})

test('a discount is shown with what it was taken from', () => {
  assert.deepEqual(view.viewSums(order(), confirm), [])
  assert.deepEqual(
    view.viewSums(order({ discount_fen: 30 }), confirm).map(({ amount }) => amount),
    ['¥1.00', '-¥0.30'],
  )
})

test('the kitchen word of each dish is shown', () => {
  const line = { dish_id: 1, name: '鸡', quantity: 1, options: [{ name: '微辣' }], note: '', unit_price_fen: 1, total_fen: 1 }
  const combo = [{ name: '饵丝', quantity: 2, options: [{ name: '清汤' }] }]
  const [row] = view.viewLines([{ ...line, combo, kitchen_state: 'cooking' }], t)

  assert.equal(row.kitchen, '制作中')
  assert.equal(row.choice, '微辣\n饵丝（清汤） ×2')
  assert.equal(view.viewLines([{ ...line, combo: [], kitchen_state: null }], t)[0].kitchen, '')
})

test('a table of a number is called a table, a named one by its name', () => {
  assert.equal(place.tableLabel('5', common), '5号桌')
  assert.equal(place.tableLabel('A12', common), 'A12号桌')
  assert.equal(place.tableLabel('翠湖厅', common), '翠湖厅')
})

test('sunday is the seventh day', () => {
  const hours = [{ weekday: 7, from: '10:00', to: '14:00' }, { weekday: 7, from: '17:00', to: '21:00' }, { weekday: 1, from: '01:00', to: '02:00' }]

  assert.equal(place.todayHours({ hours }, new Date(2026, 10, 22)), '10:00–14:00  17:00–21:00')
})
