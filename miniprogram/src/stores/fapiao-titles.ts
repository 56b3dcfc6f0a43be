/**
 * The names that the diner's last fapiao bore: kept on this phone, offered for the next one.
 */

import type { FapiaoKind, FapiaoRequest } from '../models/wire-fapiao'
import { createStoredStore } from './store'

interface Titles {
  /** What the diner asked for last; null until the first time. */
  kind: FapiaoKind | null
  individual: string
  company: { title: string; taxNumber: string }
}

const NONE: Titles = { kind: null, individual: '', company: { title: '', taxNumber: '' } }

export const fapiaoTitlesStore = createStoredStore<Titles>('fapiao-titles', NONE)

/** Return what to offer for another fapiao of this kind, or of the kind asked for last. */
export function suggestTitle(kind?: FapiaoKind): FapiaoRequest {
  const known = fapiaoTitlesStore.get()
  const wanted = kind ?? known.kind ?? 'individual'
  return wanted === 'company'
    ? { kind: wanted, title: known.company.title, tax_number: known.company.taxNumber }
    : { kind: wanted, title: known.individual, tax_number: '' }
}

/** Keep what the shop has accepted. */
export function rememberTitle({ kind, title, tax_number }: FapiaoRequest): void {
  const known = fapiaoTitlesStore.get()
  fapiaoTitlesStore.set(
    kind === 'company'
      ? { ...known, kind, company: { title, taxNumber: tax_number } }
      : { ...known, kind, individual: title },
  )
}
