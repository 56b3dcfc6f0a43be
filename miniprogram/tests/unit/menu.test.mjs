import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { loadApp } from '../lib/load.mjs'

const { menu, layout } = await loadApp({ menu: 'models/menu', layout: 'models/menu-layout' })
const view = JSON.parse(readFileSync(new URL('../fixtures/menu.zh_CN.json', import.meta.url), 'utf8'))
const index = menu.indexMenu(view)
const HEIGHTS = { header: 40, dish: 124, featured: 204 }

const category = (id, parent_id, dish_ids) => ({ id, name: `c${id}`, parent_id, hours: null, dish_ids })

test('children follow their parent, empty categories are left out', () => {
  const { sections } = menu.indexMenu({
    ...view,
    categories: [category(1, null, [11]), category(2, null, [12]), category(3, 1, [13]), category(4, 9, [14]), category(5, null, [])],
  })

  assert.deepEqual(sections.map(({ id }) => id), [1, 3, 2, 4])
})

test('a dish the menu does not describe is not listed', () => {
  const { sections } = menu.indexMenu({ ...view, categories: [category(1, null, [11, 999_999])] })

  assert.deepEqual(sections[0].dishes.map(({ id }) => id), [11])
})

test('search finds names before descriptions, and every word must match', () => {
  const found = menu.searchDishes(index, ' 过桥 ')

  assert.ok(found.length >= 5)
  assert.ok(found[0].name.includes('过桥'))
  assert.deepEqual(menu.searchDishes(index, '过桥 经典').map(({ name }) => name), ['经典过桥米线'])
  assert.deepEqual(menu.searchDishes(index, '   '), [])
  assert.deepEqual(menu.searchDishes(index, '披萨'), [])
})

test('a dish without entry is on sale, one with none left is sold out', () => {
  const items = { 1: { state: 'available', left: 0 }, 2: { state: 'available', left: 4 }, 3: { state: 'paused', left: null } }

  assert.deepEqual(menu.saleStatus(9, { items }), { state: 'available', left: null })
  assert.equal(menu.saleStatus(1, { items }).state, 'sold_out')
  assert.deepEqual(menu.saleStatus(2, { items }), { state: 'available', left: 4 })
  assert.equal(menu.saleStatus(3, { items }).state, 'paused')
  assert.equal(menu.saleStatus(3, null).state, 'available')
})

const manySections = Array.from({ length: 15 }, (_, section) => ({
  id: section + 1,
  name: `s${section}`,
  hours: '',
  dishes: Array.from({ length: 20 }, (_, dish) => ({ id: section * 100 + dish })),
}))

test('a menu of 300 dishes draws only the rows near the screen, wherever it stands', () => {
  const placed = layout.layoutMenu(manySections, 1, HEIGHTS)
  assert.equal(placed.height, 15 * (40 + 20 * 124))

  for (let scrollTop = 0; scrollTop <= placed.height; scrollTop += 333) {
    const { first, last, padTop, padBottom } = layout.windowAt(placed, scrollTop, 724)
    const rows = placed.rows.slice(first, last + 1)
    const drawn = rows.reduce((sum, row) => sum + row.height, 0)

    assert.equal(padTop + drawn + padBottom, placed.height)
    assert.ok(padTop <= scrollTop, 'the top of the screen is drawn')
    assert.ok(padTop + drawn >= Math.min(scrollTop + 724, placed.height), 'its foot is drawn')
    assert.ok(rows.length <= 26, `${rows.length} rows`)
  }
})

test('two columns share a row', () => {
  const placed = layout.layoutMenu([{ ...manySections[0], dishes: [{ id: 1 }, { id: 2 }, { id: 3 }] }], 2, HEIGHTS)

  assert.deepEqual(placed.rows.map(({ row }) => row.dishes?.length ?? 0), [0, 2, 1])
})

test('category and position lead to each other', () => {
  const placed = layout.layoutMenu(manySections, 1, HEIGHTS)

  for (const { id } of manySections) {
    assert.equal(layout.sectionAt(placed, layout.topOfSection(placed, id)), id)
  }
  assert.equal(layout.sectionAt(placed, layout.topOfSection(placed, 4) - 5), 3)
})

test('an empty menu has no rows and no section', () => {
  const placed = layout.layoutMenu([], 1, HEIGHTS)

  assert.deepEqual(layout.windowAt(placed, 0, 724), { first: 0, last: -1, padTop: 0, padBottom: 0 })
  assert.equal(layout.sectionAt(placed, 0), null)
})
