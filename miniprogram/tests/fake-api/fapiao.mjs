/**
 * @file Fapiao (发票), as the pretended shop answers who asks for one.
 */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** What the shop knows of fapiao. */
export class FakeFapiao {
  constructor() {
    /** Uuid of an order -> what was asked for, and how it stands. */
    this.requests = new Map()
    /** What was given back of each order, by uuid. */
    this.givenBack = new Map()
  }

  /** @param {any} order */
  view(order) {
    const known = this.requests.get(order.uuid)
    const amount = order.payment_state === 'paid' ? order.total_fen - (this.givenBack.get(order.uuid) ?? 0) : 0
    return {
      order_uuid: order.uuid,
      number: order.number,
      can_request: amount > 0 && !['issued', 'changed'].includes(known?.state),
      can_withdraw: known?.state === 'requested',
      amount_fen: amount,
      state: null, kind: null, title: '', tax_number: '', fapiao_number: '', url: '', answer: '', states: [],
      ...known,
    }
  }

  /** Return the name of the field that no fapiao could say, or nothing. */
  findProblem({ kind, title, tax_number }) {
    if (!title.trim()) return 'title'
    const isRight = kind === 'company' ? isTaxNumber(clean(tax_number)) : !tax_number
    return isRight ? '' : 'tax_number'
  }

  /** @param {any} order @param {any} wish */
  ask(order, wish) {
    if (!this.view(order).can_request) return null
    const known = this.requests.get(order.uuid)
    const states = known?.states ?? []
    if (known?.state !== 'requested') states.push({ state: 'requested', at: new Date().toISOString() })
    this.requests.set(order.uuid, {
      state: 'requested', kind: wish.kind, title: wish.title.trim(), tax_number: clean(wish.tax_number), answer: '', states,
    })
    return { body: this.view(order) }
  }

  /** Answer as the shop would. */
  move(order, changes) {
    const known = this.requests.get(order.uuid)
    Object.assign(known, changes)
    known.states.push({ state: changes.state, at: new Date().toISOString() })
    return { body: this.view(order) }
  }

  /** @param {any} order */
  withdraw(order) {
    return this.view(order).can_withdraw ? this.move(order, { state: 'withdrawn' }) : null
  }
}

function clean(text = '') {
  return text.replace(/\s/g, '').toUpperCase()
}

/** GB 32100-2015: each place weighs a power of three, all together a multiple of 31. */
function isTaxNumber(text) {
  const values = [...text].map((letter) => ALPHABET.indexOf(letter))
  if (values.length !== 18 || values.includes(-1)) return false
  let weight = 1
  const sum = values.slice(0, 17).reduce((total, value) => {
    const added = total + value * weight
    weight = (weight * 3) % 31
    return added
  }, 0)
  return (sum + values[17]) % 31 === 0
}
