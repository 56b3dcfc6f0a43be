/**
 * @file A phone and a shop for tests in Node: the fake `wx`, the contract server, the app.
 */
import { createFakeApi, FakeShop } from '../fake-api/server.mjs'
import { createFakeWx } from './fake-wx.mjs'
import { loadApp } from './load.mjs'

/**
 * Start a shop and load parts of the app beside it.
 *
 * @param {Record<string, string>} modules As for `loadApp`.
 * @param {{language?: string, storage?: Record<string, unknown>}} [options] What the phone keeps from before.
 */
export async function startWorld(modules, options = {}) {
  const shop = new FakeShop()
  const server = createFakeApi(shop)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const origin = `http://127.0.0.1:${server.address().port}`
  const { wx, world } = createFakeWx({ origin, ...options })
  for (const [key, value] of Object.entries(options.storage ?? {})) world.storage.set(key, value)
  const pages = {}
  globalThis.wx = wx
  globalThis.App = () => undefined
  globalThis.Component = () => undefined
  globalThis.Page = (definition) => {
    pages.last = definition
  }
  const app = await loadApp(modules)
  return {
    app,
    shop,
    world,
    /** Requests for a path, oldest first. */
    requestsTo: (path, method) =>
      shop.requests.filter((each) => each.path === path && (!method || each.method === method)),
    openPage: (query = {}) => openPage(pages.last, query),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(resolve)
      }),
  }
}

/** Make a page of the definition last given to `Page`, as WeChat would. */
async function openPage(definition, query) {
  const page = Object.create(definition)
  page.data = structuredClone(definition.data)
  page.setData = (changes) => Object.assign(page.data, structuredClone(changes))
  page.selectComponent = () => null
  page.onLoad?.(query)
  page.onShow?.()
  return page
}

/**
 * Wait until a condition holds.
 *
 * @param {() => unknown} condition
 * @param {string} what For the message when it never does.
 */
export async function until(condition, what, timeoutMs = 8_000) {
  const end = Date.now() + timeoutMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Never came: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
