import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadApp } from '../lib/load.mjs'

const { cart, menu, reorder, refusal, i18n } = await (async () => {
  globalThis.wx = { getStorageSync: () => '', getAppBaseInfo: () => ({ language: 'zh_CN' }) }
  return loadApp({
    cart: 'models/cart',
    menu: 'models/menu',
    reorder: 'models/reorder',
    refusal: 'models/refusal',
    i18n: 'i18n/index',
  })
})()

const view = JSON.parse(readFileSync(new URL('../fixtures/menu.zh_CN.json', import.meta.url), 'utf8'))
const index = menu.indexMenu(view)
const plain = view.dishes.find((dish) => dish.options.length === 0 && dish.combo.length === 0)
const noodles = view.dishes.find((dish) => dish.name === '经典过桥米线')
const everything = { menu_version: {}, is_open: true, items: {}, options: {} }

const line = (dish_id, quantity = 1, options = [], note = '') => ({ dish_id, quantity, options, combo: [], note })
const added = (...wanted) => wanted.reduce((lines, each) => cart.addToCart(lines, each), [])

test('the same dish with the same choice becomes one line', () => {
  const lines = added(line(1, 1, [5, 3]), line(1, 2, [3, 5]), line(1, 1, [3]), line(1, 1, [3, 5], '少盐'))

  assert.deepEqual(lines.map(({ quantity }) => quantity), [3, 1, 1])
})

test('quantities and lines stay within what the server takes', () => {
  let lines = added(line(1, 98))
  lines = cart.addToCart(lines, line(1, 5))
  assert.equal(lines[0].quantity, 99)

  const full = Array.from({ length: 70 }, (_, dish) => line(dish + 1)).reduce((all, each) => cart.addToCart(all, each), [])
  assert.equal(full.length, 60)
})

test('no quantity left removes the line', () => {
  const lines = added(line(1), line(2))

  assert.deepEqual(cart.setQuantity(lines, lines[0].key, 0).map(({ dish_id }) => dish_id), [2])
})

test('what is sent names dishes and choices, never a price', () => {
  const [request] = cart.toLineRequests(added(line(1, 2, [5])))

  assert.deepEqual(request, { dish_id: 1, quantity: 2, options: [5], combo: [] })
})

test('the estimate ignores dishes that left the menu', () => {
  assert.equal(cart.estimateFen(added(line(plain.id, 2), line(999_999)), index), plain.price_fen * 2)
})

test('each line tells why it cannot be ordered', () => {
  const value = noodles.options[0].values[0].id
  const whole = noodles.options.filter((group) => group.min > 0).map((group) => group.values[0].id)
  const problemOf = (wanted, availability) => cart.viewCart(added(wanted), index, availability)[0].problem
  const items = (state, left = null) => ({ ...everything, items: { [plain.id]: { state, left } } })

  assert.equal(problemOf(line(plain.id), everything), null)
  assert.equal(problemOf(line(plain.id), null), null)
  assert.equal(problemOf(line(999_999), everything), 'gone')
  assert.equal(problemOf(line(plain.id), items('sold_out')), 'sold_out')
  assert.equal(problemOf(line(plain.id), items('paused')), 'paused')
  assert.equal(problemOf(line(plain.id), items('off_hours')), 'off_hours')
  assert.equal(problemOf(line(plain.id, 3), items('available', 2)), 'few_left')
  assert.equal(problemOf(line(plain.id, 2), items('available', 2)), null)
  assert.equal(problemOf(line(noodles.id, 1, []), everything), 'choose_again')
  assert.equal(problemOf(line(noodles.id, 1, whole), everything), null)
  const valueGone = { ...everything, options: { [value]: { state: 'sold_out' } } }
  assert.equal(problemOf(line(noodles.id, 1, [...whole, value]), valueGone), 'choose_again')
})

test('a sold-out dish leaves, one that ran short keeps what is left', () => {
  const lines = added(line(1, 2, [5]), line(1, 3), line(2, 1), line(3, 1))
  const kept = refusal.keepWhatIsLeft(lines, [
    { dish_id: 1, name: '鸡', left: 3 },
    { dish_id: 2, name: '鱼', left: 0 },
  ])

  assert.deepEqual(kept.map(({ dish_id, quantity }) => [dish_id, quantity]), [[1, 2], [1, 1], [3, 1]])
})

test('a shortage names each dish', () => {
  const { confirm } = i18n.texts()
  const text = refusal.describeShortage([{ dish_id: 1, name: '鸡', left: 2 }, { dish_id: 2, name: '鱼', left: 0 }], confirm)

  assert.equal(text, '“鸡”只剩 2 份\n“鱼”刚刚售完')
})

test('a refusal without dishes is no shortage', () => {
  assert.deepEqual(refusal.refusedDishes({}), [])
  assert.deepEqual(refusal.refusedDishes({ dishes: [{ name: 'x' }, 'y'] }), [])
})

test('ordering again takes what still fits and names the rest', () => {
  const value = noodles.options[0].values[0]
  const others = noodles.options.slice(1).filter((group) => group.min > 0).map((group) => group.values[0])
  const old = (dish_id, name, options = []) => ({
    dish_id, name, quantity: 2, options, combo: [], note: '', unit_price_fen: 1, total_fen: 2, kitchen_state: null,
  })

  const { lines, left } = reorder.reorder(
    [
      old(plain.id, plain.name),
      old(noodles.id, noodles.name, [value, ...others].map(({ id }) => ({ id, name: 'in another language' }))),
      old(noodles.id, '改过的米线', [{ id: 424_243, name: '没有的汤底' }]),
      old(424_242, '下架的菜'),
    ],
    index,
  )

  assert.deepEqual(lines.map(({ dish_id, quantity }) => [dish_id, quantity]), [[plain.id, 2], [noodles.id, 2]])
  assert.deepEqual(lines[1].options, [value, ...others].map(({ id }) => id))
  assert.deepEqual(left, ['改过的米线', '下架的菜'])
})

test('a set meal ordered again is asked for by the set, each choice once', () => {
  const meal = view.dishes.find((dish) => dish.combo.length > 0)
  const chosen = meal.combo.map((group) => {
    const item = group.items[0]
    const options = item.options.filter(({ min }) => min > 0).map(({ values }) => values[0])
    const part = { item_id: item.id, name: 'in another language', options: options.map(({ id, name }) => ({ id, name })) }
    return { part, least: Math.max(1, group.min ?? 1) }
  })
  // Two sets; the first choice comes as two lines, as where some of it is beyond the price.
  const combo = chosen.flatMap(({ part, least }, place) =>
    place === 0 && least > 1
      ? [{ ...part, quantity: 2 }, { ...part, quantity: 2 * (least - 1) }]
      : [{ ...part, quantity: 2 * least }],
  )
  const old = {
    dish_id: meal.id, name: meal.name, quantity: 2, options: [], combo, note: '', unit_price_fen: 1, total_fen: 2, kitchen_state: null,
  }

  const { lines, left } = reorder.reorder([old], index)

  assert.deepEqual(left, [])
  assert.deepEqual(
    lines[0].combo.map(({ item_id, quantity }) => [item_id, quantity]),
    chosen.map(({ part, least }) => [part.item_id, least]),
  )
})
