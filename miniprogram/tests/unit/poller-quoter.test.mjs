import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it, mock } from 'node:test'
import { startWorld, until } from '../lib/world.mjs'
import { loadApp } from '../lib/load.mjs'

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('asking again and again', () => {
  let createPoller

  beforeEach(async () => {
    createPoller = (await loadApp({ poller: 'services/poller' })).poller.createPoller
    mock.timers.enable({ apis: ['setTimeout'] })
  })
  afterEach(() => mock.timers.reset())

  it('asks at once and after each interval, until stopped', async () => {
    let asked = 0
    const poller = createPoller(async () => void (asked += 1), () => 3000)

    poller.start()
    await turn()
    assert.equal(asked, 1)
    mock.timers.tick(2999)
    await turn()
    assert.equal(asked, 1)
    mock.timers.tick(1)
    await turn()
    assert.equal(asked, 2)
    poller.stop()
    mock.timers.tick(30_000)
    await turn()
    assert.equal(asked, 2)
  })

  it('never has two questions on their way', async () => {
    let running = 0
    let most = 0
    const answers = []
    const poller = createPoller(() => {
      running += 1
      most = Math.max(most, running)
      return new Promise((resolve) => answers.push(() => resolve(void (running -= 1))))
    }, () => 1000)

    poller.start()
    mock.timers.tick(10_000)
    await turn()
    assert.equal(answers.length, 1)
    answers[0]()
    await turn()
    mock.timers.tick(1000)
    await turn()
    assert.equal(answers.length, 2)
    assert.equal(most, 1)
  })

  it('goes on after a failure', async () => {
    let asked = 0
    mock.method(console, 'warn', () => undefined)
    const poller = createPoller(async () => {
      asked += 1
      throw new Error('lost')
    }, () => 1000)

    poller.start()
    await turn()
    mock.timers.tick(1000)
    await turn()
    assert.equal(asked, 2)
    assert.equal(console.warn.mock.callCount(), 2)
    poller.stop()
    console.warn.mock.restore()
  })

  it('a stop while a question is out ends that round', async () => {
    let asked = 0
    let answer
    const poller = createPoller(() => {
      asked += 1
      return new Promise((resolve) => (answer = resolve))
    }, () => 1000)

    poller.start()
    poller.stop()
    answer()
    await turn()
    mock.timers.tick(5000)
    await turn()
    assert.equal(asked, 1)
  })
})

describe('asking for the price', () => {
  let world
  let states
  let quoter
  const basket = (quantity) => ({
    store: 'cuihu', service: 'takeaway', lines: [{ dish_id: 11, quantity, options: [], combo: [] }],
  })

  beforeEach(async () => {
    world = await startWorld({ quoter: 'services/quoter' })
    states = []
    quoter = world.app.quoter.createQuoter((state) => states.push(state), 20)
  })
  afterEach(() => world.stop())

  it('makes one question of quick taps, about the last of them', async () => {
    for (const quantity of [1, 2, 3]) quoter.ask(basket(quantity))
    await until(() => states.at(-1)?.quote, 'a quote')

    assert.equal(world.requestsTo('/quotes').length, 1)
    assert.equal(states.at(-1).quote.lines[0].quantity, 3)
  })

  it('drops the answer to a basket that has changed since', async () => {
    world.shop.delayMs = 80
    quoter.ask(basket(1))
    await until(() => world.requestsTo('/quotes').length + world.requestsTo('/login').length > 0, 'a request')
    quoter.ask(basket(4))
    await until(() => states.at(-1)?.quote, 'a quote')

    assert.deepEqual(states.filter(({ quote }) => quote).map(({ quote }) => quote.lines[0].quantity), [4])
  })

  it('reports a failure without a price', async () => {
    world.shop.faults.push({ path: '/quotes', status: 422, code: 'not_on_menu', times: 1 })
    quoter.ask(basket(1))
    await until(() => states.at(-1)?.error, 'a failure')

    assert.equal(states.at(-1).quote, null)
    assert.equal(states.at(-1).error.code, 'not_on_menu')
  })

  it('asks nothing for an empty cart', async () => {
    quoter.ask(basket(1))
    quoter.ask(null)
    await new Promise((resolve) => setTimeout(resolve, 60))

    assert.deepEqual(states.at(-1), { quote: null, isPending: false, error: null })
    assert.equal(world.requestsTo('/quotes').length, 0)
  })
})
