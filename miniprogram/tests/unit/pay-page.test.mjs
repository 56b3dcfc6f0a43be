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
    await until(() => page.data.state === 'cancelled', 'the server to know')

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

describe('the pay page, honest about what is known', () => {
  let world
  let page

  const start = async (storage = {}) => {
    world = await startWorld({ page: 'pages/pay/pay' }, { storage })
    const { version } = world.shop.menu('zh_CN')
    world.shop.place(
      { uuid: UUID, store: 'cuihu', service: 'takeaway', menu_version: version, lines: [{ dish_id: 11, quantity: 1, options: [], combo: [] }] },
      'zh_CN',
    )
  }
  beforeEach(() => start())
  afterEach(async () => {
    page?.onUnload()
    await world.stop()
  })

  const open = async () => {
    page = await world.openPage({ uuid: UUID })
    await until(() => page.data.state !== 'loading', 'the order')
  }
  const answered = () => until(() => world.requestsTo(`/orders/${UUID}/check-payment`).length > 0, 'a question')

  for (const [payment, state] of Object.entries({ cancel: 'cancelled', '(支付失败)': 'failed' })) {
    it(`says "${state}" only when the server knows that nothing was paid`, async () => {
      world.world.payment = payment
      world.shop.isPaymentKnown = false
      await open()
      page.handlePay()
      await answered()
      await new Promise((resolve) => setTimeout(resolve, 50))
      assert.equal(page.data.state, 'confirming')
      assert.equal(page.data.canPay, false)

      world.shop.isPaymentKnown = true
      page.onShow()
      await until(() => page.data.state === state, state)

      assert.equal(page.data.canPay, true)
      assert.match(page.data.payUntil, /^请在 \d\d:\d\d 前支付$/)
    })
  }

  it('does not let the diner pay again while WeChat cannot be asked', async () => {
    world.world.payment = 'cancel'
    world.shop.faults.push({ path: `/orders/${UUID}/check-payment`, status: 503, code: 'wechat_unavailable', times: 9 })
    await open()
    page.handlePay()
    await answered()
    await new Promise((resolve) => setTimeout(resolve, 600))

    assert.equal(page.data.state, 'confirming')
    page.handlePay()
    assert.equal(callsOf(world.world, 'requestPayment').length, 1)
  })

  it('looks into an attempt that the app did not live to see the end of', async () => {
    await world.stop()
    await start({ open_payments: [UUID] })
    await open()
    await until(() => page.data.state === 'unpaid', 'the truth')
    assert.equal(page.data.canPay, true)
    assert.deepEqual(world.world.storage.get('open_payments'), [])
  })

  it('finds the money of such an attempt', async () => {
    await world.stop()
    await start({ open_payments: [UUID] })
    world.shop.paidBy.add(UUID)
    await open()

    await until(() => page.data.state === 'paid', 'paid')
    assert.equal(callsOf(world.world, 'requestPayment').length, 0)
  })

  it('keeps the attempt in mind until its end is known', async () => {
    world.shop.isPaymentKnown = false
    await open()
    page.handlePay()
    await answered()

    assert.deepEqual(world.world.storage.get('open_payments'), [UUID])
  })

  it('asks by itself when the sheet is gone without a word', async () => {
    await open()
    page.show('opening')
    page.endSilence()
    await until(() => page.data.state === 'unpaid', 'the truth')
  })

  it('can be loaded again when the network was away', async () => {
    world.world.isOnline = false
    await open()
    assert.equal(page.data.state, 'lost')

    world.world.isOnline = true
    page.handleRetry()
    await until(() => page.data.state === 'ready', 'the order')
  })

  it('offers no payment once the time is over', async () => {
    await open()
    page.follow({ ...world.shop.order(UUID), expires_at: new Date(Date.now() - 1000).toISOString() })

    assert.equal(page.data.state, 'expired')
    assert.equal(page.data.canPay, false)
  })
})
