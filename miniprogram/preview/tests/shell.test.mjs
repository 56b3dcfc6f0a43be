/** @file The phone around the mini-program: what a visitor and a screen reader meet. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { Fixture, callWx } from './helpers/browser.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** @type {Fixture} */
let fixture

before(async () => {
  fixture = await Fixture.start()
})
after(() => fixture.stop())

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} What axe-core finds, any impact.
 */
async function violations(page) {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { violations: found } = await /** @type {any} */ (globalThis).axe.run()
    return found.map((/** @type {any} */ each) => `${each.id}: ${each.nodes.map((/** @type {any} */ node) => node.html)}`)
  })
}

test('the banner says in both languages what this is', async () => {
  const page = await fixture.open()

  const banner = page.getByText('browser preview, payment simulated / 浏览器预览，支付为模拟')
  assert.equal(await banner.isVisible(), true)
})

for (const { name, width, height } of [
  { name: 'phone', width: 375, height: 812 },
  { name: 'tablet', width: 768, height: 1024 },
  { name: 'desktop', width: 1280, height: 800 },
]) {
  test(`nothing overflows on a ${name}; a large window shows a phone in its middle`, async () => {
    const page = await fixture.open('', { viewport: { width, height } })

    const box = await page.locator('.mpv-phone').boundingBox()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

    assert.ok(box)
    assert.equal(overflow, 0)
    assert.ok(Math.abs(box.x + box.width / 2 - width / 2) < 1)
    assert.equal(box.width, width === 375 ? 375 : 410)
    assert.ok(box.y + box.height <= height)
  })
}

for (const hash of ['pages/home/home', 'pages/widgets/widgets', 'pages/second/second']) {
  test(`axe finds nothing on ${hash}`, async () => {
    const page = await fixture.open(hash)

    assert.deepEqual(await violations(page), [])
  })
}

test('axe finds nothing in a payment sheet, and focus is inside', async () => {
  const page = await fixture.open()
  const payment = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=1', signType: 'RSA', paySign: 'x' }
  const answer = callWx(page, 'requestPayment', payment)
  await page.getByRole('dialog').waitFor()

  assert.deepEqual(await violations(page), [])
  assert.equal(await page.evaluate(() => document.activeElement?.closest('dialog') !== null), true)
  await page.keyboard.press('Escape')
  await answer
})

test('a view with a button role is reached by Tab and works by Enter and Space', async () => {
  const page = await fixture.open('pages/home/home')
  const count = page.getByRole('button', { name: 'Count' })
  await count.focus()

  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')

  assert.equal(await count.innerText(), '4')
})

test('a missing config.json leaves the defaults, a broken one is named', async () => {
  const page = await fixture.open()
  await page.route('**/config.json', (route) => route.fulfill({ body: '{' }))

  await page.reload()

  const fault = await page.getByRole('alert').innerText()
  assert.match(fault, /The preview could not start: config\.json beside index\.html is not valid JSON/)
})
