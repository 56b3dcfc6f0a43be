/**
 * Whether the phone is connected, for the offline notice and for sending a waiting order.
 */

import { createStore } from '../stores/store'

export const networkStore = createStore({ isOnline: true })

/** Follow the connection; call once when the app starts. */
export function watchNetwork(): void {
  wx.getNetworkType({
    success: (result) => networkStore.set({ isOnline: result.networkType !== 'none' }),
  })
  wx.onNetworkStatusChange((result) => networkStore.set({ isOnline: result.isConnected }))
}
