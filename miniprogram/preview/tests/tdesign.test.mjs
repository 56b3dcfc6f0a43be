/** @file TDesign's components, as an app uses them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Fixture, untilData } from './helpers/browser.mjs'

/** @type {Fixture} */
let fixture
/** @type {import('playwright-core').Page} */
let page

before(async () => {
  fixture = await Fixture.start()
  page = await fixture.open('pages/tdesign/tdesign')
  page.setDefaultTimeout(5000)
})
after(() => fixture.stop())

test('stepper counts, and its badge follows', async () => {
  await page.getByRole('button', { name: '增加1' }).click()

  await untilData(page, (data) => data.quantity === 2)
  await page.locator('[class*=t-badge--basic]', { hasText: /^2$/ }).waitFor()
})

test('tabs switch by tap and by keyboard', async () => {
  await page.getByRole('tab', { name: 'Tea' }).click()
  await untilData(page, (data) => data.tab === '1')
  await page.getByText('Tea here').waitFor()

  await page.getByRole('tab', { name: 'Noodles' }).press('Enter')
  await untilData(page, (data) => data.tab === '0')
})

test('tabs share the whole width', async () => {
  const boxes = await Promise.all((await page.getByRole('tab').all()).map((tab) => tab.boundingBox()))

  assert.equal(Math.round(boxes.reduce((sum, box) => sum + (box?.width ?? 0), 0)), 375)
})

test('search tells what is typed', async () => {
  await page.getByPlaceholder('Find a dish').fill('rice')

  await untilData(page, (data) => data.keyword === 'rice')
})

test('textarea counts its characters', async () => {
  await page.getByPlaceholder('Note to the kitchen').fill('less salt')

  await untilData(page, (data) => data.note === 'less salt')
  await page.getByText('9 / 60').waitFor()
})

test('cell is tapped', async () => {
  await page.getByText('Rice noodles').click()

  await untilData(page, (data) => data.cell === 1)
})

test('popup opens and closes on its overlay', async () => {
  await page.getByRole('button', { name: 'Open popup' }).click()
  await page.getByText('Popup content').waitFor()

  await page.locator('[class*="t-overlay"]').first().click({ position: { x: 20, y: 20 } })

  await untilData(page, (data) => data.isPopupOpen === false)
  await page.getByText('Popup content').waitFor({ state: 'hidden' })
})

test('dialog answers by its buttons', async () => {
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.getByText('It cannot be changed.').waitFor()

  await page.getByRole('button', { name: 'Yes' }).click()

  assert.equal((await untilData(page, (data) => data.answer)).answer, 'yes')
  await page.getByText('It cannot be changed.').waitFor({ state: 'hidden' })
})

test('toast shows and goes', async () => {
  await page.getByRole('button', { name: 'Toast' }).click()

  await page.getByText('Saved').waitFor()
  await page.getByText('Saved').waitFor({ state: 'hidden' })
})

test('icons are drawn without any other server', async () => {
  const mask = await page
    .locator('[class*="t-icon-cart"]')
    .first()
    .evaluate((element) => getComputedStyle(element).maskImage)

  assert.match(mask, /^url\("data:image\/svg\+xml/)
})

test('no page error, no foreign request', async () => {
  const errors = await page.evaluate(() => /** @type {any} */ (globalThis).__preview.errors)

  assert.deepEqual(errors, [])
})
