/** `<swiper>` and `<swiper-item>`. */
import { WxElement } from '../wx-element'

const SETTLE_MS = 120

export class WxSwiper extends WxElement {
  private current = 0
  private timer = 0
  private settle = 0

  override build(): void {
    this.setDomAttribute('role', 'group')
    this.setDomAttribute('aria-roledescription', 'carousel')
    this.tabIndex = 0
    this.addEventListener('scroll', () => this.handleScroll())
    this.addEventListener('keydown', (event) => this.handleKey(event))
  }

  connectedCallback(): void {
    requestAnimationFrame(() => this.show(this.current, 'instant'))
    this.restart()
  }

  disconnectedCallback(): void {
    clearInterval(this.timer)
  }

  override changed(name: string): void {
    if (name === 'current') this.show(this.number('current', 0), 'smooth')
    if (name === 'vertical') this.setDomAttribute('data-vertical', this.flag('vertical') ? '' : null)
    if (name === 'autoplay' || name === 'interval') this.restart()
  }

  private get slides(): WxSwiperItem[] {
    return [...this.querySelectorAll<WxSwiperItem>('wx-swiper-item')]
  }

  private restart(): void {
    clearInterval(this.timer)
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (!this.flag('autoplay') || isStill) return
    this.timer = window.setInterval(() => this.move(1, 'autoplay'), this.number('interval', 5000))
  }

  private move(step: number, source: string): void {
    const count = this.slides.length
    if (count === 0) return
    const next = this.current + step
    const isInside = next >= 0 && next < count
    if (isInside || this.flag('circular')) this.select((next + count) % count, source)
  }

  private select(index: number, source: string): void {
    this.show(index, 'smooth')
    if (index === this.current) return
    this.current = index
    this.fire('change', { current: index, currentItemId: this.slides[index]?.text('item-id') ?? '', source })
    this.fire('animationfinish', { current: index, source })
  }

  private show(index: number, behavior: ScrollBehavior): void {
    if (behavior === 'instant' || !this.isConnected) this.current = index
    const left = this.flag('vertical') ? 0 : index * this.clientWidth
    const top = this.flag('vertical') ? index * this.clientHeight : 0
    if (this.isConnected) this.scrollTo({ left, top, behavior })
  }

  private handleScroll(): void {
    clearTimeout(this.settle)
    this.settle = window.setTimeout(() => {
      const isVertical = this.flag('vertical')
      const size = isVertical ? this.clientHeight : this.clientWidth
      const offset = isVertical ? this.scrollTop : this.scrollLeft
      if (size > 0) this.select(Math.round(offset / size), 'touch')
    }, SETTLE_MS)
  }

  private handleKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!step || event.target !== this) return
    event.preventDefault()
    this.move(step, 'touch')
  }
}

export class WxSwiperItem extends WxElement {}
