/**
 * Scanning a table's code with the camera.
 */

import { tableCodeFrom } from '../models/scene'
import type { TableView } from '../models/wire'
import { acceptMenu, expectMenu } from '../stores/menu'
import { sitDown } from '../stores/visit'
import { fetchTable } from './catalog'
import { watchPrefetch } from './prefetch'

/** `cancelled`: the diner closed the camera. `foreign`: a code, but not one of a table. */
export type Scan = { kind: 'table'; code: string } | { kind: 'cancelled' } | { kind: 'foreign' }

/** Open the camera and return what was scanned. */
export function scanTable(): Promise<Scan> {
  return new Promise((resolve) => {
    wx.scanCode({
      scanType: ['qrCode', 'wxCode'],
      success(result) {
        // A mini-program code tells its page and scene in `path`, any other code is in `result`.
        const code = tableCodeFrom(result.path || result.result)
        resolve(code ? { kind: 'table', code } : { kind: 'foreign' })
      },
      fail: () => resolve({ kind: 'cancelled' }),
    })
  })
}

/** A table asked for before the page that wants it exists. */
let expected: { code: string; view: Promise<TableView> } | null = null

/**
 * Start asking for a table and the menu there, while the first page is still being made.
 *
 * WeChat may have asked already, before the app ran.
 */
export function expectTable(code: string): void {
  const view = askForTable(code)
  expected = { code, view }
  // The page asks again and tells the diner what is wrong.
  view.then(({ store }) => expectMenu(store.code)).catch(() => undefined)
}

async function askForTable(code: string): Promise<TableView> {
  const prefetch = watchPrefetch(code)
  const found = await prefetch.ready
  const answer = found ?? (await earliest(fetchTable(code), prefetch.later))
  if (!('menu_version' in answer)) {
    return answer
  }
  acceptMenu(answer.table.store.code, answer.menu_version, answer.menu)
  return answer.table
}

/** Whichever comes first; only what was asked for can fail. */
function earliest<T, U>(asked: Promise<T>, offered: Promise<U>): Promise<T | U> {
  return new Promise((resolve, reject) => {
    asked.then(resolve, reject)
    offered.then(resolve, () => undefined)
  })
}

/** Sit down at the table with this code. */
export async function openTable(code: string): Promise<void> {
  const view = expected?.code === code ? expected.view : fetchTable(code)
  expected = null
  sitDown(code, await view)
}
