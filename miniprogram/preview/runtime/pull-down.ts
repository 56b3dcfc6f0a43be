/** The pull-down gesture at the top of a page. */

const THRESHOLD_PX = 60

/** Call back when a finger pulls the page down from its very top. */
export function watchPull(scroller: HTMLElement, onPull: () => void): void {
  let start: number | undefined
  scroller.addEventListener('touchstart', ({ touches }) => {
    start = scroller.scrollTop <= 0 ? touches[0]?.clientY : undefined
  }, { passive: true })
  scroller.addEventListener('touchend', ({ changedTouches }) => {
    const end = changedTouches[0]?.clientY
    if (start !== undefined && end !== undefined && end - start > THRESHOLD_PX) onPull()
    start = undefined
  }, { passive: true })
}
