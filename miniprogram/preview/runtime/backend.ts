/**
 * The document as glass-easel's backend: WeChat's tag names, WeChat's events.
 */
import { createBuiltin } from './builtins'
import { glassEasel } from './glass-easel'
import { WxElement } from './wx-element'

const NATIVE_EVENTS = new Set([
  'touchstart', 'touchmove', 'touchend', 'touchcancel',
  'transitionend', 'animationstart', 'animationiteration', 'animationend',
])

type ListenerStats = Parameters<glassEasel.CurrentWindowBackendContext['setListenerStats']>
type ModelBinding = Parameters<glassEasel.CurrentWindowBackendContext['setModelBindingStat']>

export class PreviewBackend extends glassEasel.CurrentWindowBackendContext {
  constructor() {
    super()
    const created = document
    this.document = {
      createElement: (tag: string) => createBuiltin(tag),
      createTextNode: (text: string) => created.createTextNode(text),
      createDocumentFragment: () => created.createDocumentFragment(),
    } as unknown as typeof this.document
    this.onEvent((target, type, detail, options) => this.dispatch(target, type, detail, options))
    document.body.addEventListener('click', (event) => this.tapByClick(event), { capture: true })
    document.body.addEventListener('keydown', (event) => this.tapByKey(event))
  }

  /** Pass a pointer's event on to the mini-program, then do what WeChat itself would do. */
  private dispatch(
    target: glassEasel.Element,
    type: string,
    detail: unknown,
    options: glassEasel.EventOptions,
  ): glassEasel.EventBubbleStatus {
    const origin = (options.originalEvent as Event | undefined)?.target
    const isTap = type === 'tap' && origin instanceof Element
    const event = new glassEasel.Event(type, detail, options)
    if (isTap && isInert(origin)) return event.getEventBubbleStatus()
    glassEasel.Event.dispatchEvent(target, event)
    if (isTap) runDefaultAction(origin)
    return event.getEventBubbleStatus()
  }

  /** Built-in components send their events themselves; only pointer and motion are native. */
  override setListenerStats(...stats: ListenerStats): void {
    if (NATIVE_EVENTS.has(stats[1])) super.setListenerStats(...stats)
  }

  override setModelBindingStat(...[element, name, listener]: ModelBinding): void {
    const target = element as unknown as WxElement & { modelListeners?: Map<string, unknown> }
    target.modelListeners ??= new Map()
    target.modelListeners.set(name, listener)
  }

  /** Screen readers and scripts click without a pointer: `detail` is 0. */
  private tapByClick(event: MouseEvent): void {
    if (event.detail === 0) this.tap(event)
  }

  private tapByKey(event: KeyboardEvent): void {
    const target = event.target
    if (event.repeat || !(target instanceof WxElement)) return
    const isActivation = event.key === 'Enter' || (event.key === ' ' && target.getAttribute('role') !== 'link')
    if (!isActivation || target.tabIndex < 0) return
    event.preventDefault()
    this.tap(event)
  }

  private tap(event: Event): void {
    let element = event.target as WxElement | null
    while (element && !element.__wxElement) element = element.parentElement as WxElement | null
    if (!element?.__wxElement) return
    const { left, top, width, height } = element.getBoundingClientRect()
    this.dispatch(element.__wxElement, 'tap', { x: left + width / 2, y: top + height / 2 }, {
      originalEvent: event,
      bubbles: true,
      composed: true,
      capturePhase: true,
    })
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

function runDefaultAction(origin: Element): void {
  for (const element of ancestors(origin)) if (element.activate(origin)) return
}
