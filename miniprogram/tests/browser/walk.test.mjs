/**
 * @file A guest's way through the app in Chromium: from the table's code to the dish that is ready,
 * and what happens when something goes wrong on it.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Restaurant } from '../lib/diner.mjs'

/** Dishes of the fixture. */
const NOODLES = '状元过桥米线'
const PLAIN = '香煎松茸'
const PLAIN_ID = 33
const ONE_POINT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64',
)
const MUSHROOMS = '野生菌'

// Of all together: a machine that is busy with other tests needs several times a minute.
describe('a guest', { timeout: 600_000 }, () => {
  let restaurant
  let guest

  before(async () => {
    restaurant = await Restaurant.open()
  })
  after(() => restaurant?.close(), { timeout: 30_000 })

  const seat = async (wish) => {
    guest = await restaurant.seat(wish)
  }
  const leave = async () => {
    assert.deepEqual(await guest.errors(), [])
    await guest.leave()
  }
  const addPlain = async () => {
    await guest.openCategory(MUSHROOMS)
    await guest.tap(`加一份${PLAIN}`)
  }
  const checkOut = async () => {
    await guest.tap('去结算')
    await guest.see('整单备注')
  }

  it('orders, pays and hears that the dish is ready', async () => {
    await seat()
    await guest.see('5号桌')
    await guest.page.getByRole('button', { name: `选规格：${NOODLES}` }).first().click()
    await guest.tap(/加入购物车/)
    await guest.see('请选择“汤底”')
    await guest.page.getByRole('radio', { name: '菌菇清汤 +¥6' }).click()
    await guest.tap(/加入购物车 ¥64/)
    await addPlain()
    await guest.page.getByRole('button', { name: /^购物车 2 ¥/ }).waitFor()
    await checkOut()
    await guest.page.getByRole('textbox', { name: '整单备注' }).fill('少油')
    await guest.steer({ paymentOutcome: 'ok' })
    await guest.tap('提交并支付')
    await guest.see('支付成功')

    assert.equal(guest.order.payment_state, 'paid')
    assert.equal(guest.order.note, '少油')
    assert.deepEqual(guest.order.lines[0].options.map(({ name }) => name), ['菌菇清汤', '标准'])
    await guest.tap('查看订单')
    await guest.see('厨房已收到')
    guest.shop.move(guest.order.uuid, { state: 'preparing', kitchen: 'cooking' })
    await guest.see('正在制作')
    guest.shop.move(guest.order.uuid, { state: 'ready', kitchen: 'ready' })
    await guest.see('菜已做好，马上上桌')
    await leave()
  })

  it('asks for a dish back with a photo and follows the money', async () => {
    const uuid = '8c6f0c3e-2f44-4a4b-9c1d-3f2b1a0c9d8e'
    const lines = [{ dish_id: PLAIN_ID, quantity: 2, options: [], combo: [] }]
    await seat({ route: `pages/order/order?uuid=${uuid}`, prepare: (shop) => {
      shop.place({ uuid, store: 'cuihu', service: 'takeaway', menu_version: shop.menu('zh_CN').version, lines }, 'zh_CN')
      shop.pay(uuid)
    } })
    await guest.tap('申请退款')
    await guest.see('要退哪些菜？')
    await guest.tap('增加一份')
    await guest.page.getByRole('radio', { name: '少送了' }).click()
    await guest.page.getByRole('textbox', { name: '补充说明' }).fill('只有一份')
    const picker = guest.page.waitForEvent('filechooser')
    await guest.page.getByText('添加', { exact: true }).click()
    await (await picker).setFiles({ name: 'photo.png', mimeType: 'image/png', buffer: ONE_POINT })
    await guest.page.getByRole('button', { name: '删除这张照片' }).waitFor()
    await guest.tap('提交申请')
    await guest.see('等待门店处理')
    await guest.see('1 张')

    const [request] = guest.shop.refunds.view(guest.order).requests
    assert.deepEqual([request.text, request.photos, request.lines[0].quantity], ['只有一份', 1, 1])
    guest.shop.refunds.move(request.uuid, { state: 'refunding', granted_fen: 13_800, answer: '对不起' })
    await guest.page.goBack()
    await guest.see('门店已同意，退款途中')
    guest.shop.refunds.move(request.uuid, { state: 'refunded' })
    await guest.see('已退回 ¥138.00')
    await leave()
  })

  it('asks for a fapiao in a company’s name and copies its number', async () => {
    const uuid = '8c6f0c3e-2f44-4a4b-9c1d-3f2b1a0c9d8e'
    const lines = [{ dish_id: PLAIN_ID, quantity: 2, options: [], combo: [] }]
    await seat({ route: `pages/order/order?uuid=${uuid}`, prepare: (shop) => {
      shop.place({ uuid, store: 'cuihu', service: 'takeaway', menu_version: shop.menu('zh_CN').version, lines }, 'zh_CN')
      shop.pay(uuid)
    } })
    await guest.tap('开发票')
    await guest.see('发票抬头')
    await guest.page.getByRole('radio', { name: '单位' }).click()
    await guest.page.getByRole('textbox', { name: '抬头' }).fill('腾讯')
    await guest.page.getByRole('textbox', { name: '税号' }).fill('9144030071526726XH')
    await guest.tap('申请开票')
    await guest.see('税号不对，请对照营业执照核对这 18 位')
    await guest.page.getByRole('textbox', { name: '税号' }).fill('9144030071526726xg')
    await guest.tap('申请开票')
    await guest.see('等待门店开票')
    await guest.see('9144030071526726XG')

    guest.shop.fapiao.move(guest.order, { state: 'issued', fapiao_number: '26442000000012345678' })
    await guest.page.reload()
    await guest.see('发票已开好')
    await guest.tap('复制发票号码')
    await guest.see('已复制')
    await leave()
  })

  it('sees an estimate until the shop has said the price', async () => {
    await seat()
    await guest.see(NOODLES)
    guest.shop.delayMs = 700
    await addPlain()

    await guest.page.getByRole('button', { name: /^购物车 1 预估/ }).waitFor()
    await guest.page.getByRole('button', { name: /^购物车 1 ¥/ }).waitFor()
    await leave()
  })

  it('browses without consent and is asked again before ordering', async () => {
    await seat({ hasAgreed: false })
    await guest.tap('暂不同意')
    await addPlain()
    await guest.page.getByRole('button', { name: /^购物车 1 预估/ }).waitFor()
    assert.equal(guest.shop.requests.filter(({ path }) => path === '/login').length, 0)

    await guest.tap('去结算')
    await guest.tap('同意并继续')
    await guest.see('整单备注')
    await guest.see('¥')
    assert.equal(guest.shop.requests.filter(({ path }) => path === '/login').length, 1)
    await leave()
  })

  it('changes, clears and restores the cart', async () => {
    await seat()
    await addPlain()
    await guest.page.getByRole('button', { name: /^购物车 1/ }).first().click()
    await guest.page.getByRole('dialog').getByRole('button', { name: `加一份${PLAIN}` }).click()
    await guest.page.getByRole('button', { name: /^购物车 2 ¥/ }).last().waitFor()
    await guest.tap('清空')
    await guest.see('购物车已清空')
    await guest.tap('撤销')
    await guest.page.getByRole('button', { name: /^购物车 2 ¥/ }).last().waitFor()
    await leave()
  })

  it('finds a dish by searching', async () => {
    await seat()
    await guest.page.getByRole('textbox', { name: '搜索菜品' }).fill('松茸')
    await guest.see(/找到 \d+ 道菜/)
    await guest.see(PLAIN)
    await guest.page.getByRole('textbox', { name: '搜索菜品' }).fill('披萨')
    await guest.see('没有找到“披萨”')
    await guest.tap('清除搜索')
    await guest.see('招牌推荐')
    await leave()
  })

  it('scrolls a long menu in step with its categories', async () => {
    await seat()
    await guest.openCategory('茶饮')
    await guest.see('凤庆滇红')
    const list = guest.page.locator('[class*="list__dishes"]')
    await list.evaluate((element) => element.scrollTo({ top: 0 }))
    await guest.page.getByRole('navigation').getByRole('button', { name: '招牌推荐', pressed: true }).waitFor()
    await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
    await guest.page.getByRole('navigation').getByRole('button', { name: '套餐', pressed: true }).waitFor()
    await guest.see('家庭汽锅宴')
    await leave()
  })

  it('cannot add what is sold out, nor more than is left', async () => {
    await seat({
      prepare: (shop) => {
        shop.availability.items[PLAIN_ID] = { state: 'available', left: 2 }
        shop.availability.items[34] = { state: 'sold_out', left: 0 }
      },
    })
    await guest.openCategory(MUSHROOMS)
    await guest.see('仅剩 2 份')
    await guest.see('已售完')
    for (let taps = 0; taps < 2; taps += 1) await guest.tap(`加一份${PLAIN}`)
    await guest.page.getByRole('button', { name: `加一份${PLAIN}`, disabled: true }).click({ force: true })
    await guest.see('最多还能点 2 份')
    await guest.page.getByRole('button', { name: /^购物车 2/ }).waitFor()
    await leave()
  })

  it('goes on without a dish that sold out while ordering', async () => {
    await seat()
    await addPlain()
    await guest.openCategory('加菜小碟')
    await guest.page.getByRole('button', { name: /^加一份/ }).last().click()
    await checkOut()
    guest.shop.availability.items[PLAIN_ID] = { state: 'sold_out', left: 0 }
    await guest.tap('提交并支付')
    await guest.see(`“${PLAIN}”刚刚售完`)
    await guest.tap('移除并继续')
    await guest.page.getByRole('dialog').waitFor({ state: 'detached' })
    await guest.steer({ paymentOutcome: 'ok' })
    await guest.page.waitForTimeout(400)
    await guest.tap('提交并支付')
    await guest.see('支付成功')
    assert.equal(guest.order.lines.length, 1)
    await leave()
  })

  it('orders once although the answer was lost', async () => {
    await seat()
    await addPlain()
    await checkOut()
    guest.shop.faults.push({ path: '/orders', method: 'POST', lost: 'answer', times: 2 })
    await guest.steer({ paymentOutcome: 'ok' })
    await guest.tap('提交并支付')
    await guest.see('网络不好，订单还没有确认')
    await guest.tap('立即重试')
    await guest.see('支付成功')
    assert.equal(guest.shop.orders.size, 1)
    await leave()
  })

  it('is told of a lost network and goes on when it is back', async () => {
    await seat()
    await addPlain()
    await checkOut()
    await guest.steer({ isOnline: false })
    await guest.see('网络已断开，恢复后会自动继续')
    await guest.tap('提交并支付')
    await guest.see('网络不好，订单还没有确认')
    await guest.steer({ isOnline: true, paymentOutcome: 'ok' })
    await guest.see('支付成功')
    assert.equal(guest.shop.orders.size, 1)
    await leave()
  })

  it('pays later with the same order after cancelling', async () => {
    await seat()
    await addPlain()
    await checkOut()
    await guest.steer({ paymentOutcome: 'cancel' })
    await guest.tap('提交并支付')
    await guest.see('您取消了支付')
    await guest.tap('查看订单')
    await guest.see('等待付款')
    await guest.steer({ paymentOutcome: 'ok' })
    await guest.tap('去支付')
    await guest.see('支付成功')
    assert.equal(guest.shop.orders.size, 1)
    await leave()
  })

  it('sees the menu kept on the phone when the shop does not answer', async () => {
    await seat()
    await guest.see(NOODLES)
    guest.shop.faults.push({ path: '/stores/cuihu/menu', status: 503, code: 'busy', times: 9 })
    await guest.page.reload()
    await guest.see('网络不佳，显示的是上次的菜单')
    await guest.see(NOODLES)
    await leave()
  })

  it('can try again when the menu does not come at all', async () => {
    await seat({ route: 'pages/home/home' })
    guest.shop.faults.push({ path: '/stores/cuihu/menu', status: 500, code: 'internal_error', times: 1 })
    await guest.tap(/^外带自取/)
    await guest.see('菜单加载失败')
    await guest.see('问题编号 req-0001')
    await guest.tap('重试')
    await guest.see(NOODLES)
    await leave()
  })

  it('scans the table from the start page', async () => {
    await seat({ route: 'pages/home/home' })
    await guest.see('翠湖店')
    await guest.steer({ scanResult: 'pages/menu/menu?scene=CUIHU-T5' })
    await guest.tap(/^堂食点餐/)
    await guest.see('5号桌')
    await leave()
  })

  it('reads everything in English after choosing it', async () => {
    await seat({ route: 'pages/mine/mine' })
    await guest.page.getByRole('radio', { name: 'English' }).click()
    await guest.see('Dine in')
    await guest.tap(/^Takeaway/)
    await guest.see("Scholar's Crossing-the-Bridge Noodles")
    const chinese = await guest.page.evaluate(() => {
      const pages = [...document.querySelectorAll('wx-page')]
      return pages[pages.length - 1].innerText.match(/[\u4e00-\u9fff]+/g)
    })
    assert.equal(chinese, null)
    await leave()
  })

  it('uses the app with the keyboard alone', async () => {
    await seat()
    await guest.see(NOODLES)
    const focus = (name) => guest.page.getByRole('button', { name }).first().focus()
    await focus(`选规格：${NOODLES}`)
    await guest.page.keyboard.press('Enter')
    await guest.page.getByRole('dialog', { name: NOODLES }).waitFor()
    await guest.page.getByRole('radio', { name: '土鸡高汤' }).focus()
    await guest.page.keyboard.press('Space')
    await guest.page.getByRole('radio', { name: '土鸡高汤', checked: true }).waitFor()
    await focus(/加入购物车/)
    await guest.page.keyboard.press('Enter')
    await guest.page.getByRole('button', { name: /^购物车 1/ }).waitFor()
    await leave()
  })
})
