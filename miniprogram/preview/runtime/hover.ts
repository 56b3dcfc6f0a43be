/**
 * `hover-class`: the look of a view while a finger is on it.
 */
import type { WxElement } from './wx-element'

const DEFAULT_STAY_MS = 70

export class HoverBehavior {
  private timer = 0

  constructor(private readonly element: WxElement) {
    element.addEventListener('pointerdown', () => this.show())
    for (const type of ['pointerup', 'pointercancel', 'pointerleave']) {
      element.addEventListener(type, () => this.hide())
    }
  }

  private get className(): string {
    const name = this.element.text('hover-class', 'none')
    return name === 'none' || name === 'false' ? '' : name
  }

  private show(): void {
    clearTimeout(this.timer)
    if (!this.element.isInert) this.toggle(true)
  }

  private hide(): void {
    const stay = this.element.number('hover-stay-time', DEFAULT_STAY_MS)
    this.timer = window.setTimeout(() => this.toggle(false), stay)
  }

  private toggle(isOn: boolean): void {
    for (const name of this.className.split(/\s+/).filter(Boolean)) {
      this.element.__wxElement?.classList?.toggle(name, isOn)
    }
  }
}
