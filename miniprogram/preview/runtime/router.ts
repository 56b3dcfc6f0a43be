/**
 * The address bar: `#/pages/menu/menu?scene=abc` names the page on top.
 */
import type { PageStack } from './page-stack'
import type { Query } from './page'

/** Write a page as a hash. */
export function toHash(path: string, query: Query): string {
  const parameters = new URLSearchParams(query).toString()
  return `#/${path}${parameters ? `?${parameters}` : ''}`
}

export class Router {
  private written = ''

  constructor(
    private readonly stack: PageStack,
    private readonly firstPage: string,
  ) {
    stack.onChange = (path, query) => this.write(path, query)
    window.addEventListener('hashchange', () => this.follow())
  }

  /** The page that the address names, or the first page of the app if there is no such page. */
  get url(): string {
    const url = location.hash.slice(1)
    return this.stack.knows(url) ? url : `/${this.firstPage}`
  }

  private write(path: string, query: Query): void {
    this.written = toHash(path, query)
    if (location.hash !== this.written) history.pushState(null, '', this.written)
  }

  /** The user changed the address or pressed the browser's back button. */
  private follow(): void {
    if (location.hash === this.written) return
    this.written = location.hash
    const below = this.stack.instances.at(-2)
    const isBack = below && toHash(below.route, below.options) === location.hash
    if (isBack) this.stack.navigateBack(1)
    else this.stack.reLaunch(this.url)
  }
}
