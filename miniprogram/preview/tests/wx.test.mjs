/** @file The simulated wx.*. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Fixture, callWx } from './helpers/browser.mjs'

/** @type {Fixture} */
let fixture
/** @type {import('playwright-core').Page} */
let page

before(async () => {
  fixture = await Fixture.start()
})
after(() => fixture.stop())
beforeEach(async () => {
  await page?.context().close()
  page = await fixture.open('pages/home/home')
})

/** @param {object} changes */
function steer(changes) {
  return page.evaluate((given) => /** @type {any} */ (globalThis).__preview.set(given), changes)
}

const PAYMENT = {
  timeStamp: '1700000000',
  nonceStr: 'n',
  package: 'prepay_id=wx1',
  signType: 'RSA',
  paySign: 'c2ln',
}

test('an unknown member throws when it is read', async () => {
  const message = await page.evaluate(() => {
    try {
      return /** @type {any} */ (globalThis).wx.startSoterAuthentication
    } catch (error) {
      return /** @type {Error} */ (error).message
    }
  })

  assert.match(message, /wx\.startSoterAuthentication is not known to the browser preview/)
})

test('callbacks get what the promise gets', async () => {
  const results = await page.evaluate(
    () =>
      new Promise((resolve) => {
        /** @type {any[]} */
        const seen = []
        const { wx } = /** @type {any} */ (globalThis)
        wx.getNetworkType({
          success: (/** @type {any} */ result) => seen.push(result.networkType),
          complete: (/** @type {any} */ result) => resolve([...seen, result.errMsg]),
        })
      }),
  )

  assert.deepEqual(results, ['wifi', 'getNetworkType:ok'])
})

test('request: method, body, header and answer', async () => {
  fixture.answers['/wechat/api/v1/orders'] = { status: 201, headers: { etag: '"a"' }, body: { uuid: 'u' } }

  const answer = await callWx(page, 'request', {
    url: 'https://shop.example.com/wechat/api/v1/orders',
    method: 'POST',
    data: { store: 'cuihu' },
    header: { authorization: 'Bearer t' },
  })

  const sent = fixture.requests.at(-1)
  assert.equal(answer.statusCode, 201)
  assert.deepEqual(answer.data, { uuid: 'u' })
  assert.equal(answer.header.Etag, '"a"')
  assert.deepEqual(sent?.body, { store: 'cuihu' })
  assert.equal(sent?.headers.authorization, 'Bearer t')
})

test('request: GET puts data into the query, 304 comes through', async () => {
  fixture.answers['/wechat/api/v1/menu'] = { status: 304, headers: { etag: '"a"' } }

  const answer = await callWx(page, 'request', {
    url: '/wechat/api/v1/menu',
    data: { lang: 'zh_CN' },
    header: { 'If-None-Match': '"a"' },
  })

  assert.equal(answer.statusCode, 304)
  assert.equal(fixture.requests.at(-1)?.path, '/wechat/api/v1/menu?lang=zh_CN')
  assert.equal(fixture.requests.at(-1)?.headers['if-none-match'], '"a"')
})

test('request: other domains, no network and time-outs fail in WeChat words', async () => {
  fixture.answers['/wechat/api/v1/slow'] = { delayMs: 2000 }

  const foreign = await callWx(page, 'request', { url: 'https://elsewhere.example.com/x' })
  const late = await callWx(page, 'request', { url: '/wechat/api/v1/slow', timeout: 50 })
  await steer({ isOnline: false })
  const offline = await callWx(page, 'request', { url: '/wechat/api/v1/menu' })

  assert.equal(foreign.failed, 'request:fail url not in domain list')
  assert.equal(late.failed, 'request:fail timeout')
  assert.equal(offline.failed, 'request:fail net::ERR_INTERNET_DISCONNECTED')
})

test('network changes are told', async () => {
  await page.evaluate(() => {
    const target = /** @type {any} */ (globalThis)
    target.seen = []
    target.wx.onNetworkStatusChange((/** @type {any} */ change) => target.seen.push(change))
  })

  await steer({ isOnline: false })
  await steer({ isOnline: true, networkType: '4g' })

  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).seen), [
    { isConnected: false, networkType: 'none' },
    { isConnected: true, networkType: '4g' },
  ])
})

test('request: it returns a task that can be aborted, and no promise', async () => {
  fixture.answers['/wechat/api/v1/slow'] = { delayMs: 2000 }

  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const task = /** @type {any} */ (globalThis).wx.request({
          url: '/wechat/api/v1/slow',
          fail: (/** @type {any} */ error) => resolve([error.errMsg, typeof task.then]),
        })
        task.abort()
      }),
  )

  assert.deepEqual(outcome, ['request:fail abort', 'undefined'])
})

