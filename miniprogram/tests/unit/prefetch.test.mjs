import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { startWorld } from '../lib/world.mjs'

const MODULES = { scan: 'services/scan', menus: 'stores/menu', visit: 'stores/visit', catalog: 'services/catalog' }
const menu = JSON.parse(readFileSync(new URL('../fixtures/menu.zh_CN.json', import.meta.url), 'utf8'))
const later = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms))

describe('what WeChat fetched before the app ran', () => {
  let world
  let table

  beforeEach(async () => {
    world = await startWorld(MODULES)
    table = await world.app.catalog.fetchTable('CUIHU-T5')
    world.shop.requests.length = 0
  })
  afterEach(() => world.stop())

  const fetched = (changes = {}, answer = {}) => ({
    fetchedData: JSON.stringify({ table, menu_version: menu.version, menu, ...answer }),
    query: 'scene=CUIHU-T5',
    timeStamp: Date.now(),
    ...changes,
  })

  const sitDown = async () => {
    world.app.scan.expectTable('CUIHU-T5')
    await world.app.scan.openTable('CUIHU-T5')
    return world.app.menus.loadMenu('cuihu')
  }

  it('shows table and menu without asking the server', async () => {
    world.world.prefetched = fetched()

    const index = await sitDown()
    await later()

    assert.equal(index.menu.version, menu.version)
    assert.equal(world.app.visit.visitStore.get().table.code, 'CUIHU-T5')
    assert.equal(world.shop.requests.length, 0)
  })

  it('asks for the menu the next time it is wanted', async () => {
    world.world.prefetched = fetched()
    await sitDown()

    await world.app.menus.loadMenu('cuihu')
    await later()

    assert.equal(world.requestsTo('/stores/cuihu/menu/zh_CN').length, 1)
  })

  it('leaves the language and the version of the kept menu for the next start', async () => {
    world.world.prefetched = fetched()
    await sitDown()

    assert.equal(world.world.fetchToken, `zh_CN ${menu.version}`)
  })

  it('takes the kept menu when the server says it is the newest', async () => {
    world.app.catalog.keepMenu('cuihu', menu)
    world.world.prefetched = fetched({}, { menu: null })

    assert.equal((await sitDown()).menu.version, menu.version)
    await later()
    assert.equal(world.shop.requests.length, 0)
  })

  it('is taken when it comes while the app is asking itself', async () => {
    world.shop.delayMs = 300
    world.app.scan.expectTable('CUIHU-T5')
    await later()

    world.world.fetchListeners.forEach((listener) => listener(fetched()))
    await world.app.scan.openTable('CUIHU-T5')

    assert.equal(world.app.visit.visitStore.get().store.code, 'cuihu')
    assert.equal((await world.app.menus.loadMenu('cuihu')).menu.version, menu.version)
    assert.equal(world.requestsTo('/stores/cuihu/menu/zh_CN').length, 0)
    // The app's own question is still on its way: cut off, it would be asked again, of the next test.
    await later(world.shop.delayMs + 60)
  })

  for (const [name, changes] of Object.entries({
    'of another table': { query: 'scene=CUIHU-T6' },
    'of an earlier start': { timeStamp: Date.now() - 3_600_000 },
    'that is no JSON': { fetchedData: '<html>' },
    'that is empty, as iOS says it': { fetchedData: '' },
    'that knows no such table': { fetchedData: '{"table":null,"menu_version":null,"menu":null}' },
  })) {
    it(`does not believe an answer ${name}`, async () => {
      world.world.prefetched = fetched(changes)

      await sitDown()
      await later()

      assert.equal(world.requestsTo('/tables/CUIHU-T5').length, 1)
      assert.equal(world.requestsTo('/stores/cuihu/menu/zh_CN').length, 1)
    })
  }

  it('is asked for once by an app that is quicker than its first page', async () => {
    world.app.scan.expectTable('CUIHU-T5')
    await world.app.scan.openTable('CUIHU-T5')
    await later()

    await world.app.menus.loadMenu('cuihu')
    await later()
    assert.equal(world.requestsTo('/stores/cuihu/menu/zh_CN').length, 1)

    await world.app.menus.loadMenu('cuihu')
    await later()
    assert.equal(world.requestsTo('/stores/cuihu/menu/zh_CN').length, 2)
  })

  it('does not show a menu in another language than the phone speaks', async () => {
    world.world.prefetched = fetched({}, { menu: { ...menu, lang: 'en_US' } })

    assert.equal((await sitDown()).menu.lang, 'zh_CN')
    assert.equal(world.requestsTo('/tables/CUIHU-T5').length, 0)
    assert.equal(world.requestsTo('/stores/cuihu/menu/zh_CN').length, 1)
  })
})

describe('the kept menu', () => {
  it('shows before the server has answered, and gives way to a newer one', async () => {
    const world = await startWorld(MODULES)
    world.app.catalog.keepMenu('cuihu', { ...menu, version: 'before' })
    world.shop.delayMs = 100

    const first = await world.app.menus.loadMenu('cuihu')
    await new Promise((resolve) => setTimeout(resolve, 400))

    assert.equal(first.menu.version, 'before')
    assert.equal(world.app.menus.menuStore.get().index.menu.version, menu.version)
    await world.stop()
  })
})
