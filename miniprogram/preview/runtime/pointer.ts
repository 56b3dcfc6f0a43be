/**
 * Fingers, mouse and keyboard as WeChat's touch events, `tap` and `longpress`.
 */
import { NO_TOUCH, touchOf, type Touches } from './events'
import { toWebView } from './web-view'
import { WxElement } from './wx-element'

export type Dispatch = (target: WxElement, type: string, detail: unknown, origin: Event, touches: Touches) => boolean

const LONG_PRESS_MS = 350
const MOVE_TOLERANCE_PX = 10
const MOUSE_AS_TOUCH: Record<string, string> = {
  mousedown: 'touchstart',
  mousemove: 'touchmove',
  mouseup: 'touchend',
}

export class PointerInput {
  private readonly longPressed = new WeakSet<Element>()
  private readonly wanted = new Set<string>()
  private timer = 0
  private start = { x: 0, y: 0 }
  private isSwallowingClick = false
  private isMouseDown = false

  /**
   * @param body Element that receives all input.
   * @param dispatch Sends an event to the mini-program; tells whether its default is prevented.
   */
  constructor(
    private readonly body: HTMLElement,
    private readonly dispatch: Dispatch,
  ) {
    const capture = { capture: true }
    body.addEventListener('click', (event) => this.handleClick(event), capture)
    body.addEventListener('keydown', (event) => this.handleKey(event))
    body.addEventListener('pointerdown', (event) => this.startPress(event), capture)
    body.addEventListener('pointermove', (event) => this.watchPress(event), capture)
    for (const type of ['pointerup', 'pointercancel']) {
      body.addEventListener(type, () => clearTimeout(this.timer), capture)
    }
  }

  /** A template listens for a pointer event on an element. */
  listen(element: Element, type: string): void {
    if (type === 'longpress' || type === 'longtap') this.longPressed.add(element)
    if (!type.startsWith('touch') || this.wanted.has(type)) return
    this.wanted.add(type)
    // Only a listener that may prevent scrolling must not be passive.
    const options = { capture: true, passive: type !== 'touchmove' }
    this.body.addEventListener(type, (event) => this.forward(event as TouchEvent, type), options)
    const mouse = Object.keys(MOUSE_AS_TOUCH).find((name) => MOUSE_AS_TOUCH[name] === type)
    if (mouse) this.body.addEventListener(mouse, (event) => this.forwardMouse(event as MouseEvent, type), options)
  }

  private forward(event: TouchEvent, type: string): void {
    const touches = {
      touches: [...event.touches].map(touchOf),
      changedTouches: [...event.changedTouches].map(touchOf),
    }
    const target = nodeAt(event.target)
    if (target && this.dispatch(target, type, {}, event, touches) && event.cancelable) event.preventDefault()
  }

  private forwardMouse(event: MouseEvent, type: string): void {
    if (isEmulated(event)) return
    const wasDown = this.isMouseDown
    this.isMouseDown = type === 'touchstart' || (type === 'touchmove' && wasDown)
    if (type !== 'touchstart' && !wasDown) return
    const touch = touchOf({ identifier: 0, clientX: event.clientX, clientY: event.clientY })
    const target = nodeAt(event.target)
    const touches = { touches: type === 'touchend' ? [] : [touch], changedTouches: [touch] }
    if (target) this.dispatch(target, type, {}, event, touches)
  }

  /** A click is a tap, whoever made it: finger, mouse, keyboard or screen reader. */
  private handleClick(event: MouseEvent): void {
    if (this.isSwallowingClick) {
      this.isSwallowingClick = false
      return
    }
    this.tap(event, event)
  }

  private handleKey(event: KeyboardEvent): void {
    const target = event.target
    if (event.repeat || !(target instanceof WxElement) || target.tabIndex < 0) return
    const isSpace = event.key === ' ' && target.getAttribute('role') !== 'link'
    if ((event.key !== 'Enter' && !isSpace) || !target.hasAttribute('role')) return
    event.preventDefault()
    const { left, top, width, height } = target.getBoundingClientRect()
    this.tap(event, { clientX: left + width / 2, clientY: top + height / 2 })
  }

  private tap(event: Event, point: { clientX: number; clientY: number }): void {
    const target = nodeAt(event.target)
    if (!target) return
    const touch = touchOf({ identifier: 0, ...point })
    this.dispatch(target, 'tap', toWebView(point), event, { touches: [touch], changedTouches: [touch] })
  }

  private startPress(event: PointerEvent): void {
    clearTimeout(this.timer)
    this.isSwallowingClick = false
    this.start = { x: event.clientX, y: event.clientY }
    if (!listensInPath(event.target, this.longPressed)) return
    this.timer = window.setTimeout(() => this.longPress(event), LONG_PRESS_MS)
  }

  private watchPress({ clientX, clientY }: PointerEvent): void {
    const distance = Math.max(Math.abs(clientX - this.start.x), Math.abs(clientY - this.start.y))
    if (distance > MOVE_TOLERANCE_PX) clearTimeout(this.timer)
  }

  /** After a long press that somebody listens to, WeChat sends no tap. */
  private longPress(event: PointerEvent): void {
    const target = nodeAt(event.target)
    if (!target) return
    this.isSwallowingClick = true
    for (const type of ['longpress', 'longtap']) this.dispatch(target, type, toWebView(event), event, NO_TOUCH)
  }
}

/** Return the nearest element that the framework knows. */
export function nodeAt(target: EventTarget | null): WxElement | null {
  for (let element = target as Element | null; element; element = element.parentElement) {
    if (element instanceof WxElement && element.__wxElement) return element
  }
  return null
}

function listensInPath(target: EventTarget | null, listening: WeakSet<Element>): boolean {
  for (let element = target as Element | null; element; element = element.parentElement) {
    if (listening.has(element)) return true
  }
  return false
}

/** After a touch the browser sends mouse events for old pages. */
function isEmulated(event: MouseEvent): boolean {
  const { sourceCapabilities } = event as unknown as { sourceCapabilities?: { firesTouchEvents: boolean } }
  return sourceCapabilities?.firesTouchEvents ?? false
}
