/**
 * @file Each page in Chromium as diners with different phones see it: nothing cut off, overlapping
 * or too small to tap, nothing serious for axe, few enough nodes.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { layoutFaults } from '../lib/layout.mjs'
import { Restaurant } from '../lib/diner.mjs'

/** WeChat's audit wants fewer. */
const MOST_NODES = 1_000

/** What a screen reader meets does not depend on size: axe runs once for each language. */
const PHONES = [
  { name: 'a phone in Chinese', language: 'zh_CN', isHeard: true },
  { name: 'a phone in English', language: 'en_US', isHeard: true },
  { name: 'a small old phone', language: 'zh_CN', width: 320, height: 568 },
  { name: 'a tablet', language: 'zh_CN', width: 768, height: 1024 },
  { name: 'the largest text in Chinese', language: 'zh_CN', scale: 1.4 },
  { name: 'the largest text in English', language: 'en_US', scale: 1.4 },
]

// Tencent's, as it stands on its website.
const TAX_NUMBER = '9144030071526726XG'

const WORDS = {
  zh_CN: { change: /^切换门店/, add: /加入购物车/, cart: /^购物车/, checkout: '去结算', pay: '提交并支付', cancel: '取消订单', keep: '保留订单', drinks: '套餐', first: '过桥米线', choose: /^选规格/, agree: '同意并继续', reason: '菜品有问题', more: '增加一份', send: '提交申请', withdraw: '撤回申请', company: '单位', title: '抬头', taxNumber: '税号', askFapiao: '申请开票' },
  en_US: { change: /^Change/, add: /Add to cart/, cart: /^Cart/, checkout: 'Check out', pay: 'Order and pay', cancel: 'Cancel order', keep: 'Keep it', drinks: 'Set Meals', first: 'Crossing-the-Bridge Noodles', choose: /^Choose options/, agree: 'Agree and continue', reason: 'Something is wrong with it', more: 'One more', send: 'Send request', withdraw: 'Withdraw request', company: 'A company', title: 'Name', taxNumber: 'Tax number', askFapiao: 'Ask for it' },
}

describe('looks', () => {
  let restaurant
  before(async () => {
    restaurant = await Restaurant.open()
  })
  after(() => restaurant?.close(), { timeout: 30_000 })

  for (const { name, isHeard, ...phone } of PHONES) {
    it(`is in order on ${name}`, { timeout: 240_000 }, async () => {
      const words = WORDS[phone.language]
      const guest = await restaurant.seat({ ...phone, route: 'pages/home/home', hasAgreed: false })
      const faults = []
      const look = async (place) => {
        await guest.page.waitForTimeout(350)
        const found = await layoutFaults(guest.page)
        if (isHeard) found.push(...(await guest.axe()))
        const nodes = await guest.page.evaluate(() => document.querySelectorAll('wx-page:last-of-type *').length)
        if (nodes >= MOST_NODES) found.push(`${nodes} nodes`)
        faults.push(...found.map((fault) => `${place}: ${fault}`))
      }

      await guest.button(words.change).waitFor()
      await look('home')
      await guest.tap(words.change)
      await look('choice of shops')

      await guest.goTo('/pages/menu/menu?scene=CUIHU-T5')
      await guest.button(words.agree).waitFor()
      await look('privacy')
      await guest.tap(words.agree)
      await look('menu')
      await guest.openCategory(words.drinks)
      await look('end of the menu')
      await guest.tap(words.choose)
      await look('set meal')
      await guest.page.keyboard.press('Escape')
      await guest.goTo('/pages/menu/menu?scene=CUIHU-T5')
      await guest.openCategory(words.first)
      await guest.page.waitForTimeout(300)
      await guest.page.getByRole('button', { name: words.choose }).first().click()
      await look('dish')
      await guest.chooseFirst()
      await guest.tap(words.add)
      await guest.page.getByRole('button', { name: words.cart }).first().click()
      await look('cart')
      await guest.tap(words.checkout)
      await guest.button(words.pay).waitFor()
      await guest.page.waitForTimeout(400)
      await look('confirm')

      await guest.steer({ paymentOutcome: 'cancel' })
      await guest.tap(words.pay)
      await guest.page.waitForTimeout(900)
      await look('pay')
      await guest.goTo(`/pages/order/order?uuid=${guest.order.uuid}`)
      await guest.button(words.cancel).waitFor()
      await look('unpaid order')
      await guest.tap(words.cancel)
      await look('question')
      await guest.tap(words.keep)
      guest.shop.pay(guest.order.uuid)
      guest.shop.move(guest.order.uuid, { state: 'ready', kitchen: 'ready' })
      await guest.goTo(`/pages/order/order?uuid=${guest.order.uuid}`)
      await look('ready order')
      await guest.goTo(`/pages/refund/refund?uuid=${guest.order.uuid}`)
      await guest.button(words.send).waitFor()
      await look('refund, empty')
      await guest.page.getByRole('button', { name: words.more }).first().click()
      await guest.page.getByRole('radio', { name: words.reason }).click()
      await look('refund, filled in')
      await guest.tap(words.send)
      await guest.button(words.withdraw).waitFor()
      await guest.page.waitForTimeout(1_600)
      await look('refund, requested')
      await guest.goTo(`/pages/order/order?uuid=${guest.order.uuid}`)
      await look('order with a refund')
      await guest.goTo(`/pages/fapiao/fapiao?uuid=${guest.order.uuid}`)
      await guest.button(words.askFapiao).waitFor()
      await look('fapiao, empty')
      await guest.page.getByRole('radio', { name: words.company }).click()
      await guest.page.getByRole('textbox', { name: words.title }).fill('深圳市腾讯计算机系统有限公司')
      await guest.page.getByRole('textbox', { name: words.taxNumber }).fill(TAX_NUMBER.slice(0, -1))
      await guest.tap(words.askFapiao)
      await guest.page.getByRole('alert').waitFor()
      await look('fapiao, wrong number')
      await guest.page.getByRole('textbox', { name: words.taxNumber }).fill(TAX_NUMBER)
      await guest.tap(words.askFapiao)
      await guest.page.waitForTimeout(1_600)
      await look('fapiao, requested')
      guest.shop.fapiao.move(guest.order, { state: 'issued', fapiao_number: '26442000000012345678', url: 'https://dppt.example.cn/v/26442000000012345678' })
      await guest.goTo(`/pages/fapiao/fapiao?uuid=${guest.order.uuid}`)
      await look('fapiao, issued')
      await guest.goTo('/pages/orders/orders')
      await look('orders')
      await guest.goTo('/pages/mine/mine')
      await look('settings')
      await guest.goTo('/pages/menu/menu?scene=UNKNOWN-TABLE')
      await look('unknown table')

      assert.deepEqual(faults, [])
      assert.deepEqual(await guest.errors(), [])
      await guest.leave()
    })
  }
})