test('login: two browsers are two people, one browser stays the same', async () => {
  const user = (/** @type {import('playwright-core').Page} */ each) =>
    each.evaluate(() => /** @type {any} */ (globalThis).__preview.steering.user)
  const first = await user(page)
  const other = await fixture.open('pages/home/home')
  await page.reload()

  assert.match(first, /^visitor-/)
  assert.notEqual(await user(other), first)
  assert.equal(await user(page), first)
})

test('privacy: consent outlives a reload', async () => {
  await page.evaluate(() => /** @type {any} */ (globalThis).wx.onNeedPrivacyAuthorization((/** @type {any} */ resolve) => resolve({ event: 'agree' })))
  await callWx(page, 'getLocation')

  await page.reload()

  assert.equal((await callWx(page, 'getPrivacySetting')).needAuthorization, false)
})

test('login: each user gets a code of the sandbox', async () => {
  await steer({ user: 'mei' })

  const answer = await callWx(page, 'login')

  assert.equal(answer.code, 'code-1')
  assert.deepEqual(fixture.phone.at(-1)?.body, { appid: 'wxfixture', user: 'mei' })
})

test('payment: the sheet says that it is simulated and is paid by keyboard', async () => {
  const answer = callWx(page, 'requestPayment', PAYMENT)
  const sheet = page.getByRole('dialog', { name: '微信支付 WeChat Pay' })
  await sheet.waitFor()
  assert.match(await sheet.innerText(), /browser preview, payment simulated \/ 浏览器预览，支付为模拟/)

  await page.keyboard.press('Enter')

  assert.equal((await answer).errMsg, 'requestPayment:ok')
  assert.deepEqual(fixture.phone.at(-1), {
    ...fixture.phone.at(-1),
    path: '/control/pay',
    body: { appId: 'wxfixture', ...PAYMENT, outcome: 'ok' },
  })
})

test('payment: Escape cancels and the sandbox hears of it', async () => {
  fixture.sandboxAnswers['/control/pay'] = { body: { result: 'requestPayment:fail cancel', reason: 'CANCELLED' } }
  const answer = callWx(page, 'requestPayment', PAYMENT)
  await page.getByRole('dialog').waitFor()

  await page.keyboard.press('Escape')

  assert.equal((await answer).failed, 'requestPayment:fail cancel')
  assert.equal(fixture.phone.at(-1)?.body.outcome, 'cancel')
})

test('payment: a refusal of the sandbox is the failure; missing parameters are named', async () => {
  fixture.sandboxAnswers['/control/pay'] = { body: { result: 'requestPayment:fail 支付验证签名失败' } }
  await steer({ paymentOutcome: 'ok' })

  const refused = await callWx(page, 'requestPayment', PAYMENT)
  const incomplete = await callWx(page, 'requestPayment', { ...PAYMENT, paySign: '' })

  assert.equal(refused.failed, 'requestPayment:fail 支付验证签名失败')
  assert.equal(incomplete.failed, 'requestPayment:fail parameter error: parameter.paySign should be String')
})

test('privacy: the app is asked, and a refusal fails the call', async () => {
  await page.evaluate(() =>
    /** @type {any} */ (globalThis).wx.onNeedPrivacyAuthorization((/** @type {any} */ resolve) =>
      resolve({ event: 'disagree' }),
    ),
  )

  const refused = await callWx(page, 'getLocation')
  await steer({ privacyDecision: 'agreed' })
  const given = await callWx(page, 'getLocation')

  assert.equal(refused.failed, 'getLocation:fail privacy permission is not authorized')
  assert.equal(given.latitude, 25.0461)
})

test("privacy: without a listener WeChat's own dialog asks", async () => {
  const answer = callWx(page, 'requirePrivacyAuthorize')

  await page.getByRole('button', { name: 'Agree' }).click()

  assert.equal((await answer).errMsg, 'requirePrivacyAuthorize:ok')
  assert.equal((await callWx(page, 'getPrivacySetting')).needAuthorization, false)
})

test('scan, subscribe and location follow the steering', async () => {
  await steer({ user: 'mei', scanResult: 'https://shop.example.com/t/5', subscribeDecision: 'reject', privacyDecision: 'agreed' })

  const scan = await callWx(page, 'scanCode')
  const subscribe = await callWx(page, 'requestSubscribeMessage', { tmplIds: ['ready'] })
  await steer({ locationDecision: 'deny' })
  const location = await callWx(page, 'getLocation')

  assert.equal(scan.result, 'https://shop.example.com/t/5')
  assert.equal(subscribe.ready, 'reject')
  assert.deepEqual(fixture.phone.at(-1)?.body, {
    appid: 'wxfixture', user: 'mei', template_ids: ['ready'], result: 'reject',
  })
  assert.equal(location.failed, 'getLocation:fail auth deny')
})

