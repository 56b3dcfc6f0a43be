/**
 * Scanning a table's code with the camera.
 */

import { tableCodeFrom } from '../models/scene'
import { sitDown } from '../stores/visit'
import { fetchTable } from './catalog'

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

/** Sit down at the table with this code. */
export async function openTable(code: string): Promise<void> {
  sitDown(code, await fetchTable(code))
}
