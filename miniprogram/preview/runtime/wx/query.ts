/** wx queries: selectors, observers, animation, time. */
import type { PageStack } from '../page-stack'
import type { PageInstance } from '../page'
import { ApiError, type WxPart } from './api'
import { SelectorQuery, type Queryable } from '../selector-query'
import { createAnimation } from './animation'

type Component = PageInstance & {
  createIntersectionObserver(options?: object): unknown
}

/** Build the query part of wx. */
export function queryApi(stack: PageStack): WxPart {
  const top = (): Component => {
    const page = stack.top
    if (!page) throw new ApiError('no page is open')
    return page.instance as Component
  }
  return {
    createSelectorQuery: () => new SelectorQuery(top() as unknown as Queryable),
    createIntersectionObserver: (component?: Component, options?: object) =>
      (component ?? top()).createIntersectionObserver(options),
    createAnimation,
    nextTick: (callback: () => void) => queueMicrotask(callback),
    canIUse: (name: string) => (name.split('.')[0] ?? '') in wx,
  }
}
