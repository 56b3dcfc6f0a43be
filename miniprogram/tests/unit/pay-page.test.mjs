import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { callsOf } from '../lib/fake-wx.mjs'
import { startWorld, until } from '../lib/world.mjs'

const UUID = '8c6f0c3e-2f44-4a4b-9c1d-3f2b1a0c9d8e'

describe('the pay page', () => {
  let world
  let page

  beforeEach(async () => {
    world = await startWorld({ page: 'pages/pay/pay' })
    const { version } = world.shop.menu('zh_CN')
    world.shop.place(
      { uuid: UUID, store: 'cuihu', service: 'takeaway', menu_version: version, lines: [{ dish_id: 11, quantity: 1, options: [], combo: [] }] },
      'zh_CN',
    )
  })
  afterEach(async () => {
    page?.onUnload()
    await world.stop()
  })

  const open = async (query = {}) => {
    page = await world.openPage({ uuid: UUID, ...query })
    await until(() => page.data.state !== 'loading', 'the order')
    return page
  }
  const pay = async () => {
    page.handlePay()
    await until(() => page.data.state !== 'opening' && page.data.state !== 'ready', 'an outcome')
  }
  const wechatTakesMoney = () => {
    world.world.onPaid = () => world.shop.paidBy.add(UUID)
  }

  it('shows the sum and the time left, and takes no money by itself', async () => {
    await open()

    assert.equal(page.data.state, 'ready')
    assert.equal(page.data.amount, '58.00')
    assert.match(page.data.timeLeft, /请在 1[45]:\d\d 内完成支付/)
    assert.equal(callsOf(world.world, 'requestPayment').length, 0)
  })

  it('hands the five parameters of the server to WeChat', async () => {
    wechatTakesMoney()
    await open()
    await pay()

    const [{ success, fail, ...given }] = callsOf(world.world, 'requestPayment')
    assert.deepEqual(given, {
      timeStamp: '1700000000', nonceStr: 'nonce', package: `prepay_id=${UUID}`, signType: 'RSA', paySign: 'sign',
    })
  })

  it('does not say paid on the word of the phone alone', async () => {
    await open()
    await pay()
    await until(() => world.requestsTo(`/orders/${UUID}/check-payment`).length > 0, 'a question')
    await new Promise((resolve) => setTimeout(resolve, 50))

    assert.equal(page.data.state, 'confirming')
  })

  it('says paid once the server has said so', async () => {
    wechatTakesMoney()
    await open({ auto: '1' })
    await until(() => page.data.state === 'paid', 'paid')

    assert.equal(world.shop.order(UUID).payment_state, 'paid')
  })

  it('lets the diner pay again after cancelling, with the same order', async () => {
    world.world.payment = 'cancel'
    await open()
    await pay()
    assert.equal(page.data.state, 'cancelled')

    world.world.payment = 'ok'
    wechatTakesMoney()
    page.handlePay()
    await until(() => page.data.state === 'paid', 'paid')
    assert.equal(world.shop.orders.size, 1)
  })

  it('finds out that the money came although the phone heard of a failure', async () => {
    world.world.payment = '(支付失败)'
    await open()
    world.shop.paidBy.add(UUID)
    page.handlePay()
    await until(() => page.data.state === 'paid', 'paid')
  })

  it('tells why the server gives no payment, and looks how the order stands', async () => {
    await open()
    world.shop.move(UUID, { state: 'cancelled', can: { pay: false, cancel: false } })
    page.handlePay()
    await until(() => page.data.state === 'dead', 'the end')

    assert.equal(callsOf(world.world, 'requestPayment').length, 0)
  })

  it('is ready for another try when the network breaks before WeChat opens', async () => {
    await open()
    world.world.isOnline = false
    await pay()

    assert.equal(page.data.state, 'failed')
    assert.equal(page.data.fault.text, '网络连接失败，请检查网络后重试')
  })

  it('opens WeChat once for two quick taps', async () => {
    wechatTakesMoney()
    await open()
    page.handlePay()
    page.handlePay()
    await until(() => page.data.state === 'paid', 'paid')

    assert.equal(callsOf(world.world, 'requestPayment').length, 1)
  })

  it('asks nothing in the background', async () => {
    await open()
    await pay()
    await until(() => world.requestsTo(`/orders/${UUID}/check-payment`).length > 0, 'a question')
    page.onHide()
    // A question that was on its way already still arrives.
    await new Promise((resolve) => setTimeout(resolve, 300))
    const before = world.shop.requests.length
    await new Promise((resolve) => setTimeout(resolve, 2_800))

    assert.equal(world.shop.requests.length, before)
  })
})
