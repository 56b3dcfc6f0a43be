/**
 * Refunds in words and sums: what is chosen, and how a request stands.
 */

import { fill } from '../i18n/index'
import type { Texts } from '../i18n/zh_CN'
import { formatFen } from './money'
import type { StepRow } from './order-view'
import { formatMoment } from './time'
import type { RefundReason, RefundRequestView, RefundState, RefundView, RefundableLine } from './wire'

export interface ChoiceRow {
  id: number
  name: string
  /** What one of it gives back. */
  price: string
  left: number
  chosen: number
}

export interface RequestRow {
  uuid: string
  headline: string
  hint: string
  look: 'calm' | 'good' | 'dead'
  amount: string
  amountName: string
  steps: StepRow[]
  facts: { name: string; value: string }[]
  answer: string
  canWithdraw: boolean
}

export const REASONS: readonly RefundReason[] = ['missing', 'wrong', 'quality', 'slow', 'changed_mind', 'other']

/** What a person still works on; the page asks again and again meanwhile. */
const OPEN: readonly RefundState[] = ['requested', 'checking', 'refunding', 'failed']
const DEAD: readonly RefundState[] = ['refused', 'withdrawn']
const WAY = ['requested', 'refunding', 'refunded'] as const

/** Return whether something will still happen to a request in this state. */
export function isRefundOpen(state: RefundState | null): boolean {
  return state !== null && OPEN.includes(state)
}

/** Return the dishes that can be given back, with how many of each are chosen. */
export function viewChoices(lines: RefundableLine[], chosen: Record<number, number>): ChoiceRow[] {
  return lines.map((line) => ({
    id: line.line_id,
    name: line.name,
    price: formatFen(line.unit_fen),
    left: line.quantity,
    chosen: Math.min(chosen[line.line_id] ?? 0, line.quantity),
  }))
}

/** Return what the chosen dishes give back, about: the shop computes it to the fen. */
export function sumOf(refund: RefundView, chosen: Record<number, number>): number {
  const isAll = refund.lines.every((line) => chosen[line.line_id] === line.quantity)
  const sum = refund.lines.reduce((total, line) => total + line.unit_fen * (chosen[line.line_id] ?? 0), 0)
  return isAll && refund.lines.length > 0 ? refund.rest_fen : Math.min(sum, refund.rest_fen)
}

/** Return a request for the page. */
export function viewRequest(request: RefundRequestView, t: Texts['refund']): RequestRow {
  const { state } = request
  const isDead = DEAD.includes(state)
  const granted = request.granted_fen
  return {
    uuid: request.uuid,
    headline: t.headlines[state],
    hint: t.hints[state],
    look: isDead ? 'dead' : state === 'refunded' ? 'good' : 'calm',
    amount: formatFen(granted ?? request.amount_fen),
    amountName: granted === null ? t.asked : t.granted,
    steps: isDead ? [] : viewSteps(request, t),
    facts: factsOf(request, t),
    answer: request.answer,
    canWithdraw: state === 'requested',
  }
}

function viewSteps(request: RefundRequestView, t: Texts['refund']): StepRow[] {
  const reached = reachedIndex(request.state)
  return WAY.map((state, index) => ({
    key: state,
    name: t.steps[state],
    at: index <= reached ? timeOf(request, state) : '',
    status: index < reached || request.state === 'refunded' ? 'done' : index === reached ? 'current' : 'todo',
  }))
}

function reachedIndex(state: RefundState): number {
  if (state === 'checking') {
    return 0
  }
  return WAY.findIndex((step) => step === (state === 'failed' ? 'refunding' : state))
}

function timeOf(request: RefundRequestView, state: RefundState): string {
  const known = request.states.filter((entry) => entry.state === state).pop()
  return known ? formatMoment(known.at, new Date()) : ''
}

function factsOf(request: RefundRequestView, t: Texts['refund']): RequestRow['facts'] {
  const dishes = request.lines.map((line) => `${line.name} ×${line.quantity}`).join('\n')
  return [
    { name: t.askedAt, value: formatMoment(request.created_at, new Date()) },
    { name: t.dishes, value: dishes },
    { name: t.reason, value: t.reasons[request.reason] },
    { name: t.words, value: request.text },
    { name: t.photos, value: request.photos ? fill(t.photoCount, { count: request.photos }) : '' },
  ].filter((fact) => fact.value !== '')
}
