/**
 * Where the diner is: the shop, the table with its proof, and how the meal is wanted.
 */

import type { Service, StoreView, TableView } from '../models/wire'
import { createStoredStore } from './store'

export interface Table {
  code: string
  name: string
  floor: string
  token: string
  expiresAt: string
}

export interface Visit {
  store: StoreView | null
  table: Table | null
  service: Service
}

const NOWHERE: Visit = { store: null, table: null, service: 'takeaway' }

export const visitStore = createStoredStore<Visit>('visit', NOWHERE)

/** Sit down: the scanned table decides the shop and the service. */
export function sitDown(code: string, view: TableView): void {
  visitStore.set({
    store: view.store,
    service: 'dine_in',
    table: {
      code,
      name: view.table.name,
      floor: view.table.floor,
      token: view.table_token,
      expiresAt: view.expires_at,
    },
  })
}

/** Choose a shop; a table of another shop is left behind. */
export function enterStore(store: StoreView): void {
  const visit = visitStore.get()
  const isSameStore = visit.store?.code === store.code
  visitStore.set({
    store,
    table: isSameStore ? visit.table : null,
    service: isSameStore ? visit.service : firstService(store),
  })
}

function firstService(store: StoreView): Service {
  return store.services.includes('takeaway') ? 'takeaway' : (store.services[0] ?? 'dine_in')
}

/** Choose dine-in or takeaway. */
export function chooseService(service: Service): void {
  visitStore.set({ ...visitStore.get(), service })
}

/** Forget the table: its proof has run out or staff cleared it. */
export function leaveTable(): void {
  visitStore.set({ ...visitStore.get(), table: null })
}

/** Return the table if its proof still holds. */
export function currentTable(now: Date): Table | null {
  const { table } = visitStore.get()
  return table && Date.parse(table.expiresAt) > now.getTime() ? table : null
}
