/**
 * The menu and what is on sale of the shop the diner is in.
 */

import { language } from '../i18n/index'
import type { MenuIndex } from '../models/menu'
import { indexMenu } from '../models/menu'
import type { AvailabilityView, MenuView } from '../models/wire'
import { fetchAvailability, fetchMenu, keepMenu, keptMenu } from '../services/catalog'
import { createStore } from './store'

export interface MenuState {
  storeCode: string
  index: MenuIndex | null
  availability: AvailabilityView | null
  /** The server did not answer: what is shown was kept on the phone. */
  isStale: boolean
}

const NOTHING: MenuState = { storeCode: '', index: null, availability: null, isStale: false }

export const menuStore = createStore<MenuState>(NOTHING)

/**
 * Load a shop's menu. A menu kept on the phone shows at once and is replaced if a newer one comes.
 *
 * @throws ApiError if no menu could be had at all.
 */
export async function loadMenu(storeCode: string): Promise<MenuIndex> {
  isExpected = false
  enter(storeCode)
  const isCurrent = accepted === keyOf(storeCode)
  accepted = ''
  if (!menuStore.get().index) {
    const kept = keptMenu(storeCode, language())
    if (kept) {
      show(storeCode, kept, false)
    }
  }
  const { index } = menuStore.get()
  if (!index) {
    return askOnce(storeCode)
  }
  if (!isCurrent) {
    askOnce(storeCode).catch((error) => console.warn('The newest menu is out of reach', error))
  }
  return index
}

/**
 * Load a shop's menu before the page that wants it exists: it need not ask again.
 *
 * @throws ApiError if no menu could be had at all.
 */
export async function expectMenu(storeCode: string): Promise<void> {
  if (accepted === keyOf(storeCode)) {
    return
  }
  const shown = loadMenu(storeCode)
  isExpected = true
  await shown
  await loading?.index
  if (isExpected) {
    accepted = keyOf(storeCode)
  }
}

/**
 * Take over what the server says is current, without asking for it.
 *
 * @param menu `null` if the one that the phone keeps is still the newest.
 */
export function acceptMenu(storeCode: string, version: string, menu: MenuView | null): void {
  const current = menu ?? keptMenu(storeCode, language())
  if (!current || current.version !== version || current.lang !== language()) {
    return
  }
  enter(storeCode)
  show(storeCode, current, false)
  accepted = keyOf(storeCode)
  if (menu) {
    keepMenu(storeCode, menu)
  }
}

/** The menu that is known to be current and that no page has asked for since. */
let accepted = ''

/** A menu is being loaded that no page has wanted yet. */
let isExpected = false

/** Who asks while the menu is on its way gets the same one. */
let loading: { key: string; index: Promise<MenuIndex> } | null = null

function keyOf(storeCode: string): string {
  return `${storeCode} ${language()}`
}

function askOnce(storeCode: string): Promise<MenuIndex> {
  const key = keyOf(storeCode)
  if (loading?.key !== key) {
    const index = ask(storeCode).finally(() => {
      loading = null
    })
    loading = { key, index }
  }
  return loading.index
}

async function ask(storeCode: string): Promise<MenuIndex> {
  try {
    show(storeCode, await fetchMenu(storeCode, language()), false)
  } catch (error) {
    const { index } = menuStore.get()
    if (!index) {
      throw error
    }
    menuStore.set({ ...menuStore.get(), isStale: true })
  }
  return shownIndex()
}

/** Ask what is on sale; a newer menu that it tells of is fetched as well. */
export async function refreshAvailability(storeCode: string): Promise<void> {
  const availability = await fetchAvailability(storeCode)
  const state = menuStore.get()
  if (state.storeCode !== storeCode) {
    return
  }
  menuStore.set({ ...state, availability })
  const newest = availability.menu_version[language()]
  if (state.index && newest && newest !== state.index.menu.version) {
    show(storeCode, await fetchMenu(storeCode, language()), false)
  }
}

function enter(storeCode: string): void {
  const { storeCode: current, index } = menuStore.get()
  if (current !== storeCode || index?.menu.lang !== language()) {
    menuStore.set({ ...NOTHING, storeCode })
  }
}

function show(storeCode: string, menu: MenuView, isStale: boolean): void {
  const state = menuStore.get()
  if (state.storeCode !== storeCode) {
    return
  }
  const isSame = state.index?.menu.version === menu.version
  const index = isSame ? state.index : indexMenu(menu)
  if (!isSame || state.isStale !== isStale) {
    menuStore.set({ ...state, index, isStale })
  }
}

function shownIndex(): MenuIndex {
  const { index } = menuStore.get()
  if (!index) {
    throw new Error('The diner left the shop while its menu was loading')
  }
  return index
}
