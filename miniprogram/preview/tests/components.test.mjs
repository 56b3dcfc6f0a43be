/** @file Built-in components in a real browser. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Fixture, callWx, dataOf, untilData } from './helpers/browser.mjs'

/** @type {Fixture} */
let fixture
/** @type {import('playwright-core').Page} */
let page

before(async () => {
  fixture = await Fixture.start()
  page = await fixture.open('pages/widgets/widgets')
})
after(() => fixture.stop())

/**
 * Return the last event of a type that the page has seen.
 *
 * @param {string} type
 * @param {() => Promise<unknown>} act What makes it happen.
 * @param {string} [id] Of which component, where another may still be moving.
 */
async function eventOf(type, act, id) {
  const isWanted = (/** @type {any} */ each) => each.type === type && (!id || each.id === id)
  const { seen } = await dataOf(page)
  await act()
  const data = await untilData(page, (now) => now.seen.slice(seen.length).some(isWanted))
  return data.seen.slice(seen.length).findLast(isWanted)
}

test('input: typing sends value and cursor, Enter confirms', async () => {
  const field = page.getByLabel('Name')

  const input = await eventOf('input', () => field.fill('Mei'))
  const confirm = await eventOf('confirm', () => field.press('Enter'))

  assert.deepEqual(input, { type: 'input', id: 'name', detail: { value: 'Mei', cursor: 3, keyCode: 0 } })
  assert.deepEqual(confirm.detail, { value: 'Mei' })
})

test('input: maxlength, number type and model binding hold', async () => {
  const name = page.getByLabel('Name')
  await name.fill('')
  await name.pressSequentially('abcdefghijklmnop')
  await page.getByLabel('Guests').fill('4x2')

  assert.equal(await name.inputValue(), 'abcdefghij')
  assert.equal((await dataOf(page)).guests, '42')
})

test('textarea: grows with its lines', async () => {
  const change = await eventOf('linechange', () => page.getByLabel('Note').fill('one\ntwo\nthree'))

  assert.equal(change.detail.lineCount, 3)
})

test('checkbox: a tap on the label toggles and the group tells all values', async () => {
  const change = await eventOf('change', () => page.getByText('Mint').click())

  assert.deepEqual(change.detail, { value: ['chili', 'mint'] })
  assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 2)
})

test('checkbox: a disabled one stays', async () => {
  const { seen } = await dataOf(page)

  await page.getByText('None').click()

  assert.equal((await dataOf(page)).seen.length, seen.length)
})

test('radio: keyboard arrows choose', async () => {
  await page.getByRole('radio').first().focus()

  const change = await eventOf('change', () => page.keyboard.press('ArrowDown'))

  assert.deepEqual(change.detail, { value: 'l' })
})

test('switch: Space toggles it', async () => {
  await page.getByRole('switch', { name: 'Takeaway' }).focus()

  const change = await eventOf('change', () => page.keyboard.press(' '))

  assert.deepEqual(change.detail, { value: true })
})

test('slider: a key moves it by one step', async () => {
  const change = await eventOf('change', () => page.getByRole('slider', { name: 'Heat' }).press('ArrowRight'))

  assert.deepEqual(change.detail, { value: 2 })
})

test('picker: the choice is made in a dialog by keyboard', async () => {
  await page.getByRole('button', { name: 'Dish' }).press('Enter')
  await page.getByRole('dialog').getByRole('combobox').selectOption('Tea')

  const change = await eventOf('change', () => page.getByRole('button', { name: 'OK' }).press('Enter'))

  assert.deepEqual(change.detail, { value: 1 })
})

test('picker: Escape cancels', async () => {
  await page.getByRole('button', { name: 'Dish' }).click()

  assert.ok(await eventOf('cancel', () => page.keyboard.press('Escape')))
})

test('picker: time and several columns', async () => {
  await page.getByRole('button', { name: 'Time' }).click()
  await page.getByRole('dialog').getByLabel('Time').fill('18:45')
  const time = await eventOf('change', () => page.getByRole('button', { name: 'OK' }).click())
  await page.getByRole('button', { name: 'Two' }).click()
  await page.getByRole('dialog').getByRole('combobox').first().selectOption('b')
  const two = await eventOf('change', () => page.getByRole('button', { name: 'OK' }).click())

  assert.deepEqual(time.detail, { value: '18:45' })
  assert.deepEqual(two.detail, { value: [1, 1] })
})

test('form: submit collects every named field, reset clears', async () => {
  const submit = await eventOf('submit', () => page.getByRole('button', { name: 'Send' }).click())
  await eventOf('reset', () => page.getByRole('button', { name: 'Clear' }).click())

  assert.deepEqual(submit.detail, {
    name: 'abcdefghij',
    guests: '42',
    note: 'one\ntwo\nthree',
    spices: ['chili', 'mint'],
    size: 'l',
    takeaway: true,
    heat: 2,
    dish: 1,
  })
  assert.equal(await page.getByLabel('Name').inputValue(), '')
  assert.equal(await page.getByRole('switch').getAttribute('aria-checked'), 'false')
})

