/**
 * @file A small server that speaks the diner API from the contract's JSON, in memory, for tests
 * and for looking at pages. Prices are summed simply; rules that belong to the server are not here.
 *
 * `POST /test/...` steers it: see `STEERING`.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { fileURLToPath } from 'node:url'
import { drawDish } from './pictures.mjs'
import { FakeFapiao } from './fapiao.mjs'
import { FakeRefunds } from './refunds.mjs'

const FIXTURES = new URL('../fixtures/', import.meta.url)
const BASE = '/wechat/api/v1'
const TABLE_CODE = 'CUIHU-T5'

/** @param {string} name */
const fixture = (name) => JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8'))

/** An answer that is not 200. */
class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {object} [details]
   */
  constructor(status, code, details = {}) {
    super(code)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** The state of the pretended shop. */
export class FakeShop {
  constructor() {
    this.reset()
  }

  reset() {
    /** @type {Map<string, any>} */
    this.orders = new Map()
    this.requests = []
    /** What the next requests to a path end in: `lost`, or `{status, code, details}`. */
    this.faults = []
    this.delayMs = 0
    this.payMode = 'first'
    this.paidBy = new Set()
    /** Number of a payment at WeChat -> uuid of its order. */
    this.payments = new Map()
    this.proofStatus = 200
    this.refunds = new FakeRefunds()
    this.fapiao = new FakeFapiao()
    /** Whether WeChat answers what became of a payment. */
    this.isPaymentKnown = true
    this.number = 11
    this.availability = fixture('availability.json')
    this.extraVersion = ''
  }

  /** @param {string} lang */
  stores(lang) {
    const { stores } = fixture(`stores.${lang}.json`)
    return stores.map((store) => ({
      ...store,
      pay_mode: store.code === 'cuihu' ? this.payMode : store.pay_mode,
      is_open: store.code === 'cuihu' ? this.availability.is_open : store.is_open,
    }))
  }

  /** @param {string} code @param {string} lang */
  store(code, lang) {
    const store = this.stores(lang).find((candidate) => candidate.code === code)
    if (!store) throw new Refusal(404, 'not_found')
    return store
  }

  /** @param {string} lang */
  menu(lang) {
    const menu = fixture(`menu.${lang}.json`)
    return this.extraVersion ? { ...menu, version: this.extraVersion } : menu
  }

  /** @param {any} body @param {string} lang */
  quote(body, lang) {
    const menu = this.menu(lang)
    const lines = body.lines.map((line) => this.quoteLine(line, menu))
    const total = lines.reduce((sum, line) => sum + line.total_fen, 0)
    return {
      menu_version: menu.version,
      lines,
      subtotal_fen: total,
      discount_fen: 0,
      tax_fen: Math.round((total * 6) / 106),
      total_fen: total,
    }
  }

  quoteLine(line, menu) {
    const dish = menu.dishes.find((candidate) => candidate.id === line.dish_id)
    if (!dish) throw new Refusal(422, 'not_on_menu')
    const chosen = (groups, ids) =>
      groups.flatMap((group) => group.values.filter((value) => ids.includes(value.id)))
    const options = chosen(dish.options, line.options)
    const items = dish.combo.flatMap((group) => group.items)
    const combo = line.combo.map((pick) => {
      const item = items.find((candidate) => candidate.id === pick.item_id)
      return { ...item, quantity: pick.quantity, options: chosen(item.options, pick.options) }
    })
    const sum = (list) => list.reduce((total, entry) => total + entry.extra_fen, 0)
    const unit =
      dish.price_fen +
      sum(options) +
      combo.reduce((total, item) => total + (item.extra_fen + sum(item.options)) * item.quantity, 0)
    const named = (list) => list.map(({ id, name, extra_fen }) => ({ id, name, extra_fen }))
    return {
      dish_id: dish.id,
      name: dish.name,
      quantity: line.quantity,
      options: named(options),
      combo: combo.map((item) => ({
        item_id: item.id,
        dish_id: item.dish_id,
        name: item.name,
        quantity: item.quantity,
        extra_fen: item.extra_fen,
        options: named(item.options),
      })),
      unit_price_fen: unit,
      total_fen: unit * line.quantity,
      note: line.note ?? '',
    }
  }

  place(body, lang) {
    const known = this.orders.get(body.uuid)
    const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex')
    if (known) {
      if (known.digest !== digest) throw new Refusal(409, 'uuid_reused')
      return { status: 200, order: known.view }
    }
    const menu = this.menu(lang)
    if (body.menu_version !== menu.version) {
      throw new Refusal(409, 'menu_changed', { menu_version: menu.version })
    }
    const gone = body.lines.filter((line) => this.availability.items[line.dish_id]?.state === 'sold_out')
    if (gone.length > 0) {
      const dishes = gone.map((line) => ({
        dish_id: line.dish_id,
        name: menu.dishes.find((dish) => dish.id === line.dish_id).name,
        left: this.availability.items[line.dish_id].left ?? 0,
      }))
      throw new Refusal(409, 'sold_out', { dishes })
    }
    const view = this.newOrder(body, lang)
    this.orders.set(body.uuid, { digest, view })
    return { status: 201, order: view }
  }

  newOrder(body, lang) {
    const store = this.store(body.store, lang)
    const { menu_version, ...quote } = this.quote(body, lang)
    const now = new Date()
    const isFirst = store.pay_mode === 'first'
    this.number += 1
    return {
      uuid: body.uuid,
      number: `W${String(this.number).padStart(3, '0')}`,
      store: { code: store.code, name: store.name },
      service: body.service,
      table: body.table_token ? { name: '5' } : null,
      state: isFirst ? 'submitted' : 'accepted',
      states: [
        { state: 'submitted', at: now.toISOString() },
        ...(isFirst ? [] : [{ state: 'accepted', at: now.toISOString() }]),
      ],
      version: 1,
      payment_state: 'unpaid',
      pay_mode: store.pay_mode,
      expires_at: isFirst ? new Date(now.getTime() + 15 * 60_000).toISOString() : null,
      created_at: now.toISOString(),
      ...quote,
      lines: quote.lines.map((line) => ({ ...line, kitchen_state: isFirst ? null : 'queued' })),
      note: body.note ?? '',
      can: { pay: true, cancel: true, refund: false },
      refunded_fen: 0,
      refund_state: null,
      channel: null,
    }
  }

  order(uuid) {
    const known = this.orders.get(uuid)
    if (!known) throw new Refusal(404, 'not_found')
    return known.view
  }

  /** Move an order as the shop or WeChat would. */
  move(uuid, changes) {
    const order = this.order(uuid)
    Object.assign(order, changes)
    if (changes.state) order.states.push({ state: changes.state, at: new Date().toISOString() })
    if (changes.kitchen) order.lines.forEach((line) => (line.kitchen_state = changes.kitchen))
    delete order.kitchen
    order.version += 1
    return order
  }

  pay(uuid) {
    this.move(uuid, {
      payment_state: 'paid',
      state: 'accepted',
      expires_at: null,
      can: { pay: false, cancel: false, refund: true },
      kitchen: 'queued',
    })
  }
}

const brief = ({ lines, states, note, subtotal_fen, discount_fen, tax_fen, channel, ...rest }) => rest

/** What each path answers. */
const ROUTES = [
  ['POST', /^\/login$/, () => login()],
  ['POST', /^\/token$/, () => login()],
  ['GET', /^\/stores$/, (shop, { lang }) => ({ body: { stores: shop.stores(lang) } })],
  ['GET', /^\/stores\/(\w+)$/, (shop, { lang, match }) => ({ body: shop.store(match[1], lang) })],
  ['GET', /^\/tables\/([\w-]+)$/, (shop, { lang, match }) => table(shop, match[1], lang)],
  ['GET', /^\/stores\/(\w+)\/menu\/(\w+)$/, (shop, { match }) => {
    const menu = shop.menu(match[2])
    return { body: { ...menu, store: match[1] }, etag: `"${menu.version}"` }
  }],
  ['GET', /^\/stores\/(\w+)\/availability$/, (shop) => {
    const version = (lang) => shop.menu(lang).version
    const menu_version = { zh_CN: version('zh_CN'), en_US: version('en_US') }
    return { body: { ...shop.availability, menu_version } }
  }],
  ['POST', /^\/quotes$/, (shop, { lang, body }) => ({ body: shop.quote(body, lang) }), 'personal'],
  ['POST', /^\/orders$/, (shop, { lang, body }) => {
    const { status, order } = shop.place(body, lang)
    return { status, body: order }
  }, 'personal'],
  ['GET', /^\/orders$/, (shop, { url }) => list(shop, url), 'personal'],
  ['GET', /^\/orders\/([\w-]+)$/, (shop, { match }) => {
    const order = shop.order(match[1])
    return { body: order, etag: `"${order.uuid.slice(0, 8)}-${order.version}"` }
  }, 'personal'],
  ['GET', /^\/payments\/([\w-]+)\/order$/, (shop, { match }) => {
    const uuid = shop.payments.get(match[1])
    if (!uuid) throw new Refusal(404, 'not_found')
    return { body: shop.order(uuid) }
  }, 'personal'],
  ['GET', /^\/orders\/([\w-]+)\/payment-proof$/, (shop, { match }) => {
    if (shop.order(match[1]).payment_state === 'unpaid') throw new Refusal(404, 'not_found')
    return { body: { path: `/proof/${match[1]}`, expires_at: new Date(Date.now() + 3_600_000).toISOString() } }
  }, 'personal'],
  ['POST', /^\/orders\/([\w-]+)\/pay$/, (shop, { match }) => pay(shop, match[1]), 'personal'],
  ['POST', /^\/orders\/([\w-]+)\/check-payment$/, (shop, { match }) => {
    if (shop.paidBy.has(match[1]) && shop.order(match[1]).payment_state === 'unpaid') shop.pay(match[1])
    return { body: { ...shop.order(match[1]), payment_known: shop.isPaymentKnown } }
  }, 'personal'],
  ['POST', /^\/orders\/([\w-]+)\/cancel$/, (shop, { match }) => {
    if (!shop.order(match[1]).can.cancel) throw new Refusal(409, 'order_not_cancellable')
    return { body: shop.move(match[1], { state: 'cancelled', can: { pay: false, cancel: false, refund: false } }) }
  }, 'personal'],
  ['GET', /^\/orders\/([\w-]+)\/refund$/, (shop, { match }) => ({ body: shop.refunds.view(shop.order(match[1])) }), 'personal'],
  ['POST', /^\/orders\/([\w-]+)\/refund-requests$/, (shop, { match, body }) =>
    shop.refunds.ask(shop.order(match[1]), body) ?? refuse(409, 'refund_not_possible'), 'personal'],
  ['POST', /^\/refund-requests\/([\w-]+)\/photos$/, (shop, { match, body }) =>
    shop.refunds.addPhoto(match[1], body.form) ?? refuse(404, 'not_found'), 'personal'],
  ['POST', /^\/refund-requests\/([\w-]+)\/withdraw$/, (shop, { match }) =>
    shop.refunds.withdraw(match[1]) ?? refuse(409, 'refund_not_possible'), 'personal'],
  ['GET', /^\/orders\/([\w-]+)\/fapiao$/, (shop, { match }) => ({ body: shop.fapiao.view(shop.order(match[1])) }), 'personal'],
  ['POST', /^\/orders\/([\w-]+)\/fapiao$/, (shop, { match, body }) => {
    const field = shop.fapiao.findProblem(body)
    if (field) throw new Refusal(422, 'fapiao_invalid', { field })
    return shop.fapiao.ask(shop.order(match[1]), body) ?? refuse(409, 'fapiao_not_possible')
  }, 'personal'],
  ['POST', /^\/orders\/([\w-]+)\/fapiao\/withdraw$/, (shop, { match }) =>
    shop.fapiao.withdraw(shop.order(match[1])) ?? refuse(409, 'fapiao_not_possible'), 'personal'],
]

/** @returns {never} */
function refuse(status, code) {
  throw new Refusal(status, code)
}

function login() {
  return {
    body: {
      access_token: `access-${randomUUID()}`,
      expires_in: 7200,
      refresh_token: `refresh-${randomUUID()}`,
      member: { id: 'm1', nickname: null },
    },
  }
}

function table(shop, code, lang) {
  if (code !== TABLE_CODE) throw new Refusal(404, 'table_not_found')
  return {
    body: {
      store: shop.store('cuihu', lang),
      table: { name: '5', floor: '一楼', seats: 4 },
      table_token: 'table-token-5',
      expires_at: new Date(Date.now() + 4 * 3_600_000).toISOString(),
    },
  }
}

function list(shop, url) {
  const limit = Number(url.searchParams.get('limit') ?? 20)
  const before = url.searchParams.get('before')
  const all = [...shop.orders.values()]
    .map(({ view }) => view)
    .filter((order) => !before || order.created_at < before)
    .sort((a, b) => b.created_at.localeCompare(a.created_at))
  const page = all.slice(0, limit)
  return {
    body: {
      orders: page.map(brief),
      next_before: all.length > limit ? page[page.length - 1].created_at : null,
    },
  }
}

function pay(shop, uuid) {
  const order = shop.order(uuid)
  if (!order.can.pay) throw new Refusal(409, 'order_not_payable')
  const payment = {
    timeStamp: '1700000000',
    nonceStr: 'nonce',
    package: `prepay_id=${uuid}`,
    signType: 'RSA',
    paySign: 'sign',
  }
  return { body: { payment, expires_at: order.expires_at ?? new Date(Date.now() + 900_000).toISOString() } }
}

/** How a test plays the shop, the network and the sandbox behind WeChat. */
const STEERING = {
  '/test/reset': (shop) => shop.reset(),
  '/test/set': (shop, body) => Object.assign(shop, body),
  '/test/fault': (shop, body) => shop.faults.push({ times: 1, ...body }),
  '/test/move': (shop, { uuid, ...changes }) => shop.move(uuid, changes),
  '/test/pay': (shop, { uuid }) => shop.pay(uuid),
  '/control/login-code': () => ({ code: randomUUID() }),
  '/control/pay': (shop, body) => {
    if (body.outcome === 'ok') shop.paidBy.add(body.package.replace('prepay_id=', ''))
    return { result: body.outcome === 'ok' ? 'requestPayment:ok' : `requestPayment:fail ${body.outcome}` }
  },
}

/** @param {http.IncomingMessage} request */
async function readBody(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  if (/multipart/.test(request.headers['content-type'] ?? '')) return { form: text.split('\r\n\r\n')[1] }
  return text ? JSON.parse(text) : {}
}

/**
 * Return a server for one pretended shop, not yet listening.
 *
 * @param {FakeShop} [shop]
 */
export function createFakeApi(shop = new FakeShop()) {
  return http.createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake')
    const body = await readBody(request)
    const steer = STEERING[url.pathname]
    if (steer) {
      answer(response, 200, steer(shop, body) ?? {})
      return
    }
    if (url.pathname.startsWith('/proof/')) {
      response.writeHead(shop.proofStatus, { 'content-type': 'application/pdf' }).end('%PDF-1.4')
      return
    }
    const picture = /^\/wechat\/pictures\/(\d+)\/([sml])\.svg$/.exec(url.pathname)
    if (picture) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(drawDish(Number(picture[1])))
      return
    }
    await new Promise((resolve) => setTimeout(resolve, shop.delayMs))
    handle(shop, request, response, { url, body })
  })
}

