/** `<slider>`, `<progress>` and `<icon>`. */
import { WxElement } from '../wx-element'
import { FormControl } from './form-field'

export class WxSlider extends FormControl {
  private readonly field = document.createElement('input')
  private readonly output = document.createElement('output')
  readonly initialValue = 0

  override build(): void {
    this.field.type = 'range'
    this.output.hidden = true
    this.append(this.field, this.output)
    this.field.addEventListener('input', () => this.announce('changing'))
    this.field.addEventListener('change', () => this.announce('change'))
  }

  override get control(): HTMLElement {
    return this.field
  }

  get fieldValue(): unknown {
    return Number(this.field.value)
  }

  set fieldValue(value: unknown) {
    this.field.value = String(value)
    this.output.textContent = this.field.value
  }

  override changed(name: string, value: unknown): void {
    if (name === 'min' || name === 'max' || name === 'step') this.field[name] = String(value)
    if (name === 'value') this.fieldValue = value
    if (name === 'disabled') this.field.disabled = this.flag('disabled')
    if (name === 'show-value') this.output.hidden = !this.flag('show-value')
  }

  private announce(type: string): void {
    this.output.textContent = this.field.value
    this.notifyModel('value', Number(this.field.value))
    this.fire(type, { value: Number(this.field.value) })
  }
}

export class WxProgress extends WxElement {
  private readonly bar = document.createElement('i')

  override build(): void {
    this.setDomAttribute('role', 'progressbar')
    this.setDomAttribute('aria-valuemin', '0')
    this.setDomAttribute('aria-valuemax', '100')
    this.append(this.bar)
  }

  override changed(name: string): void {
    if (name === 'percent') {
      const percent = Math.min(100, Math.max(0, this.number('percent', 0)))
      this.setDomAttribute('aria-valuenow', String(percent))
      this.bar.style.width = `${percent}%`
    }
    if (name === 'activeColor' || name === 'active-color' || name === 'color') {
      this.bar.style.background = this.text(name)
    }
  }
}

const GLYPHS: Record<string, string> = {
  success: '✓', success_no_circle: '✓', info: 'i', warn: '!', waiting: '…', cancel: '✕', download: '↓', search: '⌕', clear: '✕',
}

export class WxIcon extends WxElement {
  override build(): void {
    this.setDomAttribute('aria-hidden', 'true')
  }

  override changed(name: string): void {
    if (name === 'type') this.textContent = GLYPHS[this.text('type')] ?? ''
    if (name === 'size') this.style.fontSize = `${this.number('size', 23)}px`
    if (name === 'color') this.style.color = this.text('color')
  }
}
