/**
 * The address bar: `#/pages/menu/menu?scene=abc` names the page on top.
 */
import type { Move, PageStack } from './page-stack'
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
    stack.onMove = (move) => this.write(move)
    window.addEventListener('hashchange', () => this.follow())
  }

  /** The page that the address names, or the first page of the app if there is no such page. */
  get url(): string {
    const url = location.hash.slice(1)
    return this.stack.knows(url) ? url : `/${this.firstPage}`
  }

  /** The page that the address names although there is no such page. */
  get missing(): string | null {
    const path = location.hash.slice(2).replace(/\?.*/, '')
    return path === '' || this.stack.knows(path) ? null : path
  }

  /** Let the browser's history grow and shrink with the stack of pages. */
  private write({ kind, path, query, delta }: Move): void {
    this.written = toHash(path, query)
    if (location.hash === this.written) return
    if (kind === 'back') history.go(-delta)
    else if (kind === 'open') history.pushState(null, '', this.written)
    else history.replaceState(null, '', this.written)
  }

  /** The person changed the address or pressed the browser's back button. */
  private follow(): void {
    if (location.hash === this.written) return
    this.written = location.hash
    const hashes = this.stack.instances.map(({ route, options }) => toHash(route, options))
    const below = hashes.lastIndexOf(location.hash)
    if (below >= 0) this.stack.navigateBack(hashes.length - 1 - below)
    else this.stack.reLaunch(this.url)
  }
}
