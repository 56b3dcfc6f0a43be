/** wx device: network, vibration, clipboard, calls. */
import { steering, type Steering } from '../steering'
import { ApiError, Listeners, api, type WxPart } from './api'

const networkChanges = new Listeners<{ isConnected: boolean; networkType: string }>()

function networkType(): Steering['networkType'] | 'none' {
  return steering.isOnline ? steering.networkType : 'none'
}

/** Tell listeners that the network came or went. */
export function announceNetwork(): void {
  networkChanges.emit({ isConnected: steering.isOnline, networkType: networkType() })
}

export const deviceApi: WxPart = {
  getNetworkType: api('getNetworkType', () => ({ networkType: networkType() })),
  onNetworkStatusChange: networkChanges.on,
  offNetworkStatusChange: networkChanges.off,
  getRandomValues: api('getRandomValues', ({ length }) => ({
    randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer,
  })),
  vibrateShort: api('vibrateShort', () => undefined),
  vibrateLong: api('vibrateLong', () => undefined),
  setClipboardData: api('setClipboardData', ({ data }) => {
    void navigator.clipboard?.writeText(data).catch(() => undefined)
  }),
  getClipboardData: api('getClipboardData', async () => ({ data: await navigator.clipboard.readText() })),
  makePhoneCall: api('makePhoneCall', ({ phoneNumber }) => {
    if (!phoneNumber) throw new ApiError('parameter error: phoneNumber should not be empty')
  }),
  setKeepScreenOn: api('setKeepScreenOn', () => undefined),
}