test('storage: values come back, missing ones are empty, limits hold', async () => {
  const answers = await page.evaluate(() => {
    const { wx } = /** @type {any} */ (globalThis)
    wx.setStorageSync('cart', { lines: [1] })
    const over = () => {
      try {
        wx.setStorageSync('big', 'x'.repeat(1024 * 1024))
        return ''
      } catch (error) {
        return /** @type {Error} */ (error).message
      }
    }
    return [wx.getStorageSync('cart'), wx.getStorageSync('none'), over(), wx.getStorageInfoSync().keys.sort()]
  })

  assert.deepEqual(answers, [{ lines: [1] }, '', 'entry size limit reached', ['cart', 'launch']])
  assert.equal((await callWx(page, 'getStorage', { key: 'none' })).failed, 'getStorage:fail data not found')
})

test('modal, action sheet and toast', async () => {
  const modal = callWx(page, 'showModal', { title: 'Leave?', content: 'Really' })
  await page.getByRole('dialog', { name: 'Leave?' }).getByRole('button', { name: '取消' }).click()
  assert.equal((await modal).cancel, true)

  const sheet = callWx(page, 'showActionSheet', { itemList: ['a', 'b'] })
  await page.getByRole('button', { name: 'b' }).click()
  assert.equal((await sheet).tapIndex, 1)

  await callWx(page, 'showToast', { title: 'Saved', duration: 200 })
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await page.waitForFunction(() => !document.querySelector('.mpv-toast'))
})

test('selector queries count from the corner of the web view', async () => {
  const [top, viewport] = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const query = /** @type {any} */ (globalThis).wx.createSelectorQuery()
        query.select('#top').boundingClientRect()
        query.selectViewport().scrollOffset()
        query.exec(resolve)
      }),
  )

  assert.equal(top.top, 0)
  assert.equal(top.width, 375)
  assert.equal(viewport.scrollTop, 0)
})

test('window information leaves banner, navigation bar and tab bar out', async () => {
  const info = await page.evaluate(() => /** @type {any} */ (globalThis).wx.getWindowInfo())

  assert.equal(info.windowWidth, 375)
  assert.equal(info.screenHeight - info.windowHeight, 44 + 50)
})

test('every call is written down', async () => {
  await callWx(page, 'vibrateShort')

  const calls = await page.evaluate(() => /** @type {any} */ (globalThis).__preview.callsOf('vibrateShort'))
  assert.equal(calls.length, 1)
  assert.equal(calls[0].result, 'vibrateShort:ok')
})

test('steering refuses what it does not know', async () => {
  await assert.rejects(steer({ mood: 'happy' }), /"mood" is not one of user/)
})

test('background fetch: what the page began before the app ran is there, with the query it was for', async () => {
  fixture.answers['/wechat/api/v1/prefetch'] = { body: { table: 5 } }
  const opened = await fixture.open('pages/home/home?scene=T5')
  await opened.waitForFunction(() => /** @type {any} */ (globalThis).__mpPrefetch)

  const found = await callWx(opened, 'getBackgroundFetchData', { fetchType: 'pre' })

  delete fixture.answers['/wechat/api/v1/prefetch']
  assert.deepEqual(JSON.parse(found.fetchedData), { table: 5 })
  assert.equal(found.query, 'scene=T5')
  assert.ok(Math.abs(Date.now() - found.timeStamp) < 60_000)
  await opened.context().close()
})

test('background fetch: without an address that answers there is nothing, and no error', async () => {
  const opened = await fixture.open('pages/home/home?scene=T5')

  const found = await callWx(opened, 'getBackgroundFetchData', { fetchType: 'pre' })

  assert.match(found.failed, /^getBackgroundFetchData:fail/)
  assert.deepEqual(await opened.evaluate(() => /** @type {any} */ (globalThis).__preview.errors), [])
  await opened.context().close()
})

test('background fetch: the text the app leaves travels with the next start', async () => {
  await callWx(page, 'setBackgroundFetchToken', { token: 'zh_CN 0123456789abcdef' })
  await page.goto('about:blank')
  await page.goto(`${fixture.url}#/pages/home/home?scene=T6`)
  await page.waitForSelector('wx-page')

  const asked = fixture.requests.filter(({ path }) => path.startsWith('/wechat/api/v1/prefetch')).at(-1)

  const { searchParams } = new URL(asked?.path ?? '', 'http://x')
  assert.equal(searchParams.get('token'), 'zh_CN 0123456789abcdef')
  assert.equal(searchParams.get('query'), 'scene=T6')
})
