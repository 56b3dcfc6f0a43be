/** Geometry of the visible web view: mini-program code counts from its corner. */

interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** The web view of the page on top. */
export function visibleView(): HTMLElement | null {
  return document.querySelector<HTMLElement>('.mpv-view:not([hidden])')
}

function origin(): { left: number; top: number } {
  return document.querySelector('.mpv-stage')?.getBoundingClientRect() ?? { left: 0, top: 0 }
}

/** Express a point of the browser window in the web view. */
export function toWebView({ clientX, clientY }: { clientX: number; clientY: number }): { x: number; y: number } {
  const { left, top } = origin()
  return { x: clientX - left, y: clientY - top }
}

/** Where an element is in the web view. */
export function boxOf(element: Element): Box {
  const { left, top } = origin()
  const box = element.getBoundingClientRect()
  return { left: box.left - left, top: box.top - top, width: box.width, height: box.height }
}

/** Size of the web view, and how far its page is scrolled. */
export function viewport(): Box & { scrollTop: number; scrollHeight: number } {
  const view = visibleView()
  const page = view?.querySelector('wx-page')
  return {
    left: 0,
    top: 0,
    width: view?.clientWidth ?? 0,
    height: view?.clientHeight ?? 0,
    scrollTop: page?.scrollTop ?? 0,
    scrollHeight: page?.scrollHeight ?? 0,
  }
}
