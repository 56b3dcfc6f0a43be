/**
 * A fapiao (发票) in words and sums: what it says, and how it stands.
 */

import type { Texts } from '../i18n/zh_CN'
import { formatFen } from './money'
import type { StepRow } from './order-view'
import { formatMoment } from './time'
import type { FapiaoState, FapiaoView } from './wire-fapiao'

export interface FapiaoFact {
  key: string
  name: string
  value: string
}

export interface FapiaoRow {
  headline: string
  hint: string
  look: 'calm' | 'good' | 'dead'
  amount: string
  amountName: string
  steps: StepRow[]
  facts: FapiaoFact[]
  answer: string
}

const WAY = ['requested', 'issued'] as const
const DEAD: readonly FapiaoState[] = ['refused', 'withdrawn']

/** Return whether the shop still has to do something about it. */
export function isFapiaoOpen(state: FapiaoState | null): boolean {
  return state === 'requested' || state === 'changed'
}

/** Return the request for the page, or null if nobody has asked yet. */
export function viewFapiao(fapiao: FapiaoView, t: Texts['fapiao']): FapiaoRow | null {
  const { state } = fapiao
  if (!state) {
    return null
  }
  return {
    headline: t.headlines[state],
    hint: t.hints[state],
    look: DEAD.includes(state) ? 'dead' : state === 'issued' ? 'good' : 'calm',
    amount: formatFen(fapiao.amount_fen),
    amountName: state === 'changed' ? t.newAmount : t.amount,
    steps: state === 'requested' || state === 'issued' ? viewSteps(fapiao, t) : [],
    facts: factsOf(fapiao, t),
    answer: fapiao.answer,
  }
}

function viewSteps(fapiao: FapiaoView, t: Texts['fapiao']): StepRow[] {
  const isIssued = fapiao.state === 'issued'
  return WAY.map((state) => ({
    key: state,
    name: t.steps[state],
    at: state === 'requested' || isIssued ? timeOf(fapiao, state) : '',
    status: isIssued ? 'done' : state === 'requested' ? 'current' : 'todo',
  }))
}

/** When it came to this state the last time. */
function timeOf(fapiao: FapiaoView, state: FapiaoState): string {
  const known = fapiao.states.filter((entry) => entry.state === state).pop()
  return known ? formatMoment(known.at, new Date()) : ''
}

function factsOf(fapiao: FapiaoView, t: Texts['fapiao']): FapiaoFact[] {
  return [
    { key: 'kind', name: t.kind, value: fapiao.kind ? t.kinds[fapiao.kind] : '' },
    { key: 'title', name: t.name, value: fapiao.title },
    { key: 'taxNumber', name: t.taxNumber, value: fapiao.tax_number },
    { key: 'order', name: t.order, value: fapiao.number },
  ].filter((fact) => fact.value !== '')
}
