import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { callsOf } from '../lib/fake-wx.mjs'
import { startWorld, until } from '../lib/world.mjs'

describe('the confirm page', () => {
  let world
  let page

  beforeEach(async () => {
    world = await startWorld({
      page: 'pages/confirm/confirm',
      visit: 'stores/visit',
      cart: 'stores/cart',
      menu: 'stores/menu',
      scan: 'services/scan',
    })
    await world.app.scan.openTable('CUIHU-T5')
    await world.app.menu.loadMenu('cuihu')
    fill([{ dish_id: 11, quantity: 2 }])
  })
  afterEach(async () => {
    page?.onUnload()
    await world.stop()
  })

  const fill = (lines) =>
    world.app.cart.replaceCart('cuihu', lines.map((line, key) => ({ key: `k${key}`, options: [], combo: [], note: '', ...line })))
  const open = async () => {
    page = await world.openPage()
    await until(() => !page.data.isQuoting, 'the quote')
    return page
  }
  const orders = () => world.requestsTo('/orders', 'POST')
  const went = (api) => callsOf(world.world, api).map(({ url }) => url)

  it("shows the server's lines and total", async () => {
    await open()

    assert.equal(page.data.total, '116.00')
    assert.deepEqual(page.data.lines.map(({ name, quantity, price }) => [name, quantity, price]), [['状元过桥米线', 2, '116.00']])
    assert.equal(page.data.tableText, '5号桌')
    assert.equal(world.requestsTo('/quotes')[0].body.table_token, 'table-token-5')
  })

  it('places the order, empties the cart and goes on to pay', async () => {
    await open()
    page.handleNote({ detail: { value: ' 少盐 ' } })
    await page.handleSubmit()

    const [{ body }] = orders()
    assert.equal(body.note, '少盐')
    assert.equal(body.table_token, 'table-token-5')
    assert.equal(body.menu_version, world.shop.menu('zh_CN').version)
    assert.deepEqual(Object.keys(body.lines[0]).sort(), ['combo', 'dish_id', 'options', 'quantity'])
    assert.deepEqual(went('redirectTo'), [`/pages/pay/pay?uuid=${body.uuid}&auto=1`])
    assert.deepEqual(world.app.cart.cartLines('cuihu'), [])
  })

  it('goes to the order where guests pay after the meal', async () => {
    world.shop.payMode = 'after'
    await open()
    await page.handleSubmit()

    assert.match(went('redirectTo')[0], /^\/pages\/order\/order\?uuid=/)
  })

  it('places one order for two quick taps', async () => {
    await open()
    await Promise.all([page.handleSubmit(), page.handleSubmit()])

    assert.equal(world.shop.orders.size, 1)
    assert.equal(orders().length, 1)
  })

  it('does not submit while the price is unknown', async () => {
    world.shop.faults.push({ path: '/quotes', lost: 'request', times: 2 })
    await open()
    assert.equal(page.data.quoteFault.text, '网络连接失败，请检查网络后重试')
    await page.handleSubmit()

    assert.equal(orders().length, 0)
    page.handleRequote()
    await until(() => page.data.total === '116.00' && !page.data.isQuoting, 'the quote')
    assert.equal(page.data.quoteFault.text, '')
  })

  it('asks for the table before a dine-in order without one', async () => {
    world.app.visit.leaveTable()
    await open()
    assert.equal(page.data.needsTable, true)

    world.world.scan = { result: '', path: 'pages/menu/menu?scene=CUIHU-T5' }
    await page.handleSubmit()
    await until(() => !page.data.isQuoting && !page.data.needsTable, 'the table')

    assert.equal(orders().length, 0)
    await page.handleSubmit()
    assert.equal(orders()[0].body.table_token, 'table-token-5')
  })

  it('sends no table with a takeaway', async () => {
    await open()
    page.handleService({ currentTarget: { dataset: { service: 'takeaway' } } })
    await until(() => !page.data.isQuoting, 'the quote')
    await page.handleSubmit()

    assert.equal(orders()[0].body.service, 'takeaway')
    assert.equal('table_token' in orders()[0].body, false)
  })

  it('names a dish that sold out and goes on without it', async () => {
    fill([{ dish_id: 11, quantity: 2 }, { dish_id: 12, quantity: 1 }])
    await open()
    world.shop.availability.items['11'] = { state: 'sold_out', left: 0 }
    await page.handleSubmit()

    assert.equal(page.data.shortage, '“状元过桥米线”刚刚售完')
    assert.equal(page.data.isSubmitting, false)
    page.handleShortageConfirm()
    await until(() => !page.data.isQuoting, 'the quote')
    assert.deepEqual(page.data.lines.map(({ name }) => name), ['经典过桥米线'])
    await page.handleSubmit()
    assert.equal(world.shop.orders.size, 1)
  })

  it('offers to take what is left', async () => {
    await open()
    world.shop.faults.push({
      path: '/orders', method: 'POST', status: 409, code: 'sold_out', times: 1,
      details: { dishes: [{ dish_id: 11, name: '状元过桥米线', left: 1 }] },
    })
    await page.handleSubmit()

    assert.equal(page.data.shortage, '“状元过桥米线”只剩 1 份')
    assert.equal(page.data.shortageConfirm, '改为余量并继续')
    page.handleShortageConfirm()
    assert.equal(world.app.cart.cartLines('cuihu')[0].quantity, 1)
  })

  it('shows the new price when the menu changed, and waits for the diner', async () => {
    await open()
    world.shop.extraVersion = 'ffffffffffffffff'
    await page.handleSubmit()
    await until(() => page.data.isMenuChanged && !page.data.isQuoting, 'the new quote')

    assert.equal(world.shop.orders.size, 0)
    await page.handleSubmit()
    assert.equal(world.shop.orders.size, 1)
    assert.equal(orders().at(-1).body.menu_version, 'ffffffffffffffff')
  })

  it('asks for a new scan when the table was cleared', async () => {
    await open()
    world.shop.faults.push({ path: '/orders', method: 'POST', status: 403, code: 'table_expired', times: 1 })
    await page.handleSubmit()

    assert.equal(page.data.needsTable, true)
    assert.equal(world.app.visit.currentTable(new Date()), null)
    assert.equal(world.app.cart.cartLines('cuihu').length, 1)
  })

  it('says so when no answer came, and sends the same order once the network is back', async () => {
    await open()
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'answer', times: 2 })
    await page.handleSubmit()
    assert.equal(page.data.isWaiting, true)
    assert.equal(world.app.cart.cartLines('cuihu').length, 1)

    page.handleResend()
    await until(() => went('redirectTo').length > 0, 'the order')
    assert.equal(world.shop.orders.size, 1)
    assert.equal(page.data.isWaiting, false)
  })

  it('takes up a waiting order when it is opened again', async () => {
    await open()
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'request', times: 2 })
    await page.handleSubmit()
    page.onUnload()

    page = await world.openPage()

    assert.equal(page.data.isWaiting, true)
    page.handleResend()
    await until(() => went('redirectTo').length > 0, 'the order')
  })

  it('gives a waiting order up when the diner wants it and it never arrived', async () => {
    await open()
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'request', times: 2 })
    await page.handleSubmit()
    await page.handleStopWaiting()
    await until(() => !page.data.isQuoting, 'the quote')

    assert.equal(page.data.isWaiting, false)
    assert.equal(world.app.cart.cartLines('cuihu').length, 1)
    assert.equal(world.shop.orders.size, 0)
  })

  it('asks no price and orders nothing without consent', async () => {
    world.world.hasAgreed = false
    world.world.consent = 'refuse'
    await open()
    await page.handleSubmit()

    assert.equal(page.data.quoteFault.text, '同意隐私保护指引后才能下单')
    assert.equal(world.requestsTo('/quotes').length + orders().length + world.world.logins, 0)
  })
})
