/**
 * @file Requests for money back, as the pretended shop answers them.
 */
import { createHash } from 'node:crypto'

const OPEN = ['requested', 'checking', 'refunding', 'failed']

/** What the shop knows of refunds. */
export class FakeRefunds {
  constructor() {
    /** Uuid of a request -> the request, its order and what its photos are made of. */
    this.requests = new Map()
  }

  /** @param {any} order */
  view(order) {
    const requests = [...this.requests.values()].filter((each) => each.order === order).map(({ view }) => view)
    const sum = (state) => requests.filter((each) => each.state === state).reduce((fen, each) => fen + each.granted_fen, 0)
    const rest = order.payment_state === 'paid' ? order.total_fen - sum('refunded') - sum('refunding') : 0
    return {
      order_uuid: order.uuid,
      number: order.number,
      can_request: rest > 0 && !requests.some((each) => OPEN.includes(each.state)),
      rest_fen: rest,
      refunded_fen: sum('refunded'),
      pending_fen: sum('refunding'),
      lines: order.lines.map((line, index) => ({
        line_id: index + 1, name: line.name, quantity: line.quantity, unit_fen: line.unit_price_fen,
      })),
      requests: requests.reverse(),
    }
  }

  /** @param {any} order @param {any} wish */
  ask(order, wish) {
    const known = this.requests.get(wish.uuid)
    if (known) return { status: 200, body: this.view(order) }
    const before = this.view(order)
    if (!before.can_request) return null
    const chosen = wish.lines.map(({ line_id, quantity }) => ({ ...before.lines[line_id - 1], quantity }))
    const view = {
      uuid: wish.uuid, state: 'requested', reason: wish.reason, text: wish.text ?? '',
      amount_fen: chosen.length ? chosen.reduce((fen, line) => fen + line.unit_fen * line.quantity, 0) : before.rest_fen,
      granted_fen: null, answer: '', created_at: new Date().toISOString(), photos: 0,
      lines: (chosen.length ? chosen : before.lines).map(({ name, quantity }) => ({ name, quantity })),
      states: [{ state: 'requested', at: new Date().toISOString() }],
    }
    this.requests.set(wish.uuid, { order, view, photos: new Set() })
    order.refund_state = 'requested'
    order.version += 1
    return { status: 201, body: this.view(order) }
  }

  /** @param {string} uuid @param {string} content */
  addPhoto(uuid, content) {
    const known = this.requests.get(uuid)
    if (!known) return null
    known.photos.add(createHash('sha1').update(content).digest('hex'))
    known.view.photos = known.photos.size
    return { body: this.view(known.order) }
  }

  /** Decide as the shop or WeChat would. */
  move(uuid, changes) {
    const known = this.requests.get(uuid)
    if (!known) return null
    Object.assign(known.view, changes)
    known.view.states.push({ state: changes.state, at: new Date().toISOString() })
    known.order.refund_state = changes.state
    if (changes.state === 'refunded') known.order.refunded_fen += known.view.granted_fen
    known.order.version += 1
    return { body: this.view(known.order) }
  }

  /** @param {string} uuid */
  withdraw(uuid) {
    return this.requests.get(uuid)?.view.state === 'requested' ? this.move(uuid, { state: 'withdrawn' }) : null
  }
}
