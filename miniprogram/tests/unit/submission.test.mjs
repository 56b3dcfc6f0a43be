import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { startWorld } from '../lib/world.mjs'

const MODULES = { submission: 'services/submission', catalog: 'services/catalog' }
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('placing an order', () => {
  let world
  let submission
  let basket

  beforeEach(async () => {
    world = await startWorld(MODULES)
    submission = world.app.submission
    const { version } = world.shop.menu('zh_CN')
    basket = {
      store: 'cuihu',
      service: 'takeaway',
      lines: [{ dish_id: 11, quantity: 1, options: [], combo: [] }],
      menu_version: version,
    }
  })
  afterEach(() => world.stop())

  const posts = () => world.requestsTo('/orders', 'POST')

  it('sends a uuid of its own and forgets it when answered', async () => {
    const outcome = await submission.submitOrder(basket, Date.now())

    assert.equal(outcome.kind, 'placed')
    assert.match(outcome.order.uuid, UUID_V4)
    assert.equal(submission.pendingOrder(), null)
    const next = await submission.submitOrder(basket, Date.now())
    assert.notEqual(next.order.uuid, outcome.order.uuid)
  })

  it('repeats a lost request with the same uuid: one order', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'request', times: 1 })

    const outcome = await submission.submitOrder(basket, Date.now())

    assert.equal(outcome.kind, 'placed')
    assert.equal(posts().length, 2)
    assert.equal(posts()[0].body.uuid, posts()[1].body.uuid)
    assert.equal(world.shop.orders.size, 1)
  })

  it('repeats a lost answer with the same uuid: still one order', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'answer', times: 1 })

    const outcome = await submission.submitOrder(basket, Date.now())

    assert.equal(outcome.kind, 'placed')
    assert.equal(world.shop.orders.size, 1)
  })

  it('keeps the order on the phone while no answer comes, and sends it later', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'answer', times: 2 })

    const waiting = await submission.submitOrder(basket, Date.now())
    assert.equal(waiting.kind, 'waiting')
    const { uuid } = submission.pendingOrder()
    assert.equal(world.world.storage.get('pending_order').order.uuid, uuid)

    const outcome = await submission.resubmitOrder()
    assert.equal(outcome.kind, 'placed')
    assert.equal(outcome.order.uuid, uuid)
    assert.equal(world.shop.orders.size, 1)
  })

  it('opens the earlier order when a changed basket meets it', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'answer', times: 2 })
    await submission.submitOrder(basket, Date.now())
    const changed = { ...basket, lines: [{ ...basket.lines[0], quantity: 5 }] }

    const outcome = await submission.submitOrder(changed, Date.now())

    assert.equal(outcome.kind, 'placed')
    assert.equal(outcome.order.lines[0].quantity, 1)
    assert.equal(world.shop.orders.size, 1)
  })

  it('places the changed basket when the first try never arrived', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'request', times: 2 })
    await submission.submitOrder(basket, Date.now())
    const changed = { ...basket, lines: [{ ...basket.lines[0], quantity: 5 }] }

    const outcome = await submission.submitOrder(changed, Date.now())

    assert.equal(outcome.order.lines[0].quantity, 5)
    assert.equal(world.shop.orders.size, 1)
  })

  it('lets go of an order the shop refused', async () => {
    world.shop.availability.items['11'] = { state: 'sold_out', left: 0 }

    const outcome = await submission.submitOrder(basket, Date.now())

    assert.equal(outcome.kind, 'refused')
    assert.equal(outcome.error.code, 'sold_out')
    assert.equal(outcome.error.details.dishes[0].name, '状元过桥米线')
    assert.equal(submission.pendingOrder(), null)
    assert.equal(posts().length, 1)
  })

  it('waits when the server is in trouble: the order may stand', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', status: 500, code: 'internal_error', times: 1 })

    const outcome = await submission.submitOrder(basket, Date.now())

    assert.equal(outcome.kind, 'waiting')
    assert.notEqual(submission.pendingOrder(), null)
  })

  it('gives up only after asking whether the order arrived', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'answer', times: 2 })
    await submission.submitOrder(basket, Date.now())

    const order = await submission.abandonPending()

    assert.equal(order.uuid, [...world.shop.orders.keys()][0])
    assert.equal(submission.pendingOrder(), null)
  })

  it('gives up an order that never arrived', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'request', times: 2 })
    await submission.submitOrder(basket, Date.now())

    assert.equal(await submission.abandonPending(), null)
    assert.equal(submission.pendingOrder(), null)
  })

  it('does not give up while the server cannot be asked', async () => {
    world.shop.faults.push({ path: '/orders', lost: 'request', times: 9 })
    await submission.submitOrder(basket, Date.now())

    await assert.rejects(submission.abandonPending(), { kind: 'offline' })
    assert.notEqual(submission.pendingOrder(), null)
  })

  it('is stale ten minutes after the button was pressed', async () => {
    world.shop.faults.push({ path: '/orders', method: 'POST', lost: 'request', times: 2 })
    await submission.submitOrder(basket, 1_000_000)

    assert.equal(submission.isPendingFresh(1_000_000 + 599_000), true)
    assert.equal(submission.isPendingFresh(1_000_000 + 600_000), false)
  })
})
