import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { callsOf } from '../lib/fake-wx.mjs'
import { startWorld, until } from '../lib/world.mjs'

/** A dish of the fixture that leaves nothing to choose. */
const PLAIN_DISH = 33
const UUID = '8c6f0c3e-2f44-4a4b-9c1d-3f2b1a0c9d8e'

describe('the order page', () => {
  let world
  let page

  beforeEach(async () => {
    world = await startWorld({ page: 'pages/order/order', cart: 'stores/cart' })
    place(UUID)
  })
  afterEach(async () => {
    page?.onUnload()
    await world.stop()
  })

  const place = (uuid, service = 'takeaway') =>
    world.shop.place(
      {
        uuid, store: 'cuihu', service, menu_version: world.shop.menu('zh_CN').version,
        lines: [{ dish_id: PLAIN_DISH, quantity: 2, options: [], combo: [] }],
      },
      'zh_CN',
    )
  const open = async (uuid = UUID) => {
    page = await world.openPage({ uuid })
    await until(() => page.data.state !== 'loading', 'the order')
  }
  const polls = () => world.requestsTo(`/orders/${UUID}`, 'GET')

  it('shows number, steps, dishes and what can be done', async () => {
    await open()

    assert.equal(page.data.headline, '等待付款')
    assert.deepEqual(page.data.badge, { name: '取餐号', value: 'W012' })
    assert.equal(page.data.steps[0].status, 'current')
    assert.equal(page.data.canPay, true)
    assert.equal(page.data.canCancel, true)
  })

  it('shows the proof of a payment', async () => {
    await open()
    assert.deepEqual([page.data.hasProof, page.data.fapiao], [false, ''])
    world.shop.pay(UUID)
    await page.refresh()
    assert.deepEqual([page.data.hasProof, page.data.fapiao], [true, '开发票'])
    page.handleFapiao()
    assert.equal(callsOf(world.world, 'navigateTo').at(-1).url, `/pages/fapiao/fapiao?uuid=${UUID}`)

    await page.handleProof()

    const [shown] = callsOf(world.world, 'openDocument')
    assert.equal(shown.fileType, 'pdf')
    assert.equal(world.world.files.get(shown.filePath), '%PDF-1.4')
  })

  it('says why there is no proof', async () => {
    world.shop.pay(UUID)
    await open()
    const said = () => callsOf(world.world, 'showToast').at(-1).title
    world.shop.faults.push({ path: `/orders/${UUID}/payment-proof`, times: 1, status: 404, code: 'not_found' })
    await page.handleProof()
    assert.equal(said(), '这份订单没有您用微信支付的凭证')
    world.shop.proofStatus = 404
    await page.handleProof()
    assert.equal(said(), '这份订单没有您用微信支付的凭证')
    world.world.isOnline = false
    await page.handleProof()
    assert.equal(said(), '网络连接失败，请检查网络后重试')

    assert.equal(callsOf(world.world, 'openDocument').length, 0)
    assert.equal(page.data.isBusy, false)
  })

  it("opens from WeChat's own order list, which knows the payment only", async () => {
    world.shop.payments.set('W20261125A1', UUID)
    page = await world.openPage({ out_trade_no: 'W20261125A1' })
    await until(() => page.data.state === 'ready', 'the order')

    assert.equal(page.data.uuid, UUID)
    page.onHide()
    page.onShow()
    await until(() => polls().length >= 2, 'another question')
    assert.equal(world.requestsTo('/payments/W20261125A1/order').length, 1)
  })

  it('tells that a payment of somebody else is not found', async () => {
    page = await world.openPage({ out_trade_no: 'W20261125A2' })
    await until(() => page.data.state === 'failed', 'the refusal')

    assert.equal(page.data.fault.text, '没有找到这份订单')
    assert.equal(polls().length, 0)
  })

  it('finds a paid order once the network is back', async () => {
    world.shop.payments.set('W20261125A1', UUID)
    world.world.isOnline = false
    page = await world.openPage({ out_trade_no: 'W20261125A1' })
    await until(() => page.data.state === 'failed', 'the fault')

    world.world.isOnline = true
    page.handleRetry()
    await until(() => page.data.state === 'ready', 'the order')
  })

  it('follows the kitchen', async () => {
    await open()
    world.shop.pay(UUID)
    world.shop.move(UUID, { state: 'preparing', kitchen: 'cooking' })
    await page.refresh()
    assert.equal(page.data.headline, '正在制作')
    assert.equal(page.data.lines[0].kitchen, '制作中')

    world.shop.move(UUID, { state: 'ready', kitchen: 'ready' })
    await page.refresh()
    assert.equal(page.data.headline, '已做好，请取餐')
    assert.equal(page.data.look, 'good')
    assert.equal(page.data.canPay, false)
  })

  it('asks only for what has changed', async () => {
    await open()
    await page.refresh()

    assert.equal(polls()[0].headers['if-none-match'], undefined)
    assert.match(polls()[1].headers['if-none-match'], /^"8c6f0c3e-1"$/)
    assert.equal(page.data.headline, '等待付款')
  })

  it('asks by itself, and stops in the background and at the end', async () => {
    await open()
    await until(() => polls().length >= 2, 'a second question')
    page.onHide()
    const hidden = polls().length
    await new Promise((resolve) => setTimeout(resolve, 3_300))
    assert.equal(polls().length, hidden)

    page.onShow()
    world.shop.move(UUID, { state: 'completed' })
    await until(() => page.data.steps.every(({ status }) => status === 'done'), 'the end')
    const ended = polls().length
    await new Promise((resolve) => setTimeout(resolve, 200))
    assert.equal(polls().length, ended)
  })

  it('keeps what it knows when the network fails, and says so', async () => {
    await open()
    world.world.isOnline = false
    await page.refresh()

    assert.equal(page.data.state, 'ready')
    assert.equal(page.data.isStale, true)
    world.world.isOnline = true
    await page.refresh()
    assert.equal(page.data.isStale, false)
  })

  it('tells that there is no such order, and asks no more', async () => {
    await open('00000000-0000-4000-8000-000000000000')

    assert.equal(page.data.state, 'failed')
    assert.equal(page.data.fault.text, '没有找到这份订单')
  })

  it('cancels only after the question', async () => {
    await open()
    page.handleAskCancel()
    assert.equal(world.shop.order(UUID).state, 'submitted')
    page.handleKeep()
    assert.equal(page.data.isAsking, false)
    page.handleAskCancel()
    await page.handleCancel()

    assert.equal(world.shop.order(UUID).state, 'cancelled')
    assert.equal(page.data.headline, '订单已取消')
    assert.equal(page.data.canRepeat, true)
  })

  it('tells when it is too late to cancel, and shows how the order stands', async () => {
    await open()
    world.shop.pay(UUID)
    await page.handleCancel()

    assert.equal(callsOf(world.world, 'showToast').at(-1).title, '订单已开始处理，不能取消，请联系店员')
    assert.equal(page.data.canCancel, false)
  })

  it('orders again into the cart', async () => {
    await open()
    world.shop.move(UUID, { state: 'completed' })
    await page.refresh()
    await page.handleAgain()

    assert.deepEqual(world.app.cart.cartLines('cuihu').map(({ dish_id, quantity }) => [dish_id, quantity]), [[PLAIN_DISH, 2]])
    assert.equal(callsOf(world.world, 'reLaunch')[0].url, '/pages/menu/menu')
  })
})
