/** What pages and components can do in WeChat and glass-easel's adapter cannot. */
import { adapterComponent } from './glass-easel'
import { checkSetData } from './limits'
import { SelectorQuery, type Queryable } from './selector-query'

type SetData = (this: { is: string }, data: Record<string, unknown>, callback?: () => void) => void

/** Complete the prototype of all pages and components. */
export function installComponentMembers(): void {
  const prototype = adapterComponent.ComponentCaller.prototype as unknown as Record<string, unknown>
  const setData = prototype.setData as SetData
  const members: Record<string, unknown> = {
    setData(this: { is: string }, data: Record<string, unknown>, callback?: () => void) {
      checkSetData(this.is, data)
      setData.call(this, data, callback)
    },
    createSelectorQuery(this: Queryable) {
      return new SelectorQuery(this)
    },
    animate,
    clearAnimation(_selector: string, ...rest: unknown[]) {
      const callback = rest.at(-1)
      if (typeof callback === 'function') (callback as () => void)()
    },
    getOpenerEventChannel: () => ({}),
    getTabBar: () => null,
    getPageId(this: { is: string }) {
      return this.is
    },
  }
  Object.assign(prototype, members)
}

interface Keyframe {
  offset?: number
  ease?: string
  [style: string]: unknown
}

/** `this.animate(selector, keyframes, duration, callback)`. */
function animate(this: Queryable, selector: string, keyframes: Keyframe[], duration: number, callback?: () => void): void {
  const found = this._$.getShadowRoot()?.querySelectorAll(selector) ?? []
  const played = found.map((element) => {
    const dom = element.getBackendElement() as unknown as HTMLElement
    return dom.animate(keyframes as never, { duration, fill: 'forwards' }).finished
  })
  void Promise.all(played).then(() => callback?.())
}

