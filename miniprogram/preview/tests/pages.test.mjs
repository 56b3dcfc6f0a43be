/** @file Pages, their life, and the address bar. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Fixture, callWx, dataOf, untilData } from './helpers/browser.mjs'

/** @type {Fixture} */
let fixture

before(async () => {
  fixture = await Fixture.start()
})
after(() => fixture.stop())

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} Routes of the open pages, bottom first.
 */
function routes(page) {
  return page.evaluate(() =>
    /** @type {any} */ (globalThis).__preview.pages().map((/** @type {any} */ each) => each.route),
  )
}

test('a hash with a query opens the page as a scanned code does', async () => {
  const page = await fixture.open('pages/home/home?scene=T%2F5')
  const launch = await page.evaluate(() => /** @type {any} */ (globalThis).wx.getLaunchOptionsSync())
  const { life } = await dataOf(page)

  assert.deepEqual(launch, { path: 'pages/home/home', query: { scene: 'T/5' }, scene: 1047, referrerInfo: {} })
  assert.deepEqual(life, ['load {"scene":"T/5"}', 'show', 'ready'])
})

test('without a hash the first page opens, launched as from the list', async () => {
  const page = await fixture.open()

  assert.deepEqual(await routes(page), ['pages/home/home'])
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).wx.getLaunchOptionsSync().scene), 1001)
  assert.equal(await page.evaluate(() => location.hash), '#/pages/home/home')
})

test('an unknown page in the address opens the first page', async () => {
  const page = await fixture.open('pages/none/none')

  assert.deepEqual(await routes(page), ['pages/home/home'])
})

test('navigating hides, going back shows again; titles follow', async () => {
  const page = await fixture.open('pages/home/home')

  await page.getByText('go', { exact: true }).click()
  await page.getByText('second home').waitFor()
  assert.equal(await page.title(), 'Fixture')
  assert.equal(await page.evaluate(() => location.hash), '#/pages/second/second?from=home')

  await page.getByRole('button', { name: 'Back' }).click()
  const { life } = await untilData(page, (data) => data.life?.at(-1) === 'show')
  assert.deepEqual(life.slice(1), ['show', 'ready', 'hide', 'show'])
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Home')
})

test("the browser's back button closes the page on top", async () => {
  const page = await fixture.open('pages/home/home')
  await callWx(page, 'navigateTo', { url: '/pages/second/second' })

  await page.goBack()

  await page.waitForFunction(() => /** @type {any} */ (globalThis).__preview.pages().length === 1)
  assert.deepEqual(await routes(page), ['pages/home/home'])
})

test("the browser's history shrinks when the app goes back", async () => {
  const page = await fixture.open('pages/home/home')
  await callWx(page, 'navigateTo', { url: '/pages/second/second?n=1' })
  await callWx(page, 'navigateTo', { url: '/pages/second/second?n=2' })
  await callWx(page, 'redirectTo', { url: '/pages/second/second?n=3' })

  await callWx(page, 'navigateBack')
  await page.waitForFunction(() => location.hash === '#/pages/second/second?n=1')
  await page.goBack()

  await page.waitForFunction(() => location.hash === '#/pages/home/home')
  assert.deepEqual(await routes(page), ['pages/home/home'])
})

test('a new page takes the focus, so that a reader starts there', async () => {
  const page = await fixture.open('pages/home/home')

  await page.getByText('go', { exact: true }).press('Enter')
  await page.getByText('second home').waitFor()

  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'h1')
})

test('a tab bar shows its pages, marks the current one and hides elsewhere', async () => {
  const page = await fixture.open('pages/home/home')
  const tabs = page.getByRole('navigation').getByRole('button')
  assert.deepEqual(await tabs.allInnerTexts(), ['Home', 'Shop'])

  await tabs.nth(1).click()
  await page.getByPlaceholder('Find a dish').waitFor()
  assert.equal(await tabs.nth(1).getAttribute('aria-current'), 'page')
  assert.deepEqual(await routes(page), ['pages/tdesign/tdesign'])
  assert.match((await callWx(page, 'navigateTo', { url: '/pages/home/home' })).failed, /can not navigateTo a tabbar page/)

  await callWx(page, 'navigateTo', { url: '/pages/second/second' })
  assert.equal(await page.getByRole('navigation').isVisible(), false)
})

test('the app hears of a page that is not there', async () => {
  const page = await fixture.open('pages/none/none')

  const missing = await page.evaluate(() => /** @type {any} */ (globalThis).getApp().globalData.missing)
  assert.equal(missing, 'pages/none/none')
})

test('a turned tablet is told to page and app', async () => {
  const page = await fixture.open('pages/home/home')

  await page.setViewportSize({ width: 500, height: 400 })

  const { life } = await untilData(page, (data) => data.life.some((/** @type {string} */ each) => each.startsWith('resize')))
  assert.ok(life.includes('resize 500'))
})

test('an eleventh page is refused', async () => {
  const page = await fixture.open('pages/home/home')
  for (let depth = 2; depth <= 10; depth += 1) await callWx(page, 'navigateTo', { url: '/pages/second/second' })

  const answer = await callWx(page, 'navigateTo', { url: '/pages/second/second' })

  assert.match(answer.failed, /^navigateTo:fail .*page limit exceeded/)
  assert.equal((await routes(page)).length, 10)
})

