import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { callsOf } from '../lib/fake-wx.mjs'
import { startWorld, until } from '../lib/world.mjs'

const PLAIN_DISH = 33
const UUID = '8c6f0c3e-2f44-4a4b-9c1d-3f2b1a0c9d8e'
const PATH = `/orders/${UUID}/fapiao`
// Tencent's, as it stands on its website.
const TAX_NUMBER = '9144030071526726XG'
const COMPANY = '深圳市腾讯计算机系统有限公司'
const KEPT = { kind: 'company', individual: '张三', company: { title: COMPANY, taxNumber: TAX_NUMBER } }

describe('the fapiao page', () => {
  let world
  let page

  const start = async (storage = {}) => {
    world = await startWorld({ page: 'pages/fapiao/fapiao' }, { storage })
    const lines = [{ dish_id: PLAIN_DISH, quantity: 2, options: [], combo: [] }]
    const menu_version = world.shop.menu('zh_CN').version
    world.shop.place({ uuid: UUID, store: 'cuihu', service: 'takeaway', menu_version, lines }, 'zh_CN')
  }
  beforeEach(async () => {
    await start()
    world.shop.pay(UUID)
  })
  afterEach(async () => {
    page?.onUnload()
    await world.stop()
  })

  const open = async (uuid = UUID) => {
    page = await world.openPage({ uuid })
    await until(() => page.data.state !== 'loading', 'the fapiao')
  }
  const order = () => world.shop.order(UUID)
  const asked = () => world.requestsTo(PATH, 'POST').map(({ body }) => body)
  const choose = (key) => page.handleKind({ currentTarget: { dataset: { key } } })
  const typeTitle = (value) => page.handleTitle({ detail: { value } })
  const typeNumber = (value) => page.handleTaxNumber({ detail: { value } })
  const ask = async () => {
    typeTitle('张三')
    await page.handleSubmit()
  }
  const facts = () => page.data.request.facts.map(({ value }) => value)

  it('asks for one in a person’s name, for what was paid', async () => {
    await open()
    assert.equal(page.data.isAsking, true)
    assert.equal(page.data.request, null)
    assert.equal(page.data.amount, (order().total_fen / 100).toFixed(2))
    typeTitle(' 张三 ')

    await page.handleSubmit()

    assert.deepEqual(asked(), [{ kind: 'individual', title: '张三', tax_number: '' }])
    assert.equal(page.data.request.headline, '等待门店开票')
    assert.deepEqual(page.data.request.steps.map(({ status }) => status), ['current', 'todo'])
    assert.deepEqual(facts(), ['个人', '张三', order().number])
    assert.equal(page.data.isAsking, false)
  })

  it('asks for one in a company’s name, its number as the shop writes it', async () => {
    await open()
    choose('company')
    typeTitle(COMPANY)
    typeNumber('91440300 71526726xg')

    await page.handleSubmit()

    assert.deepEqual(facts().slice(0, 3), ['单位', COMPANY, TAX_NUMBER])
    assert.deepEqual(world.world.storage.get('fapiao-titles').company, { title: COMPANY, taxNumber: TAX_NUMBER })
  })

  it('says in place what is empty, and sends nothing', async () => {
    await open()
    choose('company')
    await page.handleSubmit()

    assert.deepEqual(page.data.faults, { title: '请填写抬头', tax_number: '请填写税号' })
    typeTitle(COMPANY)
    typeNumber(TAX_NUMBER)
    assert.equal(asked().length, 0)
    choose('individual')
    assert.deepEqual(page.data.faults, { title: '', tax_number: '' })
  })

  it('says under the field that the shop did not take it', async () => {
    await open()
    choose('company')
    typeTitle(COMPANY)
    typeNumber('9144030071526726XH')

    await page.handleSubmit()

    assert.equal(asked().length, 1)
    assert.deepEqual(page.data.faults, { title: '', tax_number: '税号不对，请对照营业执照核对这 18 位' })
    assert.equal(page.data.isAsking, true)
    assert.equal(world.world.storage.has('fapiao-titles'), false)
    assert.equal(callsOf(world.world, 'showToast').length, 0)
    world.shop.faults.push({ path: PATH, method: 'POST', times: 1, status: 422, code: 'fapiao_invalid', details: { field: 'title' } })
    typeNumber(TAX_NUMBER)
    await page.handleSubmit()
    assert.deepEqual(page.data.faults, { title: '请核对抬头', tax_number: '' })
  })

  it('offers the names of the last time', async () => {
    await world.stop()
    await start({ 'fapiao-titles': KEPT })
    world.shop.pay(UUID)

    await open()

    assert.deepEqual([page.data.kind, page.data.title, page.data.taxNumber], ['company', COMPANY, TAX_NUMBER])
    choose('individual')
    assert.deepEqual([page.data.title, page.data.taxNumber], ['张三', ''])
    choose('company')
    assert.equal(page.data.title, COMPANY)
  })

  it('sends no tax number for a person', async () => {
    await open()
    choose('company')
    typeNumber(TAX_NUMBER)
    choose('individual')

    await ask()

    assert.equal(asked()[0].tax_number, '')
  })

  it('corrects what was asked for', async () => {
    await open()
    await ask()
    page.handleAskAgain()
    assert.deepEqual([page.data.kind, page.data.title], ['individual', '张三'])
    typeTitle('李四')

    await page.handleSubmit()

    assert.equal(page.data.request.facts[1].value, '李四')
    assert.equal(asked().length, 2)
  })

  it('shows the number and the link once it is issued', async () => {
    await open()
    await ask()
    world.shop.fapiao.move(order(), { state: 'issued', fapiao_number: '26442000000012345678', url: 'https://dppt.example.cn/v/1' })

    await page.refresh()

    assert.equal(page.data.request.look, 'good')
    assert.deepEqual(page.data.request.steps.map(({ status }) => status), ['done', 'done'])
    assert.equal(page.data.canRequest, false)
    assert.equal(page.data.canWithdraw, false)
    page.handleCopyNumber()
    page.handleCopyLink()
    const copied = callsOf(world.world, 'setClipboardData').map(({ data }) => data)
    assert.deepEqual(copied, ['26442000000012345678', 'https://dppt.example.cn/v/1'])
  })

  it('tells the new amount after money came back', async () => {
    await open()
    await ask()
    world.shop.fapiao.move(order(), { state: 'issued', fapiao_number: '26442000000012345678', url: 'https://dppt.example.cn/v/1' })
    world.shop.fapiao.givenBack.set(UUID, 1_000)
    world.shop.fapiao.move(order(), { state: 'changed' })

    await page.refresh()

    assert.equal(page.data.request.headline, '金额有变，等待重新开票')
    assert.equal(page.data.request.amount, ((order().total_fen - 1_000) / 100).toFixed(2))
    assert.equal(page.data.request.amountName, '现在的开票金额')
    assert.equal(page.data.isOpen, true)
    assert.deepEqual([page.data.numberName, page.data.url], ['原发票号码（已作废）', ''])
  })

  it('says why the shop declined, and lets the diner ask again', async () => {
    await open()
    await ask()
    world.shop.fapiao.move(order(), { state: 'refused', answer: '抬头与执照不一致' })
    await page.refresh()
    assert.equal(page.data.request.answer, '抬头与执照不一致')
    assert.equal(page.data.isAsking, false)

    page.handleAskAgain()
    await ask()

    assert.equal(page.data.request.headline, '等待门店开票')
    assert.equal(page.data.request.answer, '')
  })

  it('takes the request back after asking', async () => {
    await open()
    await ask()
    page.handleAskWithdraw()
    assert.equal(page.data.isWithdrawing, true)

    await page.handleWithdraw()

    assert.equal(page.data.request.headline, '申请已撤回')
    assert.equal(page.data.canRequest, true)
  })

  it('hears that it came too late to take it back', async () => {
    await open()
    await ask()
    world.shop.fapiao.move(order(), { state: 'issued', fapiao_number: '1' })

    await page.handleWithdraw()

    assert.equal(page.data.request.headline, '发票已开好')
    assert.equal(callsOf(world.world, 'showToast').at(-1).title, '现在不能申请开票，请看最新状态')
  })

  it('hears that it was issued while the form was open', async () => {
    await open()
    await ask()
    page.handleAskAgain()
    world.shop.fapiao.move(order(), { state: 'issued', fapiao_number: '1' })

    await ask()

    assert.equal(page.data.isAsking, false)
    assert.equal(page.data.request.headline, '发票已开好')
  })

  it('keeps what is typed while it asks how things stand', async () => {
    await open()
    await ask()
    page.handleAskAgain()
    typeTitle('王五')

    await page.refresh()

    assert.deepEqual([page.data.title, page.data.isAsking], ['王五', true])
  })

  it('asks again only while the shop has something to do', async () => {
    await open()
    let stops = 0
    page.poller.stop()
    page.poller = { start: () => undefined, stop: () => (stops += 1) }
    await page.refresh()
    assert.equal(stops, 1)
    await ask()

    await page.refresh()

    assert.equal(stops, 1)
  })

  it('says that an unpaid order has none', async () => {
    await world.stop()
    await start()

    await open()

    assert.equal(page.data.request, null)
    assert.equal(page.data.canRequest, false)
    assert.equal(page.data.isAsking, false)
  })

  it('tells that an order of somebody else is not found', async () => {
    await open('00000000-2f44-4a4b-9c1d-3f2b1a0c9d8e')

    assert.equal(page.data.state, 'failed')
    assert.equal(page.data.fault.text, '没有找到相关内容')
  })
})
