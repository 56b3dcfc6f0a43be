/** Sharing: ask the page what it would share, and write it down. */
import { calls } from './steering'
import type { PageStack } from './page-stack'
import type { WxElement } from './wx-element'

let pages: PageStack | undefined

export function useStack(stack: PageStack): void {
  pages = stack
}

/**
 * Do what WeChat does when a page is shared; the result is in `__preview.calls`.
 *
 * @param from "button" or "menu", as the page's handler is told.
 */
export function shareFrom(from: 'button' | 'menu', target?: WxElement): void {
  const page = pages?.top
  if (!page) return
  const dataset = target?.__wxElement?.dataset ?? {}
  const content = page.call('onShareAppMessage', { from, target: target ? { dataset } : undefined })
  const shared = { title: document.title, path: `/${page.path}`, ...(content as object | undefined) }
  calls.begin('share', shared).end('share:ok')
}