test('redirect replaces, relaunch clears, an unknown page fails', async () => {
  const page = await fixture.open('pages/home/home')
  await callWx(page, 'navigateTo', { url: '/pages/second/second' })

  await callWx(page, 'redirectTo', { url: '../widgets/widgets' })
  assert.deepEqual(await routes(page), ['pages/home/home', 'pages/widgets/widgets'])
  await callWx(page, 'reLaunch', { url: '/pages/second/second?from=x' })
  assert.deepEqual(await routes(page), ['pages/second/second'])
  const answer = await callWx(page, 'navigateTo', { url: '/pages/none/none' })
  assert.equal(answer.failed, 'navigateTo:fail page "pages/none/none" is not found')
})

test('events reach handlers as plain objects with data and marks', async () => {
  const page = await fixture.open('pages/home/home')

  await page.getByRole('button', { name: 'Count' }).press('Enter')
  const { count, lastEvent } = await untilData(page, (data) => data.count > 0)

  assert.equal(count, 2)
  assert.deepEqual(lastEvent.currentTarget.dataset, { step: '2' })
  assert.deepEqual(lastEvent.mark, { kind: 'counter' })
  assert.deepEqual(Object.keys(lastEvent).sort(), [
    'changedTouches', 'currentTarget', 'detail', 'mark', 'target', 'timeStamp', 'touches', 'type',
  ])
})

test('component events, slots, wxs and style scopes work together', async () => {
  const page = await fixture.open('pages/home/home')

  await page.getByRole('button', { name: 'Tea' }).click()

  assert.equal((await untilData(page, (data) => data.chosen)).chosen, 'Tea 2')
  assert.equal(await page.getByText('slot 2').isVisible(), true)
  assert.equal(await page.getByText('array digits text').isVisible(), true)
  const colour = (/** @type {string} */ text) =>
    page.getByText(text, { exact: true }).evaluate((element) => getComputedStyle(element).color)
  assert.equal(await colour('hello'), 'rgb(0, 0, 160)')
  assert.equal(await colour('Tea'), 'rgb(0, 120, 0)')
})

test("one page's style sheet does not touch another page", async () => {
  const page = await fixture.open('pages/home/home')
  await callWx(page, 'navigateTo', { url: '/pages/second/second' })

  const second = page.getByText('second', { exact: false }).first()
  assert.equal(await second.evaluate((element) => getComputedStyle(element).color), 'rgb(1, 2, 3)')
})

test('rpx and vh in inline styles measure the web view', async () => {
  const page = await fixture.open('pages/home/home')
  const stage = await page.locator('.mpv-stage').boundingBox()

  const box = await page.getByText('half', { exact: true }).boundingBox()

  assert.equal(box?.width, 375 / 2)
  assert.equal(box?.height, (stage?.height ?? 0) / 2)
})

test('pulling down and reaching the bottom are told', async () => {
  const page = await fixture.open('pages/home/home')

  await page.evaluate(() => /** @type {any} */ (globalThis).__preview.pullDown())
  await page.evaluate(() => document.querySelector('wx-page')?.scrollTo({ top: 99999 }))

  const { life } = await untilData(page, (data) => data.life.includes('bottom'))
  assert.ok(life.includes('pull'))
})

test('a finger pulls the page down', async () => {
  const page = await fixture.open('pages/home/home', { hasTouch: true, isMobile: true })
  const session = await page.context().newCDPSession(page)
  const touch = (/** @type {string} */ type, /** @type {number[]} */ ...points) =>
    session.send('Input.dispatchTouchEvent', {
      type: /** @type {any} */ (type),
      touchPoints: points.map((y) => ({ x: 100, y })),
    })

  await touch('touchStart', 120)
  await touch('touchMove', 260)
  await touch('touchEnd')

  const { life } = await untilData(page, (data) => data.life.includes('pull'))
  assert.equal(life.filter((/** @type {string} */ each) => each === 'pull').length, 1)
})

test('setData over 1 MB is refused and reported', async () => {
  const page = await fixture.open('pages/home/home')

  const message = await page.evaluate(() => {
    try {
      const [top] = /** @type {any} */ (globalThis).getCurrentPages()
      top.setData({ big: 'x'.repeat(1024 * 1024) })
      return ''
    } catch (error) {
      return /** @type {Error} */ (error).message
    }
  })

  assert.match(message, /pages\/home\/home: setData of \d+ bytes exceeds WeChat's limit of 1 MB/)
})

test('an error in a handler reaches the app and the test', async () => {
  const page = await fixture.open('pages/home/home')

  await page.evaluate(() => {
    const [top] = /** @type {any} */ (globalThis).getCurrentPages()
    Object.getPrototypeOf(top).onHide = () => {
      throw new Error('broken on purpose')
    }
  })
  await callWx(page, 'navigateTo', { url: '/pages/second/second' })

  await page.waitForFunction(() => /** @type {any} */ (globalThis).__preview.errors.length > 0)
  const [error] = await page.evaluate(() => /** @type {any} */ (globalThis).__preview.errors)
  assert.match(error, /broken on purpose/)
})