test('button: a disabled one sends no tap and cannot be focused', async () => {
  const off = page.locator('wx-button', { hasText: 'Off' })
  const { seen } = await dataOf(page)

  await off.click({ force: true })

  assert.equal((await dataOf(page)).seen.length, seen.length)
  assert.equal(await off.getAttribute('tabindex'), '-1')
})

test('button: the phone number comes as a code of the sandbox', async () => {
  await page.evaluate(() => /** @type {any} */ (globalThis).__preview.set({ phoneDecision: 'allow', user: 'lin' }))

  const given = await eventOf('getphonenumber', () => page.getByRole('button', { name: 'Phone' }).click())

  assert.deepEqual(given.detail, { errMsg: 'getPhoneNumber:ok', code: 'phone-1' })
  assert.deepEqual(fixture.phone.at(-1)?.body, { appid: 'wxfixture', user: 'lin' })
})

test('button: sharing asks the page with the data of the button', async () => {
  await page.getByRole('button', { name: 'Share' }).click()

  const shared = await page.evaluate(() => /** @type {any} */ (globalThis).__preview.callsOf('share').at(-1).options)
  assert.deepEqual(shared, { title: 'dish 3', path: '/pages/widgets/widgets' })
})

test('button: agreeing to the privacy contract is told', async () => {
  const agreed = await eventOf('agreeprivacyauthorization', () => page.getByRole('button', { name: 'Agree' }).click())

  assert.equal(agreed.detail.errMsg, 'agreePrivacyAuthorization:ok')
  assert.equal((await callWx(page, 'getPrivacySetting')).needAuthorization, false)
})

test('image: size is told on load, a missing file is an error', async () => {
  const { seen } = await dataOf(page)
  const load = seen.find((/** @type {any} */ each) => each.type === 'load')
  const error = seen.find((/** @type {any} */ each) => each.type === 'error')

  assert.deepEqual(load, { type: 'load', id: 'picture', detail: { width: 20, height: 20 } })
  assert.equal(error.id, 'broken')
  assert.equal(await page.getByRole('img', { name: 'A dot' }).count(), 1)
})

test('scroll-view: scrolling into view and reaching the end are told', async () => {
  const lower = await eventOf('scrolltolower', () =>
    page.evaluate(() => document.querySelector('wx-scroll-view')?.scrollTo({ top: 1000 })),
  )

  assert.deepEqual(lower.detail, { direction: 'bottom' })
})

test('swiper: an arrow key shows the next slide', async () => {
  await page.getByLabel('Pictures').focus()

  const change = await eventOf('change', () => page.keyboard.press('ArrowRight'), 'swiper')

  assert.equal(change.detail.current, 1)
})

test('picker-view: a wheel tells its new rows', async () => {
  await page.getByLabel('Hours').focus()

  const change = await eventOf('change', () => page.keyboard.press('ArrowDown'), 'wheel')

  assert.deepEqual(change.detail, { value: [2] })
})

test('rich-text: markup is shown, scripts are not', async () => {
  assert.equal(await page.locator('wx-rich-text b').innerText(), 'bold')
  assert.equal(await page.locator('wx-rich-text script').count(), 0)
  assert.equal(await page.locator('wx-rich-text p.note').innerText(), 'a note')
})

test('view: a long press replaces the tap', async () => {
  const { seen } = await dataOf(page)

  await page.locator('wx-view', { hasText: /^hold$/ }).click({ delay: 500 })
  const data = await untilData(page, (now) => now.seen.length > seen.length)

  assert.deepEqual(data.seen.slice(seen.length).map((/** @type {any} */ each) => each.type), ['longpress'])
})

test('view: catch stops the event, bind lets it rise', async () => {
  const { seen } = await dataOf(page)

  await page.getByText('inner').click()
  const data = await untilData(page, (now) => now.seen.length > seen.length)

  assert.deepEqual(data.seen.slice(seen.length).map((/** @type {any} */ each) => each.id), ['inner'])
})

test('view: a mouse drag is a touch', async () => {
  const { seen } = await dataOf(page)
  const box = await page.getByText('drag').boundingBox()
  assert.ok(box)

  await page.mouse.move(box.x + 5, box.y + 5)
  await page.mouse.down()
  await page.mouse.move(box.x + 30, box.y + 5)
  await page.mouse.up()
  const data = await untilData(page, (now) => now.seen.some((/** @type {any} */ each) => each.type === 'touchend'))

  const types = data.seen.slice(seen.length).map((/** @type {any} */ each) => each.type)
  assert.deepEqual(types, ['touchstart', 'touchmove', 'touchend'])
})

test('view: hover-class comes with the press and goes', async () => {
  const hover = page.getByText('hover')
  await hover.hover()
  await page.mouse.down()
  assert.equal(await hover.getAttribute('class'), 'pressed')

  await page.mouse.up()
  await page.waitForFunction(() => !document.querySelector('.pressed'))
})

test('view: hidden is not shown', async () => {
  assert.equal(await page.getByText('hidden', { exact: true }).isVisible(), false)
})

test('navigator and tags: every built-in tag has an element of its own', async () => {
  assert.equal(await page.locator('wx-root-portal wx-view').isVisible(), true)
  assert.equal(await page.getByText('in page container').isVisible(), false)
  assert.equal(await page.getByRole('progressbar', { name: 'Done' }).getAttribute('aria-valuenow'), '40')
})
