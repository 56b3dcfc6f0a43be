import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { callsOf } from '../lib/fake-wx.mjs'
import { startWorld, until } from '../lib/world.mjs'

const PLAIN_DISH = 33
const OTHER_DISH = 31
const UUID = '8c6f0c3e-2f44-4a4b-9c1d-3f2b1a0c9d8e'
const DENIED = { status: 503, code: 'busy' }

describe('the refund page', () => {
  let world
  let page

  beforeEach(async () => {
    world = await startWorld({ page: 'pages/refund/refund' })
    const line = (dish_id, quantity) => ({ dish_id, quantity, options: [], combo: [] })
    world.shop.place(
      { uuid: UUID, store: 'cuihu', service: 'takeaway', menu_version: world.shop.menu('zh_CN').version, lines: [line(PLAIN_DISH, 2), line(OTHER_DISH, 1)] },
      'zh_CN',
    )
    world.shop.pay(UUID)
  })
  afterEach(async () => {
    page?.onUnload()
    await world.stop()
  })

  const open = async (uuid = UUID) => {
    page = await world.openPage({ uuid })
    await until(() => page.data.state !== 'loading', 'the refund')
  }
  const step = (id, value) => page.handleStep({ currentTarget: { dataset: { id } }, detail: { value } })
  const choose = (key) => page.handleReason({ currentTarget: { dataset: { key } } })
  const unit = (id) => world.shop.order(UUID).lines[id - 1].unit_price_fen
  const asked = () => world.requestsTo(`/orders/${UUID}/refund-requests`, 'POST')
  const fill = () => {
    step(1, 1)
    choose('missing')
  }
  const pickPhotos = async (...paths) => {
    world.world.media = paths
    await page.handleAddPhoto()
  }
  const last = () => page.data.requests[0]

  it('asks for the dishes and the reason that were chosen', async () => {
    await open()
    assert.equal(page.data.isAsking, true)
    assert.equal(page.data.isReady, false)
    fill()
    page.handleText({ detail: { value: ' 没有鸡蛋 ' } })
    assert.equal(page.data.amount, (unit(1) / 100).toFixed(2))

    await page.handleSubmit()

    const { uuid, ...wish } = asked()[0].body
    assert.match(uuid, /^[0-9a-f-]{36}$/)
    assert.deepEqual(wish, { reason: 'missing', text: '没有鸡蛋', lines: [{ line_id: 1, quantity: 1 }] })
    assert.equal(last().headline, '等待门店处理')
    assert.equal(last().steps[0].status, 'current')
    assert.equal(page.data.isAsking, false)
  })

  it('asks for all that is left without naming dishes', async () => {
    await open()
    page.handleAll()
    choose('slow')
    assert.equal(page.data.amount, (world.shop.order(UUID).total_fen / 100).toFixed(2))

    await page.handleSubmit()

    assert.deepEqual(asked()[0].body.lines, [])
    page.handleAll()
    assert.equal(page.data.isAll, true)
    page.handleAll()
    assert.equal(page.data.isAll, false)
  })

  it('says what is still to be chosen, and sends nothing', async () => {
    await open()
    await page.handleSubmit()
    choose('other')
    await page.handleSubmit()

    assert.deepEqual(callsOf(world.world, 'showToast').map(({ title }) => title), ['请选择退款原因', '请先选择要退的菜品'])
    assert.equal(asked().length, 0)
  })

  it('repeats the same request when the answer was lost', async () => {
    await open()
    fill()
    world.shop.faults.push({ path: `/orders/${UUID}/refund-requests`, times: 2, lost: 'answer' })

    await page.handleSubmit()
    await page.handleSubmit()

    assert.equal(new Set(asked().map(({ body }) => body.uuid)).size, 1)
    assert.equal(page.data.requests.length, 1)
  })

  it('makes another request of another wish', async () => {
    await open()
    fill()
    world.shop.faults.push({ path: `/orders/${UUID}/refund-requests`, times: 2, ...DENIED })
    await page.handleSubmit()
    step(2, 1)

    await page.handleSubmit()

    assert.equal(new Set(asked().map(({ body }) => body.uuid)).size, 2)
    assert.equal(page.data.requests.length, 1)
  })

  it('sends up to three photos after the request', async () => {
    await open()
    fill()
    await pickPhotos('a', 'b')
    await pickPhotos('c', 'd')
    assert.deepEqual(page.data.photos, ['a', 'b', 'c'])
    assert.equal(page.data.canAddPhoto, false)
    page.handleRemovePhoto({ currentTarget: { dataset: { index: 1 } } })
    assert.equal(page.data.canAddPhoto, true)

    await page.handleSubmit()

    assert.equal(world.shop.refunds.view(world.shop.order(UUID)).requests[0].photos, 2)
    assert.ok(last().facts.some(({ name, value }) => name === '照片' && value === '2 张'))
    assert.equal(page.data.unsent, 0)
    assert.deepEqual(page.data.photos, [])
  })

  it('keeps a photo that did not get through, to be sent again', async () => {
    await open()
    fill()
    await pickPhotos('a', 'b')
    world.shop.faults.push({ path: '/refund-requests/', times: 1, ...DENIED })

    await page.handleSubmit()

    assert.equal(page.data.unsent, 1)
    assert.equal(page.data.unsentText, '有 1 张照片没有发出去')
    assert.equal(page.data.requests.length, 1)
    await page.handleResend()
    assert.equal(page.data.unsent, 0)
    assert.equal(world.shop.refunds.view(world.shop.order(UUID)).requests[0].photos, 2)
  })

  it('gives up on a photo that the shop cannot read', async () => {
    await open()
    fill()
    await pickPhotos('a')
    world.shop.faults.push({ path: '/refund-requests/', times: 1, status: 422, code: 'photo_invalid' })

    await page.handleSubmit()

    assert.equal(page.data.unsent, 0)
    assert.equal(callsOf(world.world, 'showToast').at(-1).title, '这张图片无法识别，请换一张')
  })

  it('renews a token that died before a photo was sent', async () => {
    await open()
    fill()
    await pickPhotos('a')
    world.shop.faults.push({ path: '/refund-requests/', times: 1, status: 401, code: 'token_expired' })

    await page.handleSubmit()

    assert.equal(page.data.unsent, 0)
    assert.equal(world.requestsTo('/token', 'POST').length, 1)
  })

  it('follows the money until it has arrived', async () => {
    await open()
    fill()
    await page.handleSubmit()
    const { uuid } = last()
    world.shop.refunds.move(uuid, { state: 'refunding', granted_fen: unit(1), answer: '对不起' })
    await page.refresh()
    assert.deepEqual(last().steps.map(({ status }) => status), ['done', 'current', 'todo'])
    assert.equal(last().answer, '对不起')
    assert.equal(last().canWithdraw, false)

    world.shop.refunds.move(uuid, { state: 'refunded' })
    await page.refresh()

    assert.deepEqual(last().steps.map(({ status }) => status), ['done', 'done', 'done'])
    assert.equal(last().look, 'good')
    assert.equal(page.data.canRequest, true)
    page.handleAskAgain()
    assert.equal(page.data.isAsking, true)
  })

  it('says that the shop declined, and why', async () => {
    await open()
    fill()
    await page.handleSubmit()
    world.shop.refunds.move(last().uuid, { state: 'refused', answer: '菜品已上齐' })

    await page.refresh()

    assert.equal(last().headline, '门店没有同意退款')
    assert.equal(last().answer, '菜品已上齐')
    assert.deepEqual(last().steps, [])
  })

  it('takes a request back after asking', async () => {
    await open()
    fill()
    await page.handleSubmit()
    page.handleAskWithdraw()
    assert.equal(page.data.isWithdrawing, true)

    await page.handleWithdraw()

    assert.equal(last().headline, '申请已撤回')
    assert.equal(page.data.canRequest, true)
  })

  it('hears that it came too late to take it back', async () => {
    await open()
    fill()
    await page.handleSubmit()
    world.shop.refunds.move(last().uuid, { state: 'refunding', granted_fen: unit(1) })

    await page.handleWithdraw()

    assert.equal(last().headline, '门店已同意，退款途中')
  })

  it('asks again only while something is under way', async () => {
    await open()
    let stops = 0
    page.poller.stop()
    page.poller = { start: () => undefined, stop: () => (stops += 1) }
    await page.refresh()
    assert.equal(stops, 1)
    fill()
    await page.handleSubmit()

    await page.refresh()

    assert.equal(stops, 1)
  })

  it('tells that an order of somebody else is not found', async () => {
    await open('00000000-2f44-4a4b-9c1d-3f2b1a0c9d8e')

    assert.equal(page.data.state, 'failed')
    assert.equal(page.data.fault.text, '没有找到相关内容')
  })
})
