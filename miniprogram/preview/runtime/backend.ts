/**
 * The document as glass-easel's backend: WeChat's tag names, WeChat's events.
 */
import { createBuiltin } from './builtins'
import { glassEasel } from './glass-easel'
import { PointerInput, nodeAt } from './pointer'
import { viewport, visibleView } from './web-view'
import { WxElement } from './wx-element'

const MOTION_EVENTS = ['transitionend', 'animationstart', 'animationiteration', 'animationend']

type Base = glassEasel.CurrentWindowBackendContext

export class PreviewBackend extends glassEasel.CurrentWindowBackendContext {
  private readonly input: PointerInput

  constructor() {
    super()
    const page = document
    this.document = {
      createElement: (tag: string) => createBuiltin(tag),
      createTextNode: (text: string) => page.createTextNode(text),
      createDocumentFragment: () => page.createDocumentFragment(),
    } as unknown as Base['document']
    this.input = new PointerInput(document.body, (target, type, detail, originalEvent, touches) =>
      this.dispatch(target, type, detail, { originalEvent, extraFields: { ...touches } }),
    )
    for (const type of MOTION_EVENTS) {
      document.body.addEventListener(type, (event) => this.forwardMotion(event), { capture: true })
    }
  }

  override getWindowWidth(): number {
    return viewport().width
  }

  override getWindowHeight(): number {
    return viewport().height
  }

  /** Built-in components send their events themselves; only pointer and motion are native. */
  override setListenerStats(...[element, type]: Parameters<Base['setListenerStats']>): void {
    this.input.listen(element as unknown as Element, type)
  }

  override setModelBindingStat(...[element, name, listener]: Parameters<Base['setModelBindingStat']>): void {
    const target = element as unknown as WxElement
    target.modelListeners.set(name, listener)
  }

  /** "The viewport" is the web view, not the browser's window. */
  override createIntersectionObserver(
    ...[target, relative, ...rest]: Parameters<Base['createIntersectionObserver']>
  ): ReturnType<Base['createIntersectionObserver']> {
    return super.createIntersectionObserver(target, relative ?? (visibleView() as never), ...rest)
  }

  /**
   * Send an event to the mini-program, then do what WeChat itself would do on a tap.
   *
   * @returns Whether a handler prevented the default.
   */
  private dispatch(target: WxElement, type: string, detail: unknown, options: glassEasel.EventOptions): boolean {
    if (!target.__wxElement || (type === 'tap' && isInert(target))) return false
    const event = new glassEasel.Event(type, detail, {
      bubbles: true,
      composed: true,
      capturePhase: true,
      ...options,
    })
    glassEasel.Event.dispatchEvent(target.__wxElement, event)
    if (type === 'tap') runDefaultAction(target, options.originalEvent as Event)
    return event.defaultPrevented()
  }

  private forwardMotion(originalEvent: Event): void {
    const target = originalEvent.target
    if (!(target instanceof WxElement) || target !== nodeAt(target)) return
    this.dispatch(target, originalEvent.type, {}, { originalEvent, bubbles: false })
  }
}

function* ancestors(origin: Element): Generator<WxElement> {
  for (let element: Element | null = origin; element; element = element.parentElement) {
    if (element instanceof WxElement) yield element
  }
}

function isInert(origin: Element): boolean {
  for (const element of ancestors(origin)) if (element.isInert) return true
  return false
}

function runDefaultAction(target: WxElement, { target: origin }: Event): void {
  for (const element of ancestors(target)) if (element.activate(origin as Element)) return
}
