/** `<scroll-view>`. */
import { WxElement } from '../wx-element'

const DEFAULT_THRESHOLD_PX = 50

export class WxScrollView extends WxElement {
  private last = { left: 0, top: 0 }
  private wasNearStart = true
  private wasNearEnd = false

  override build(): void {
    this.addEventListener('scroll', (event) => {
      if (event.target === this) this.handleScroll()
    })
  }

  override changed(name: string): void {
    if (name === 'scroll-x' || name === 'scroll-y') this.applyDirections()
    if (name === 'enable-flex') this.setDomAttribute('data-flex', this.flag('enable-flex') ? '' : null)
    if (name === 'scroll-top' || name === 'scroll-left') requestAnimationFrame(() => this.applyOffset(name))
    if (name === 'scroll-into-view') requestAnimationFrame(() => this.applyIntoView())
  }

  private applyDirections(): void {
    this.setDomAttribute('data-scroll-x', this.flag('scroll-x') ? '' : null)
    this.setDomAttribute('data-scroll-y', this.flag('scroll-y') ? '' : null)
    if (this.flag('scroll-x') || this.flag('scroll-y')) this.tabIndex = 0
    else this.setDomAttribute('tabindex', null)
  }

  private get behavior(): ScrollBehavior {
    return this.flag('scroll-with-animation') ? 'smooth' : 'instant'
  }

  /** Where the view is already, nothing is asked of the document: that would cost a layout. */
  private applyOffset(name: string): void {
    const offset = this.number(name, 0)
    const side = name === 'scroll-top' ? 'top' : 'left'
    if (offset !== this.last[side]) this.scrollTo({ [side]: offset, behavior: this.behavior })
  }

  private applyIntoView(): void {
    const id = this.text('scroll-into-view')
    const target = id ? this.querySelector(`[id$="--${CSS.escape(id)}"]`) : null
    if (!target) return
    const own = this.getBoundingClientRect()
    const { left, top } = target.getBoundingClientRect()
    this.scrollTo({
      left: this.flag('scroll-x') ? this.scrollLeft + left - own.left : this.scrollLeft,
      top: this.flag('scroll-y') ? this.scrollTop + top - own.top : this.scrollTop,
      behavior: this.behavior,
    })
  }

  private handleScroll(): void {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = this
    const deltaX = this.last.left - scrollLeft
    const deltaY = this.last.top - scrollTop
    this.last = { left: scrollLeft, top: scrollTop }
    this.fire('scroll', { scrollLeft, scrollTop, scrollWidth, scrollHeight, deltaX, deltaY })
    this.announceEdges()
  }

  private announceEdges(): void {
    const isVertical = this.flag('scroll-y')
    const [start, end] = isVertical ? (['top', 'bottom'] as const) : (['left', 'right'] as const)
    const offset = isVertical ? this.scrollTop : this.scrollLeft
    const room = isVertical ? this.scrollHeight - this.clientHeight : this.scrollWidth - this.clientWidth
    this.wasNearStart = this.announceEdge('upper', start, offset, this.wasNearStart)
    this.wasNearEnd = this.announceEdge('lower', end, room - offset, this.wasNearEnd)
  }

  /** Tell once when an edge comes near. */
  private announceEdge(edge: 'upper' | 'lower', direction: string, distance: number, wasNear: boolean): boolean {
    const isNear = distance <= this.number(`${edge}-threshold`, DEFAULT_THRESHOLD_PX)
    if (isNear && !wasNear) this.fire(`scrollto${edge}`, { direction })
    return isNear
  }
}
