/**
 * The diner API as JSON: fapiao (发票). See docs/api.md.
 */

export type FapiaoKind = 'individual' | 'company'

export type FapiaoState = 'requested' | 'issued' | 'changed' | 'refused' | 'withdrawn'

export interface FapiaoRequest {
  kind: FapiaoKind
  /** 发票抬头: the name it bears. */
  title: string
  /** 纳税人识别号; empty for a person. */
  tax_number: string
}

export interface FapiaoView {
  order_uuid: string
  number: string
  can_request: boolean
  can_withdraw: boolean
  /** What was paid, less what was given back. */
  amount_fen: number
  /** Null until somebody asks for it. */
  state: FapiaoState | null
  kind: FapiaoKind | null
  title: string
  tax_number: string
  /** Its own number, once it is issued. */
  fapiao_number: string
  /** Where to fetch it; empty if not known. */
  url: string
  /** Why it was declined. */
  answer: string
  states: { state: FapiaoState; at: string }[]
}
