/**
 * Shops, tables, menus and what is on sale: everything a diner may read without being known.
 */

import type { LanguageCode, AvailabilityView, MenuView, StoreListView, StoreView, TableView } from '../models/wire'
import { exchange, request } from './http'
import { announceToPrefetch } from './prefetch'

/** Return the shops a diner may choose from. */
export async function fetchStores(): Promise<StoreView[]> {
  const view = await request<StoreListView>({ method: 'GET', path: '/stores' })
  return view.stores
}

/** Return one shop. */
export function fetchStore(code: string): Promise<StoreView> {
  return request<StoreView>({ method: 'GET', path: `/stores/${encodeURIComponent(code)}` })
}

/** Return the table a code stands for, with the proof of sitting there. */
export function fetchTable(code: string): Promise<TableView> {
  return request<TableView>({ method: 'GET', path: `/tables/${encodeURIComponent(code)}` })
}

/** Return what is not freely on sale right now. */
export function fetchAvailability(storeCode: string): Promise<AvailabilityView> {
  const path = `/stores/${encodeURIComponent(storeCode)}/availability`
  return request<AvailabilityView>({ method: 'GET', path })
}

interface KeptMenu {
  menu: MenuView
  etag: string
}

/** Return the menu kept on the phone, which may be out of date, or `null`. */
export function keptMenu(storeCode: string, lang: LanguageCode): MenuView | null {
  return readKept(storeCode, lang)?.menu ?? null
}

/** Return the current menu; nothing but a yes travels when the kept one still holds. */
export async function fetchMenu(storeCode: string, lang: LanguageCode): Promise<MenuView> {
  const kept = readKept(storeCode, lang)
  const answer = await exchange<MenuView>({
    method: 'GET',
    path: `/stores/${encodeURIComponent(storeCode)}/menu/${lang}`,
    etag: kept?.etag,
  })
  if (!answer.body) {
    if (kept) {
      return kept.menu
    }
    throw new Error('The server answered 304 to a request without ETag')
  }
  keep(storeCode, lang, { menu: answer.body, etag: answer.etag })
  return answer.body
}

/** Keep a menu that came another way; its version is its ETag. */
export function keepMenu(storeCode: string, menu: MenuView): void {
  keep(storeCode, menu.lang, { menu, etag: `"${menu.version}"` })
}

function storageKey(storeCode: string, lang: LanguageCode): string {
  return `menu:${storeCode}:${lang}`
}

function readKept(storeCode: string, lang: LanguageCode): KeptMenu | null {
  const kept: unknown = wx.getStorageSync(storageKey(storeCode, lang))
  return kept && typeof kept === 'object' && 'menu' in kept ? (kept as KeptMenu) : null
}

function keep(storeCode: string, lang: LanguageCode, menu: KeptMenu): void {
  wx.setStorage({
    key: storageKey(storeCode, lang),
    data: menu,
    fail: (reason) => console.warn('Could not keep the menu on the phone', reason.errMsg),
  })
  announceToPrefetch(lang, menu.menu.version)
}
