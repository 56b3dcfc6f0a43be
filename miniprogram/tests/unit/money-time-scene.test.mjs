import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadApp } from '../lib/load.mjs'

const { money, time, scene, uuid } = await loadApp({
  money: 'models/money',
  time: 'models/time',
  scene: 'models/scene',
  uuid: 'models/uuid',
})

test('formatFen always shows two decimals', () => {
  const cases = [[0, '0.00'], [5, '0.05'], [50, '0.50'], [3800, '38.00'], [-250, '-2.50'], [1234567, '12345.67']]

  for (const [fen, text] of cases) assert.equal(money.formatFen(fen), text)
})

test('formatPrice drops empty decimals only', () => {
  assert.equal(money.formatPrice(3800), '38')
  assert.equal(money.formatPrice(3850), '38.50')
  assert.equal(money.formatPrice(10000), '100')
})

test('a table code is found in every form it comes in', () => {
  const cases = [
    ['abc123_XY-z', 'abc123_XY-z'],
    ['pages/menu/menu?scene=abc123', 'abc123'],
    ['pages/menu/menu?scene=abc%2D123', 'abc-123'],
    ['http://127.0.0.1:8069/diner/#/pages/menu/menu?scene=abc123', 'abc123'],
    ['https://shop.example/t?x=1&scene=abc123&y=2', 'abc123'],
  ]

  for (const [text, code] of cases) assert.equal(scene.tableCodeFrom(text), code)
})

test('what is no table code is refused', () => {
  for (const text of [undefined, '', 'abc', 'https://shop.example/', '<script>', '%E0%A4%A', 'x'.repeat(65)]) {
    assert.equal(scene.tableCodeFrom(text), null, text)
  }
})

test('the countdown ends at zero', () => {
  const now = new Date('2026-11-22T10:00:00Z')

  assert.equal(time.formatCountdown('2026-11-22T10:14:59Z', now), '14:59')
  assert.equal(time.formatCountdown('2026-11-22T10:00:00.500Z', now), '00:01')
  assert.equal(time.formatCountdown('2026-11-22T10:00:00Z', now), null)
  assert.equal(time.formatCountdown('2026-11-22T09:59:00Z', now), null)
})

test('a moment of today shows its time only', () => {
  const now = new Date(2026, 10, 22, 18, 0)
  const at = (...parts) => new Date(...parts).toISOString()

  assert.equal(time.formatMoment(at(2026, 10, 22, 9, 5), now), '09:05')
  assert.equal(time.formatMoment(at(2026, 10, 21, 9, 5), now), '11-21 09:05')
  assert.equal(time.formatMoment(at(2025, 10, 21, 9, 5), now), '2025-11-21 09:05')
})

test('a uuid carries version and variant', () => {
  const text = uuid.uuidFromBytes(new Uint8Array(16).fill(0xff))

  assert.equal(text, 'ffffffff-ffff-4fff-bfff-ffffffffffff')
})
