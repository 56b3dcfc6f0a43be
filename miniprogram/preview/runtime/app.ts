/** `App()` and the app's life. */
import type { Query } from './page'
import { errors } from './steering'
import { Listeners, sync } from './wx/api'

/** How the mini-program was opened; the numbers are WeChat's. */
const SCENE_LAUNCHED = 1001
const SCENE_CODE_SCANNED = 1047

export interface LaunchOptions {
  path: string
  query: Query
  scene: number
  referrerInfo: object
}

type AppObject = Record<string, unknown>

export class AppLife {
  private app: AppObject = {}
  private launch: LaunchOptions = { path: '', query: {}, scene: SCENE_LAUNCHED, referrerInfo: {} }
  private readonly shown = new Listeners<LaunchOptions>()
  private readonly hidden = new Listeners<void>()
  private readonly failed = new Listeners<string>()
  private readonly rejected = new Listeners<{ reason: unknown }>()

  /** `App(definition)`. */
  readonly define = (definition: AppObject): void => {
    this.app = definition
    definition.globalData ??= {}
  }

  /** `getApp()`. */
  readonly instance = (): AppObject => this.app

  start(path: string, query: Query): void {
    const scene = 'scene' in query ? SCENE_CODE_SCANNED : SCENE_LAUNCHED
    this.launch = { path, query, scene, referrerInfo: {} }
    window.addEventListener('error', ({ error, message }) => this.report(error ?? message))
    window.addEventListener('unhandledrejection', ({ reason }) => this.reportRejection(reason))
    document.addEventListener('visibilitychange', () => this.setShown(!document.hidden))
    this.call('onLaunch', this.launch)
    this.setShown(true)
  }

  /** An address names a page that is not there. */
  pageNotFound(path: string): void {
    this.call('onPageNotFound', { path, query: {}, isEntryPage: true })
  }

  /** The person came back to WeChat, or left it. */
  setShown(isShown: boolean): void {
    this.call(isShown ? 'onShow' : 'onHide', isShown ? this.launch : undefined)
    if (isShown) this.shown.emit(this.launch)
    else this.hidden.emit()
  }

  report(error: unknown): void {
    const text = error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error)
    errors.push(text)
    this.failed.emit(text)
    this.call('onError', text)
  }

  private reportRejection(reason: unknown): void {
    errors.push(`Unhandled rejection: ${(reason as Error | undefined)?.message ?? String(reason)}`)
    this.rejected.emit({ reason })
    this.call('onUnhandledRejection', { reason })
  }

  api(): Record<string, unknown> {
    return {
      getLaunchOptionsSync: sync('getLaunchOptionsSync', () => this.launch),
      getEnterOptionsSync: sync('getEnterOptionsSync', () => this.launch),
      onAppShow: this.shown.on,
      offAppShow: this.shown.off,
      onAppHide: this.hidden.on,
      offAppHide: this.hidden.off,
      onError: this.failed.on,
      offError: this.failed.off,
      onUnhandledRejection: this.rejected.on,
      offUnhandledRejection: this.rejected.off,
      getUpdateManager: () => ({
        onCheckForUpdate: () => undefined,
        onUpdateReady: () => undefined,
        onUpdateFailed: () => undefined,
        applyUpdate: () => location.reload(),
      }),
    }
  }

  private call(name: string, argument: unknown): void {
    const method = this.app[name]
    if (typeof method === 'function') method.call(this.app, argument)
  }
}
