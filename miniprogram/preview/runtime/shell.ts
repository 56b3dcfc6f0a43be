/**
 * The phone around the mini-program: banner, navigation bar, web views, tab bar.
 */
import { packageUrl } from './assets'
import { bilingual } from './language'

export interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: 'black' | 'white'
  navigationStyle?: 'default' | 'custom'
  backgroundColor?: string
  enablePullDownRefresh?: boolean
  onReachBottomDistance?: number
  disableScroll?: boolean
}

export interface TabBarConfig {
  color?: string
  selectedColor?: string
  backgroundColor?: string
  custom?: boolean
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}

/** A tab that was chosen. */
export interface SelectedTab {
  index: number
  pagePath: string
  text: string
}

export const BANNER = 'browser preview, payment simulated / 浏览器预览，支付为模拟'

/** Height of WeChat's navigation bar without the status bar. */
export const NAVIGATION_BAR_PX = 44

const TAB_BAR_PX = 50

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag)
  created.className = className
  return created
}

export class Shell {
  /** Holds the web views of all open pages. */
  readonly stage = element('main', 'mpv-stage')
  private size = { width: 0, height: 0 }
  private readonly phone = element('div', 'mpv-phone')
  private readonly bar = element('header', 'mpv-nav')
  private readonly back = element('button', 'mpv-back')
  private readonly title = element('h1', 'mpv-title')
  private readonly tabs = element('nav', 'mpv-tabs')

  constructor(onBack: () => void) {
    const banner = element('aside', 'mpv-banner')
    banner.textContent = BANNER
    banner.ariaLabel = bilingual('About this preview', '预览说明')
    this.title.tabIndex = -1
    this.back.type = 'button'
    this.back.ariaLabel = bilingual('Back', '返回')
    this.back.addEventListener('click', onBack)
    this.bar.append(this.back, this.title)
    this.tabs.hidden = true
    this.tabs.ariaLabel = bilingual('Tabs', '标签栏')
    this.phone.append(this.bar, this.stage, this.tabs)
    document.body.classList.add('mpv')
    document.body.append(banner, this.phone)
    this.measure()
    new ResizeObserver(() => this.measure()).observe(this.phone)
  }

  /** Called when the web view changed its size. */
  onResize: () => void = () => undefined

  private measure(): void {
    const size = { width: this.phone.clientWidth, height: this.phone.clientHeight }
    const isNew = size.width !== this.size.width || size.height !== this.size.height
    this.size = size
    if (isNew) this.onResize()
  }

  /** Another page is on top: let the keyboard and a screen reader start there. */
  announce(): void {
    // Focus needs a layout: the one that the next picture needs anyway, not one of its own.
    requestAnimationFrame(() => setTimeout(() => this.focusTitle()))
  }

  private focusTitle(): void {
    if (document.querySelector('dialog[open]')) return
    if (this.stage.querySelector('.mpv-view:not([hidden]) :focus')) return
    this.title.focus({ preventScroll: true })
  }

  /** Show the navigation bar as the page wants it. */
  showBar(config: WindowConfig, canGoBack: boolean): void {
    this.bar.hidden = config.navigationStyle === 'custom'
    this.bar.style.background = config.navigationBarBackgroundColor ?? '#ffffff'
    this.bar.style.color = config.navigationBarTextStyle === 'white' ? '#ffffff' : '#000000'
    this.back.hidden = !canGoBack
    this.setTitle(config.navigationBarTitleText ?? '')
  }

  setTitle(text: string): void {
    this.title.textContent = text
    this.title.hidden = text === ''
    document.title = text || 'Mini-program'
  }

  setBarColor(front: string, background: string): void {
    this.bar.style.color = front
    this.bar.style.background = background
  }

  /** Draw the tab bar and mark the page that is open; hide it on other pages. */
  showTabs(config: TabBarConfig | undefined, current: string, onSelect: (tab: SelectedTab) => void): void {
    const isTab = config?.list.some((item) => item.pagePath === current) ?? false
    this.tabs.hidden = !isTab || config?.custom === true
    if (!config || this.tabs.hidden) return
    this.tabs.style.background = config.backgroundColor ?? '#ffffff'
    this.tabs.replaceChildren(
      ...config.list.map((item, index) => {
        const tab = drawTab(item, config, item.pagePath === current)
        tab.addEventListener('click', () => onSelect({ index, pagePath: item.pagePath, text: item.text }))
        return tab
      }),
    )
  }

  /** Set the badge of a tab; an empty text removes it. */
  setBadge(index: number, text: string): void {
    const tab = this.tabs.children[index] as HTMLElement | undefined
    if (text) tab?.setAttribute('data-badge', text)
    else tab?.removeAttribute('data-badge')
  }

  setTabText(index: number, text: string): void {
    const label = this.tabs.children[index]?.lastChild
    if (label) label.textContent = text
  }

  /** Kept, not asked for: a question to the document in the middle of a change costs a layout. */
  get windowWidth(): number {
    return this.size.width
  }

  get windowHeight(): number {
    return this.size.height - this.barHeight - (this.tabs.hidden ? 0 : TAB_BAR_PX)
  }

  get screenHeight(): number {
    return this.size.height
  }

  get barHeight(): number {
    return this.bar.hidden ? 0 : NAVIGATION_BAR_PX
  }
}

function drawTab(item: TabBarConfig['list'][number], config: TabBarConfig, isCurrent: boolean): HTMLButtonElement {
  const tab = element('button', 'mpv-tab')
  tab.type = 'button'
  tab.style.color = (isCurrent ? config.selectedColor : config.color) ?? ''
  const icon = isCurrent ? (item.selectedIconPath ?? item.iconPath) : item.iconPath
  if (icon) {
    const picture = element('img', 'mpv-tab-icon')
    picture.alt = ''
    picture.src = packageUrl(`/${icon.replace(/^\//, '')}`) ?? 'data:,'
    tab.append(picture)
  }
  tab.append(item.text)
  if (isCurrent) tab.setAttribute('aria-current', 'page')
  return tab
}

/** Take the page's settings over the app's. */
export function mergeWindow(app: WindowConfig | undefined, page: WindowConfig): WindowConfig {
  return { ...app, ...page }
}
