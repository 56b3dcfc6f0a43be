/**
 * @file A built fixture in a real Chromium, with a small site behind it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { buildPreview } from '../../build/index.mjs'
import { createPreviewServer } from '../../dev-server.mjs'
import { chromiumPath } from '../../measure-first-screen.mjs'

const FIXTURE = fileURLToPath(new URL('../fixtures/app', import.meta.url))

/** @typedef {{method: string, path: string, headers: http.IncomingHttpHeaders, body: any}} Seen */

/**
 * Start an HTTP server on a free port.
 *
 * @param {http.RequestListener | http.Server} handler
 * @returns {Promise<{server: http.Server, url: string}>}
 */
async function listen(handler) {
  const server = handler instanceof http.Server ? handler : http.createServer(handler)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { server, url: `http://127.0.0.1:${address.port}` }
}

/** @param {http.IncomingMessage} request */
async function readBody(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

/**
 * A server that writes down requests and answers what `answers` says for their path.
 *
 * @param {Seen[]} seen
 * @param {Record<string, {status?: number, headers?: Record<string, string>, body?: unknown, delayMs?: number}>} answers
 * @returns {http.RequestListener}
 */
function recorder(seen, answers) {
  return async (request, response) => {
    const cors = {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'content-type',
    }
    const pathname = new URL(request.url ?? '/', 'http://x').pathname
    const text = await readBody(request)
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end()
    const { method = '', headers } = request
    seen.push({ method, path: request.url ?? '', headers, body: text ? parse(text) : null })
    const { status = 200, headers: extra = {}, body = {}, delayMs = 0 } = answers[pathname] ?? { status: 404 }
    setTimeout(() => {
      response.writeHead(status, { 'content-type': 'application/json', ...cors, ...extra })
      response.end(status === 304 ? undefined : JSON.stringify(body))
    }, delayMs)
  }
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The fixture mini-program, served and opened. */
export class Fixture {
  /** Build the fixture, start its servers and the browser. */
  static async start() {
    const fixture = new Fixture()
    fixture.out = mkdtempSync(path.join(os.tmpdir(), 'preview-'))
    await buildPreview({ root: FIXTURE, out: fixture.out })
    const api = await listen(recorder(fixture.requests, fixture.answers))
    const sandbox = await listen(recorder(fixture.phone, fixture.sandboxAnswers))
    const config = { api_base: '/wechat/api/v1', appid: 'wxfixture', sandbox_url: sandbox.url, locale: 'zh_CN' }
    const site = await listen(createPreviewServer({ out: fixture.out, api: api.url, config }))
    fixture.servers = [api.server, sandbox.server, site.server]
    fixture.url = `${site.url}/diner/`
    fixture.browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] })
    return fixture
  }

  constructor() {
    /** @type {Seen[]} What reached the API. */
    this.requests = []
    /** @type {Seen[]} What reached the phone side of the WeChat sandbox. */
    this.phone = []
    /** @type {Parameters<typeof recorder>[1]} */
    this.answers = {}
    /** @type {Parameters<typeof recorder>[1]} */
    this.sandboxAnswers = {
      '/control/login-code': { body: { code: 'code-1' } },
      '/control/phone-code': { body: { code: 'phone-1' } },
      '/control/pay': { body: { result: 'requestPayment:ok' } },
      '/control/subscribe-consent': {},
    }
    /** @type {http.Server[]} */
    this.servers = []
    this.out = ''
    this.url = ''
    /** @type {import('playwright-core').Browser} */
    this.browser = /** @type {any} */ (null)
  }

  /**
   * Open a page of the fixture in a fresh browser context.
   *
   * @param {string} [hash] "pages/home/home?scene=x"
   * @param {import('playwright-core').BrowserContextOptions} [options]
   * @returns {Promise<import('playwright-core').Page>}
   */
  async open(hash = '', options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 375, height: 812 }, ...options })
    const page = await context.newPage()
    await page.goto(this.url + (hash ? `#/${hash}` : ''))
    await page.waitForSelector('wx-page')
    return page
  }

  async stop() {
    await this.browser.close()
    for (const server of this.servers) {
      server.closeAllConnections()
      server.close()
    }
    rmSync(this.out, { recursive: true, force: true })
  }
}

/**
 * Return the data of the page on top.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<any>}
 */
export function dataOf(page) {
  return page.evaluate(() => /** @type {any} */ (globalThis).__preview.pages().at(-1).data)
}

/**
 * Wait until the page's data satisfies a condition, and return it.
 *
 * @param {import('playwright-core').Page} page
 * @param {(data: any) => boolean} condition
 * @returns {Promise<any>}
 */
export async function untilData(page, condition) {
  const until = Date.now() + 15_000
  for (;;) {
    const data = await dataOf(page)
    if (condition(data)) return data
    if (Date.now() > until) throw new Error(`The data never came: ${JSON.stringify(data)}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

/**
 * Call a wx.* function in the page and return its result or failure.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} api
 * @param {object} [options]
 * @returns {Promise<any>}
 */
export function callWx(page, api, options = {}) {
  return page.evaluate(
    ([name, given]) =>
      new Promise((resolve) => {
        const { wx } = /** @type {any} */ (globalThis)
        wx[name]({
          .../** @type {object} */ (given),
          success: resolve,
          fail: (/** @type {any} */ error) => resolve({ failed: error.errMsg }),
        })
      }),
    /** @type {const} */ ([api, options]),
  )
}
