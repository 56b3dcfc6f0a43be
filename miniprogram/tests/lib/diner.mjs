/**
 * @file The app in a real Chromium, on the browser preview, with the contract server behind it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { buildPreview } from '../../preview/build/index.mjs'
import { createPreviewServer } from '../../preview/dev-server.mjs'
import { chromiumPath } from '../../preview/measure-first-screen.mjs'
import { createFakeApi, FakeShop } from '../fake-api/server.mjs'

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url))
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** For each step; ten seconds were too few on a machine busy with other tests. */
const PATIENCE_MS = 30_000
/** What a browser may take to start on a busy machine. */
const START_MS = 60_000

/** A built app, a shop and a browser for one test file. */
export class Restaurant {
  /** Build the app, open the shop, start the browser. */
  static async open() {
    const restaurant = new Restaurant()
    restaurant.guests = new Set()
    restaurant.out = mkdtempSync(path.join(os.tmpdir(), 'diner-'))
    await buildPreview({ root: SOURCES, out: restaurant.out })
    restaurant.browser = await chromium.launch({
      executablePath: chromiumPath(),
      timeout: START_MS,
      args: ['--no-sandbox'],
    })
    return restaurant
  }

  /**
   * Let a guest in: a shop of their own, a phone, a page.
   *
   * @param {{route?: string, language?: string, scale?: number, width?: number, height?: number, hasAgreed?: boolean, prepare?: (shop: FakeShop) => void}} [wish]
   */
  async seat(wish = {}) {
    const { route = 'pages/menu/menu?scene=CUIHU-T5', language = 'zh_CN', scale = 1 } = wish
    const { width = 375, height = 812, hasAgreed = true } = wish
    const shop = new FakeShop()
    wish.prepare?.(shop)
    const api = await listening(createFakeApi(shop))
    const config = { api_base: '/wechat/api/v1', appid: 'wxtest', sandbox_url: '', locale: language }
    const site = await listening(
      createPreviewServer({ out: this.out, api: addressOf(api), config }),
    )
    config.sandbox_url = addressOf(site)
    const context = await this.browser.newContext({ viewport: { width, height }, hasTouch: true })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.addInitScript(steerEarly, {
      fontSizeScaleFactor: scale,
      ...(hasAgreed ? { privacyDecision: 'agreed' } : {}),
    })
    const leave = () => {
      this.guests.delete(leave)
      return close(context, [api, site])
    }
    this.guests.add(leave)
    await page.goto(`${addressOf(site)}/diner/#/${route}`)
    await page.waitForSelector('wx-page')
    return new Guest({ shop, page, leave })
  }

  /** Show everybody out: a server that a failed test left open would keep Node running for ever. */
  async close() {
    await Promise.all([...this.guests].map((leave) => leave()))
    await this.browser.close()
    rmSync(this.out, { recursive: true, force: true })
  }
}

/** Runs in the page before the app: take the wishes over as soon as they can be. */
function steerEarly(wishes) {
  let control
  Object.defineProperty(globalThis, '__preview', {
    configurable: true,
    get: () => control,
    set(value) {
      control = value
      value.set?.(wishes)
    },
  })
}

async function listening(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return server
}

function addressOf(server) {
  return `http://127.0.0.1:${server.address().port}`
}

async function close(context, servers) {
  // First what keeps Node running: the browser may be the one that hangs.
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  await context.close()
}

/** A person with a phone in the shop. */
export class Guest {
  constructor({ shop, page, leave }) {
    this.shop = shop
    this.page = page
    this.leave = leave
  }

  /** The button of that name, on the page that shows. */
  button(name) {
    return this.page.getByRole('button', { name }).last()
  }

  async tap(name) {
    await this.button(name).click()
  }

  /** Wait for a text to be seen. */
  async see(text) {
    await this.page.getByText(text).last().waitFor({ state: 'visible' })
  }

  async openCategory(name) {
    await this.page.getByRole('navigation').getByRole('button', { name, exact: true }).click()
  }

  /** Choose the first value of every choice that has none. */
  async chooseFirst() {
    for (const group of await this.page.getByRole('radiogroup').all()) {
      if ((await group.getByRole('radio', { checked: true }).count()) === 0) {
        await group.getByRole('radio').first().click()
      }
    }
  }

  async goTo(url) {
    await this.page.evaluate((target) => globalThis.wx.reLaunch({ url: target }), url)
  }

  steer(wishes) {
    return this.page.evaluate((given) => globalThis.__preview.set(given), wishes)
  }

  /** What the app threw and nobody caught. */
  errors() {
    return this.page.evaluate(() => globalThis.__preview.errors)
  }

  /** The only order of the shop. */
  get order() {
    return [...this.shop.orders.values()][0]?.view
  }

  /** What axe finds serious on the page that shows. */
  async axe() {
    await this.page.evaluate(AXE)
    return this.page.evaluate(async () => {
      const stage = globalThis.document.querySelector('.mpv-stage')
      const { violations } = await globalThis.axe.run(stage)
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`)
    })
  }
}
