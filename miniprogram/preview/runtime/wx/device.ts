/** wx device: network, vibration, clipboard, calls. */
import { steering } from '../steering'
import { ApiError, Listeners, api } from './api'

const networkChanges = new Listeners<{ isConnected: boolean; networkType: string }>()

function networkType(): string {
  return steering.isOnline ? steering.networkType : 'none'
}

/** Tell listeners that the network came or went. */
export function announceNetwork(): void {
  networkChanges.emit({ isConnected: steering.isOnline, networkType: networkType() })
}

export const deviceApi: Record<string, unknown> = {
  getNetworkType: api('getNetworkType', () => ({ networkType: networkType() })),
  onNetworkStatusChange: networkChanges.on,
  offNetworkStatusChange: networkChanges.off,
  getRandomValues: api('getRandomValues', ({ length }: { length: number }) => ({
    randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer,
  })),
  vibrateShort: api('vibrateShort', () => undefined),
  vibrateLong: api('vibrateLong', () => undefined),
  setClipboardData: api('setClipboardData', ({ data }: { data: string }) => {
    void navigator.clipboard?.writeText(data).catch(() => undefined)
  }),
  getClipboardData: api('getClipboardData', async () => ({ data: await navigator.clipboard.readText() })),
  makePhoneCall: api('makePhoneCall', ({ phoneNumber }: { phoneNumber: string }) => {
    if (!phoneNumber) throw new ApiError('parameter error: phoneNumber should not be empty')
  }),
  setKeepScreenOn: api('setKeepScreenOn', () => undefined),
}
