/**
 * Events as mini-program code sees them: plain objects, never framework objects.
 */
import { glassEasel } from './glass-easel'
import { toWebView } from './web-view'
import type { WxElement } from './wx-element'

interface EventNode {
  id: string
  dataset: Record<string, unknown>
  offsetLeft: number
  offsetTop: number
}

export interface PlainTouch {
  identifier: number
  clientX: number
  clientY: number
  pageX: number
  pageY: number
}

export interface Touches {
  touches: PlainTouch[]
  changedTouches: PlainTouch[]
}

export const NO_TOUCH: Touches = { touches: [], changedTouches: [] }

/** Turn a framework event into the object that WeChat passes to a handler. */
export function plainEvent(event: glassEasel.ShadowedEvent<unknown>): Record<string, unknown> {
  return {
    type: event.type,
    timeStamp: event.timeStamp,
    target: plainNode(event.target),
    currentTarget: plainNode(event.currentTarget),
    mark: event.mark ?? {},
    detail: event.detail ?? {},
    ...event.extraFields,
  }
}

function plainNode(caller: unknown): EventNode {
  const node = elementOf(caller)
  const dom = node?.getBackendElement() as unknown as HTMLElement | null | undefined
  return {
    id: node?.id ?? '',
    dataset: { ...(node?.dataset as Record<string, unknown>) },
    offsetLeft: dom?.offsetLeft ?? 0,
    offsetTop: dom?.offsetTop ?? 0,
  }
}

/** A component's listener receives its method caller, which keeps the element in `_$`. */
function elementOf(caller: unknown): glassEasel.Element | undefined {
  const owner = caller as { _$?: glassEasel.Element } | null
  return owner?._$ ?? (caller as glassEasel.Element | undefined)
}

/** Turn a finger, or a mouse, into WeChat's touch. */
export function touchOf(point: { identifier: number; clientX: number; clientY: number }): PlainTouch {
  const { x, y } = toWebView(point)
  return { identifier: point.identifier, clientX: x, clientY: y, pageX: x, pageY: y }
}

/**
 * Send an event from a built-in component to the mini-program.
 *
 * @param element The built-in component's element.
 * @param options Built-in events other than `tap` do not bubble, as in WeChat.
 */
export function fire(
  element: WxElement,
  type: string,
  detail: unknown = {},
  options: { bubbles?: boolean; composed?: boolean } = {},
): void {
  const node = element.__wxElement
  if (node) glassEasel.triggerEvent(node, type, detail, { capturePhase: true, ...options })
}
