/**
 * One open page: its web view in the document and its life in WeChat's order.
 */
import { watchPull } from './pull-down'
import { flushReady } from './ready'
import type { WindowConfig } from './shell'
import { createRoot, pageDefinition } from './units'

export type Query = Record<string, string>

/** Tell the window about an error, so that the app's `onError` and tests see it. */
function reportError(error: unknown): void {
  console.error(error)
  window.dispatchEvent(new ErrorEvent('error', { error, message: String(error) }))
}

/** The object that app code knows as the page, `this` in its methods. */
export interface PageInstance {
  route: string
  options: Query
  is: string
  data: Record<string, unknown>
  setData(data: Record<string, unknown>, callback?: () => void): void
  [member: string]: unknown
}

type Root = ReturnType<typeof createRoot>

const DEFAULT_REACH_BOTTOM_PX = 50

export class OpenPage {
  readonly instance: PageInstance
  /** Title set at run time; comes back with the page. */
  title?: string
  readonly view = document.createElement('section')
  private readonly root: Root
  private wasNearBottom = false

  /**
   * @param path Path of a page whose script has run.
   * @param channel Event channel to the page that opened this one.
   */
  constructor(
    readonly path: string,
    readonly query: Query,
    readonly config: WindowConfig,
    readonly channel?: unknown,
  ) {
    this.view.className = 'mpv-view'
    this.view.dataset.page = path
    this.root = createRoot(path, query)
    this.instance = this.root.get() as unknown as PageInstance
    Object.assign(this.instance, { route: path, options: query })
    this.instance.getOpenerEventChannel = () => channel ?? {}
  }

  /** Put the page into the document, load and show it. */
  open(stage: HTMLElement): void {
    const placeholder = document.createElement('i')
    this.view.append(placeholder)
    stage.append(this.view)
    this.root.attach(this.view as never, placeholder as never)
    this.scroller.addEventListener('scroll', () => this.handleScroll())
    if (this.config.enablePullDownRefresh) watchPull(this.scroller, () => this.startRefresh())
    this.call('onLoad', this.query)
    this.show()
    flushReady()
    this.call('onReady')
  }

  show(): void {
    this.view.hidden = false
    this.call('onShow')
    this.root.getComponent().triggerPageLifetime('show', [])
  }

  hide(): void {
    this.view.hidden = true
    this.call('onHide')
    this.root.getComponent().triggerPageLifetime('hide', [])
  }

  /** The window has another size. */
  resize(change: object): void {
    this.call('onResize', change)
    this.root.getComponent().triggerPageLifetime('resize', [change])
  }

  close(): void {
    this.call('onUnload')
    this.root.release()
    this.view.remove()
  }

  /** The element that scrolls. */
  get scroller(): HTMLElement {
    return this.view.querySelector<HTMLElement>('wx-page') ?? this.view
  }

  /** `wx.pageScrollTo`. */
  scrollTo({ scrollTop, selector, duration = 300 }: { scrollTop?: number; selector?: string; duration?: number }): void {
    const behavior: ScrollBehavior = duration > 0 ? 'smooth' : 'instant'
    const root = this.root.getComponent().getShadowRoot()
    const target = selector ? root?.querySelector(selector)?.getBackendElement() : undefined
    if (target) (target as unknown as HTMLElement).scrollIntoView({ behavior })
    else if (scrollTop !== undefined) this.scroller.scrollTo({ top: scrollTop, behavior })
  }

  /** Show the refresh indicator and tell the page. */
  startRefresh(): void {
    if (this.view.dataset.refreshing !== undefined) return
    this.view.dataset.refreshing = ''
    this.call('onPullDownRefresh')
  }

  stopRefresh(): void {
    delete this.view.dataset.refreshing
  }

  /** Call a page method if the page has it. */
  call(name: string, ...args: unknown[]): unknown {
    const method = this.instance[name]
    if (typeof method !== 'function') return undefined
    try {
      return (method as (...given: unknown[]) => unknown).apply(this.instance, args)
    } catch (error) {
      reportError(error)
      return undefined
    }
  }

  /** Whether the page's script defines a method. */
  has(name: string): boolean {
    return typeof this.instance[name] === 'function' || name in (pageDefinition(this.path) ?? {})
  }

  private handleScroll(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller
    this.call('onPageScroll', { scrollTop })
    const distance = this.config.onReachBottomDistance ?? DEFAULT_REACH_BOTTOM_PX
    const isNearBottom = scrollHeight - clientHeight - scrollTop <= distance
    if (isNearBottom && !this.wasNearBottom) this.call('onReachBottom')
    this.wasNearBottom = isNearBottom
  }
}
