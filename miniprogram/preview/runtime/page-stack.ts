/**
 * The stack of open pages and the ways through it.
 */
import { EventChannel } from './event-channel'
import { OpenPage, type PageInstance, type Query } from './page'
import { mergeWindow, type SelectedTab, type Shell, type TabBarConfig, type WindowConfig } from './shell'
import { ApiError } from './wx/api'

/** WeChat refuses an eleventh page. */
export const MAX_DEPTH = 10

export interface AppConfig {
  window?: WindowConfig
  tabBar?: TabBarConfig
  pages: string[]
}

/** How another page came to the top. */
export interface Move {
  kind: 'open' | 'replace' | 'back'
  path: string
  query: Query
  /** How many pages were closed on the way back. */
  delta: number
}

export class PageStack {
  private readonly stack: OpenPage[] = []
  /** Called whenever another page is on top. */
  onMove: (move: Move) => void = () => undefined

  constructor(
    private readonly shell: Shell,
    private readonly app: AppConfig,
    private readonly configs: Record<string, WindowConfig>,
  ) {}

  get top(): OpenPage | undefined {
    return this.stack.at(-1)
  }

  get depth(): number {
    return this.stack.length
  }

  get instances(): PageInstance[] {
    return this.stack.map((page) => page.instance)
  }

  /** Open a page on top of the current one. */
  navigateTo(
    url: string,
    events: Record<string, (...args: unknown[]) => void> = {},
  ): { eventChannel: EventChannel } {
    const { path, query } = this.resolve(url)
    if (this.isTab(path)) throw new ApiError('can not navigateTo a tabbar page')
    if (this.depth >= MAX_DEPTH) {
      throw new ApiError(`page limit exceeded: ${MAX_DEPTH}, navigateTo:fail`)
    }
    const eventChannel = new EventChannel()
    for (const [name, listener] of Object.entries(events)) eventChannel.on(name, listener)
    this.push('open', path, query, eventChannel)
    return { eventChannel }
  }

  /** Replace the current page. */
  redirectTo(url: string): void {
    const { path, query } = this.resolve(url)
    if (this.isTab(path)) throw new ApiError('can not redirectTo a tabbar page')
    this.stack.pop()?.close()
    this.push('replace', path, query)
  }

  /** Close all pages and open one. */
  reLaunch(url: string): void {
    const { path, query } = this.resolve(url)
    for (const page of this.stack.splice(0).reverse()) page.close()
    this.push('replace', path, query)
  }

  /** Close all other pages and open a page of the tab bar. */
  switchTab(url: string): void {
    const { path } = this.resolve(url)
    if (!this.isTab(path)) throw new ApiError('can not switch to no-tabBar page')
    if (this.top?.path === path) return
    this.reLaunch(`/${path}`)
  }

  /** Close pages from the top; the first page stays. */
  navigateBack(delta = 1): void {
    const count = Math.min(delta, this.depth - 1)
    if (count <= 0) return
    for (const page of this.stack.splice(-count).reverse()) page.close()
    this.top?.show()
    this.showTop()
    if (this.top) this.onMove({ kind: 'back', path: this.top.path, query: this.top.query, delta: count })
    this.shell.announce()
  }

  isTab(path: string): boolean {
    return this.app.tabBar?.list.some((item) => item.pagePath === path) ?? false
  }

  /** Whether an address, from the root, names a page of the app. */
  knows(url: string): boolean {
    return url.replace(/\?.*/, '').replace(/^\//, '') in this.configs
  }

  /** Turn an address as app code writes it into page and query. */
  resolve(url: string): { path: string; query: Query } {
    const base = this.top ? `/${this.top.path}` : '/'
    const { pathname, searchParams } = new URL(url, `http://app${base}`)
    const path = decodeURIComponent(pathname.slice(1))
    if (!(path in this.configs)) throw new ApiError(`page "${path}" is not found`)
    return { path, query: Object.fromEntries(searchParams) }
  }

  private push(kind: 'open' | 'replace', path: string, query: Query, channel?: EventChannel): void {
    this.top?.hide()
    const page = new OpenPage(path, query, mergeWindow(this.app.window, this.configs[path] ?? {}), channel)
    this.stack.push(page)
    this.showTop()
    page.open(this.shell.stage)
    this.onMove({ kind, path, query, delta: 0 })
    this.shell.announce()
  }

  private showTop(): void {
    if (!this.top) return
    this.shell.showBar(this.top.config, this.depth > 1)
    if (this.top.title !== undefined) this.shell.setTitle(this.top.title)
    this.shell.showTabs(this.app.tabBar, this.top.path, (tab) => this.selectTab(tab))
  }

  private selectTab({ index, pagePath, text }: SelectedTab): void {
    this.switchTab(`/${pagePath}`)
    this.top?.call('onTabItemTap', { index, pagePath, text })
  }
}
