/** wx device and system information. */
import type { PreviewConfig } from '../config'
import type { Shell } from '../shell'
import { steering } from '../steering'
import { ApiError, Listeners, api, sync } from './api'

/** Base library that the preview keeps to. */
const SDK_VERSION = '3.8.12'

/** WeChat's text size before a person changes it. */
const STANDARD_FONT_PX = 17

const networkChanges = new Listeners<{ isConnected: boolean; networkType: string }>()

/** Tell listeners that the network came or went. */
export function announceNetwork(): void {
  const networkType = steering.isOnline ? steering.networkType : 'none'
  networkChanges.emit({ isConnected: steering.isOnline, networkType })
}

/** Build the device part of wx. */
export function deviceApi(shell: Shell, config: PreviewConfig): Record<string, unknown> {
  const windowInfo = (): WechatMiniprogram.WindowInfo => ({
    pixelRatio: window.devicePixelRatio,
    screenWidth: shell.windowWidth,
    screenHeight: shell.screenHeight,
    windowWidth: shell.windowWidth,
    windowHeight: shell.windowHeight,
    statusBarHeight: 0,
    screenTop: shell.barHeight,
    safeArea: {
      left: 0,
      right: shell.windowWidth,
      top: 0,
      bottom: shell.screenHeight,
      width: shell.windowWidth,
      height: shell.screenHeight,
    },
  })
  const appBaseInfo = (): object => ({
    SDKVersion: SDK_VERSION,
    language: config.locale,
    version: '8.0.50',
    theme: 'light',
    enableDebug: false,
    host: { appId: '', env: 'WeChat' },
    fontSizeSetting: STANDARD_FONT_PX * steering.fontSizeScaleFactor,
    fontSizeScaleFactor: steering.fontSizeScaleFactor,
  })
  const deviceInfo = (): object => ({
    brand: 'browser',
    model: 'browser preview',
    platform: 'devtools',
    system: navigator.userAgent,
  })
  const systemInfo = (): object => ({ ...windowInfo(), ...appBaseInfo(), ...deviceInfo() })
  return {
    getWindowInfo: sync('getWindowInfo', windowInfo),
    getAppBaseInfo: sync('getAppBaseInfo', appBaseInfo),
    getDeviceInfo: sync('getDeviceInfo', deviceInfo),
    getSystemInfoSync: sync('getSystemInfoSync', systemInfo),
    getSystemInfo: api('getSystemInfo', systemInfo),
    getSystemSetting: sync('getSystemSetting', () => ({ locationEnabled: true, wifiEnabled: true })),
    getAppAuthorizeSetting: sync('getAppAuthorizeSetting', () => ({ locationAuthorized: 'authorized' })),
    getMenuButtonBoundingClientRect: sync('getMenuButtonBoundingClientRect', () => {
      const width = 87
      const right = shell.windowWidth - 7
      return { width, height: 32, top: 6, bottom: 38, right, left: right - width }
    }),
    getNetworkType: api('getNetworkType', () => ({
      networkType: steering.isOnline ? steering.networkType : 'none',
    })),
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
}
