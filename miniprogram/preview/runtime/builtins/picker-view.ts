/** `<picker-view>` and its columns: wheels that snap to a row. */
import { WxElement } from '../wx-element'

const SETTLE_MS = 100

export class WxPickerView extends WxElement {
  override changed(name: string): void {
    if (name === 'value') requestAnimationFrame(() => this.apply())
    if (name === 'indicator-style') {
      const height = /height:\s*([\d.]+px)/.exec(this.text('indicator-style'))
      if (height) this.style.setProperty('--mpv-row', height[1] ?? '')
    }
  }

  /** A column came to rest on another row. */
  announce(): void {
    this.fire('change', { value: this.columns.map((column) => column.index) })
  }

  private get columns(): WxPickerViewColumn[] {
    return [...this.querySelectorAll<WxPickerViewColumn>('wx-picker-view-column')]
  }

  private apply(): void {
    const value = this.prop<number[]>('value', [])
    this.columns.forEach((column, position) => column.show(value[position] ?? 0))
  }
}

export class WxPickerViewColumn extends WxElement {
  index = 0
  private timer = 0

  override build(): void {
    this.setDomAttribute('role', 'group')
    this.tabIndex = 0
    this.addEventListener('scroll', () => this.handleScroll())
    this.addEventListener('keydown', (event) => this.handleKey(event))
  }

  show(index: number): void {
    this.index = index
    this.scrollTop = index * this.rowHeight
  }

  private get rowHeight(): number {
    return (this.firstElementChild as HTMLElement | null)?.offsetHeight || 1
  }

  private handleScroll(): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(() => this.rest(Math.round(this.scrollTop / this.rowHeight)), SETTLE_MS)
  }

  private rest(index: number): void {
    if (index === this.index) return
    this.index = index
    this.closest<WxPickerView>('wx-picker-view')?.announce()
  }

  private handleKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    this.scrollTop += step * this.rowHeight
  }
}
