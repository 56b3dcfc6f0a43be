/**
 * Events as mini-program code sees them: plain objects, never framework objects.
 */
import { glassEasel } from './glass-easel'
import type { WxElement } from './wx-element'

interface EventNode {
  id: string
  dataset: Record<string, unknown>
  offsetLeft: number
  offsetTop: number
}

interface PlainTouch {
  identifier: number
  clientX: number
  clientY: number
  pageX: number
  pageY: number
}

const POINTER_TYPES = /^(tap|longpress|longtap|touch)/

/** Turn a framework event into the object that WeChat passes to a handler. */
export function plainEvent(event: glassEasel.ShadowedEvent<unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {
    type: event.type,
    timeStamp: event.timeStamp,
    target: plainNode(event.target),
    currentTarget: plainNode(event.currentTarget),
    mark: event.mark ?? {},
    detail: event.detail ?? {},
  }
  if (POINTER_TYPES.test(event.type)) Object.assign(plain, touchesOf(event))
  return plain
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

function touchesOf(event: glassEasel.ShadowedEvent<unknown>): Record<string, PlainTouch[]> {
  const original = event.getOriginalEvent()
  if (typeof TouchEvent !== 'undefined' && original instanceof TouchEvent) {
    return {
      touches: [...original.touches].map(plainTouch),
      changedTouches: [...original.changedTouches].map(plainTouch),
    }
  }
  const point = event.detail as { x?: number; y?: number } | undefined
  const touch = { identifier: 0, clientX: point?.x ?? 0, clientY: point?.y ?? 0 }
  const touches = [{ ...touch, pageX: touch.clientX, pageY: touch.clientY }]
  return { touches, changedTouches: touches }
}

function plainTouch({ identifier, clientX, clientY, pageX, pageY }: Touch): PlainTouch {
  return { identifier, clientX, clientY, pageX, pageY }
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
