/** wx system information: window, device, app. */
import type { PreviewConfig } from '../config'
import type { Shell } from '../shell'
import { steering } from '../steering'
import type { PageStack } from '../page-stack'
import { Listeners, api, sync, type WxPart } from './api'

/** Base library that the preview keeps to. */
const SDK_VERSION = '3.8.12'

/** WeChat's text size before a person changes it. */
const STANDARD_FONT_PX = 17

/** The capsule with which WeChat closes a mini-program. */
const CAPSULE = { width: 87, height: 32, top: 6, bottom: 38, margin: 7 }

function windowInfo(shell: Shell): WechatMiniprogram.WindowInfo {
  const { windowWidth, windowHeight, screenHeight, barHeight } = shell
  return {
    pixelRatio: window.devicePixelRatio,
    screenWidth: windowWidth,
    screenHeight,
    windowWidth,
    windowHeight,
    statusBarHeight: 0,
    screenTop: barHeight,
    safeArea: { left: 0, right: windowWidth, top: 0, bottom: screenHeight, width: windowWidth, height: screenHeight },
  }
}

function appBaseInfo(config: PreviewConfig): object {
  return {
    SDKVersion: SDK_VERSION,
    language: config.locale,
    version: '8.0.50',
    theme: 'light',
    enableDebug: false,
    host: { appId: '', env: 'WeChat' },
    fontSizeSetting: STANDARD_FONT_PX * steering.fontSizeScaleFactor,
    fontSizeScaleFactor: steering.fontSizeScaleFactor,
  }
}

function deviceInfo(): object {
  return { brand: 'browser', model: 'browser preview', platform: 'devtools', system: navigator.userAgent }
}

function capsule(shell: Shell): object {
  const right = shell.windowWidth - CAPSULE.margin
  const { width, height, top, bottom } = CAPSULE
  return { width, height, top, bottom, right, left: right - width }
}

type Resize = WechatMiniprogram.OnWindowResizeListenerResult
const resizes = new Listeners<Resize>()

/** Tell the mini-program that its window changed, for example when a tablet was turned. */
export function announceResize(shell: Shell, stack: PageStack): void {
  const { windowWidth, windowHeight } = shell
  const change = { size: { windowWidth, windowHeight } }
  resizes.emit(change)
  stack.top?.resize(change)
}

/** Build the system part of wx. */
export function systemApi(shell: Shell, config: PreviewConfig): WxPart {
  const everything = (): object => ({ ...windowInfo(shell), ...appBaseInfo(config), ...deviceInfo() })
  return {
    getWindowInfo: sync('getWindowInfo', () => windowInfo(shell)),
    getAppBaseInfo: sync('getAppBaseInfo', () => appBaseInfo(config)),
    getDeviceInfo: sync('getDeviceInfo', deviceInfo),
    getSystemInfoSync: sync('getSystemInfoSync', everything),
    onWindowResize: resizes.on,
    offWindowResize: resizes.off,
    getSystemInfo: api('getSystemInfo', everything),
    getSystemSetting: sync('getSystemSetting', () => ({ locationEnabled: true, wifiEnabled: true })),
    getAppAuthorizeSetting: sync('getAppAuthorizeSetting', () => ({ locationAuthorized: 'authorized' })),
    getMenuButtonBoundingClientRect: sync('getMenuButtonBoundingClientRect', () => capsule(shell)),
  }
}