function handle(shop, request, response, { url, body }) {
  const path = url.pathname.slice(BASE.length)
  const lang = request.headers['accept-language'] === 'en-US' ? 'en_US' : 'zh_CN'
  shop.requests.push({ method: request.method, path, body, headers: request.headers })
  const fault = shop.faults.find((each) => each.times > 0 && path.startsWith(each.path) && (!each.method || each.method === request.method))
  if (fault) fault.times -= 1
  try {
    if (fault && !fault.lost) throw new Refusal(fault.status, fault.code, fault.details)
    if (fault?.lost === 'request') {
      request.socket.destroy()
      return
    }
    const result = route(shop, request, { path, url, body, lang })
    if (fault?.lost === 'answer') {
      request.socket.destroy()
      return
    }
    if (result.etag && request.headers['if-none-match'] === result.etag) {
      response.writeHead(304, { etag: result.etag }).end()
      return
    }
    answer(response, result.status ?? 200, result.body, result.etag)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, code, details } = error
    const message = code
    answer(response, status, { error: { code, message, details, request_id: 'req-0001' } })
  }
}

function route(shop, request, { path, url, body, lang }) {
  for (const [method, pattern, run, personal] of ROUTES) {
    const match = pattern.exec(path)
    if (match && method === request.method) {
      if (personal && !request.headers.authorization) throw new Refusal(401, 'token_missing')
      return run(shop, { match, url, body, lang })
    }
  }
  throw new Refusal(404, 'not_found')
}

function answer(response, status, body, etag) {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(status, etag ? { ...headers, etag } : headers).end(JSON.stringify(body))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.argv[2] ?? 18710)
  createFakeApi().listen(port, '127.0.0.1', () => console.log(`fake API on ${port}, table ${TABLE_CODE}`))
}
