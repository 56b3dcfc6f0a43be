import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { startWorld } from '../lib/world.mjs'

const MODULES = { http: 'services/http', orders: 'services/orders', catalog: 'services/catalog', errors: 'services/error-text' }

describe('requests', () => {
  let world

  beforeEach(async () => {
    world = await startWorld(MODULES)
  })
  afterEach(() => world.stop())

  const basket = { store: 'cuihu', service: 'takeaway', lines: [{ dish_id: 11, quantity: 1, options: [], combo: [] }] }

  it('reads public routes without logging in', async () => {
    const stores = await world.app.catalog.fetchStores()

    assert.deepEqual(stores.map(({ code }) => code), ['cuihu', 'guandu'])
    assert.equal(world.world.logins, 0)
    assert.equal(world.shop.requests[0].headers.authorization, undefined)
    assert.equal(world.shop.requests[0].headers['accept-language'], 'zh-CN')
  })

  it('logs in once for requests that start together', async () => {
    await Promise.all([world.app.orders.fetchQuote(basket), world.app.orders.fetchOrders(null), world.app.orders.fetchQuote(basket)])

    assert.equal(world.requestsTo('/login').length, 1)
    const tokens = new Set([...world.requestsTo('/quotes'), ...world.requestsTo('/orders')].map(({ headers }) => headers.authorization))
    assert.equal(tokens.size, 1)
  })

  it('keeps the token for the next start of the app', async () => {
    await world.app.orders.fetchQuote(basket)

    const kept = world.world.storage.get('identity')
    assert.match(kept.accessToken, /^access-/)
    assert.match(kept.refreshToken, /^refresh-/)
  })

  it('does not log in without the consent of the diner', async () => {
    world.world.hasAgreed = false

    await assert.rejects(world.app.orders.fetchQuote(basket), { code: 'consent_needed', kind: 'consent' })
    assert.equal(world.world.logins, 0)
    assert.equal(world.shop.requests.length, 0)
  })

  it('renews a refused token with the refresh token and repeats', async () => {
    await world.app.orders.fetchQuote(basket)
    world.shop.faults.push({ path: '/quotes', status: 401, code: 'token_expired', times: 1 })

    const quote = await world.app.orders.fetchQuote(basket)

    assert.ok(quote.total_fen > 0)
    assert.equal(world.requestsTo('/token').length, 1)
    assert.equal(world.requestsTo('/login').length, 1)
    const [, refused, repeated] = world.requestsTo('/quotes')
    assert.notEqual(refused.headers.authorization, repeated.headers.authorization)
  })

  it('logs in anew when the refresh token is refused too', async () => {
    await world.app.orders.fetchQuote(basket)
    world.shop.faults.push(
      { path: '/quotes', status: 401, code: 'token_invalid', times: 1 },
      { path: '/token', status: 401, code: 'token_invalid', times: 1 },
    )

    await world.app.orders.fetchQuote(basket)

    assert.equal(world.requestsTo('/login').length, 2)
  })

  it('gives up after one renewal', async () => {
    world.shop.faults.push({ path: '/quotes', status: 401, code: 'token_invalid', times: 9 })

    await assert.rejects(world.app.orders.fetchQuote(basket), { status: 401 })
    assert.equal(world.requestsTo('/quotes').length, 2)
  })

  it('repeats a harmless request once when the connection breaks', async () => {
    world.shop.faults.push({ path: '/stores', lost: 'answer', times: 1 })

    assert.equal((await world.app.catalog.fetchStores()).length, 2)
    assert.equal(world.requestsTo('/stores').length, 2)
  })

  it('does not repeat for ever', async () => {
    world.shop.faults.push({ path: '/stores', lost: 'answer', times: 9 })

    await assert.rejects(world.app.catalog.fetchStores(), { kind: 'offline' })
    assert.equal(world.requestsTo('/stores').length, 2)
  })

  it('repeats when the server is busy for a moment, not when it said no', async () => {
    world.shop.faults.push({ path: '/stores', status: 503, code: 'busy', times: 1 })
    await world.app.catalog.fetchStores()
    assert.equal(world.requestsTo('/stores').length, 2)

    world.shop.faults.push({ path: '/quotes', status: 422, code: 'not_on_menu', times: 1 })
    await assert.rejects(world.app.orders.fetchQuote(basket), { code: 'not_on_menu', kind: 'refused', status: 422 })
    assert.equal(world.requestsTo('/quotes').length, 1)
  })

  it('tells a fault in words, with the id that staff can look up', async () => {
    world.shop.faults.push({ path: '/stores', status: 500, code: 'internal_error', times: 2 })

    const error = await world.app.catalog.fetchStores().catch((fault) => fault)
    const { text, reference } = world.app.errors.describeError(error)

    assert.equal(text, '服务器出了点问题，请稍后重试')
    assert.equal(reference, '问题编号 req-0001')
  })

  it('says that the network is gone', async () => {
    world.world.isOnline = false

    const error = await world.app.catalog.fetchStores().catch((fault) => fault)

    assert.equal(error.code, 'no_connection')
    assert.equal(world.app.errors.describeError(error).text, '网络连接失败，请检查网络后重试')
  })

  it('keeps the menu and asks only whether it changed', async () => {
    const first = await world.app.catalog.fetchMenu('cuihu', 'zh_CN')
    const again = await world.app.catalog.fetchMenu('cuihu', 'zh_CN')

    assert.equal(again.version, first.version)
    const [plain, asking] = world.requestsTo('/stores/cuihu/menu/zh_CN')
    assert.equal(plain.headers['if-none-match'], undefined)
    assert.equal(asking.headers['if-none-match'], `"${first.version}"`)
  })
})
