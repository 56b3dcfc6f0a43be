/** `<input>` and `<textarea>`. */
import { convertUnits } from '../../shared/units.mjs'
import { FormControl } from './form-field'

const DEFAULT_MAX_LENGTH = 140
const INPUT_MODES: Record<string, string> = {
  number: 'numeric',
  digit: 'decimal',
  idcard: 'text',
  'safe-password': 'text',
}

abstract class TextControl<T extends HTMLInputElement | HTMLTextAreaElement> extends FormControl {
  protected abstract readonly field: T
  readonly initialValue = ''

  override get control(): HTMLElement {
    return this.field
  }

  get fieldValue(): string {
    return this.field.value
  }

  set fieldValue(value: unknown) {
    this.field.value = value === undefined || value === null ? '' : String(value)
  }

  override build(): void {
    this.append(this.field)
    this.field.maxLength = DEFAULT_MAX_LENGTH
    this.field.addEventListener('input', () => this.handleInput())
    this.field.addEventListener('focus', () => this.fire('focus', { value: this.fieldValue, height: 0 }))
    this.field.addEventListener('blur', () => this.handleBlur())
  }

  private readonly appliers: Record<string, () => void> = {
    value: () => this.applyValue(),
    placeholder: () => (this.field.placeholder = this.text('placeholder')),
    'placeholder-style': () => this.applyPlaceholderStyle(),
    'placeholder-class': () => this.applyPlaceholderClass(),
    disabled: () => (this.field.disabled = this.flag('disabled')),
    maxlength: () => this.applyMaxLength(),
    focus: () => this.applyFocus('focus'),
    'auto-focus': () => this.applyFocus('auto-focus'),
  }

  override changed(name: string): void {
    this.appliers[name]?.()
  }

  override activate(): boolean {
    if (document.activeElement !== this.field) this.field.focus()
    return true
  }

  private applyValue(): void {
    const value = this.prop<unknown>('value', '')
    const text = value === false ? '' : String(value)
    if (this.field.value !== text) this.field.value = text
  }

  private applyMaxLength(): void {
    const limit = this.number('maxlength', DEFAULT_MAX_LENGTH)
    if (limit < 0) this.field.removeAttribute('maxlength')
    else this.field.maxLength = limit
  }

  /** The placeholder's pseudo-element reads its look from a custom property. */
  private applyPlaceholderStyle(): void {
    const colour = /(?:^|;)\s*color:\s*([^;]+)/.exec(convertUnits(this.text('placeholder-style')))
    this.style.setProperty('--mpv-placeholder', colour?.[1] ?? null)
  }

  private applyPlaceholderClass(): void {
    for (const name of this.text('placeholder-class').split(/\s+/).filter(Boolean)) {
      this.field.classList.add(`placeholder--${name}`)
    }
  }

  private applyFocus(name: string): void {
    if (this.flag(name)) requestAnimationFrame(() => this.field.focus())
    else this.field.blur()
  }

  protected handleInput(): void {
    const value = this.field.value
    this.notifyModel('value', value)
    this.fire('input', { value, cursor: this.field.selectionStart ?? value.length, keyCode: 0 })
  }

  private handleBlur(): void {
    this.fire('blur', { value: this.fieldValue, cursor: this.fieldValue.length })
  }
}

export class WxInput extends TextControl<HTMLInputElement> {
  protected readonly field = document.createElement('input')

  override build(): void {
    super.build()
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) this.confirm()
    })
  }

  override changed(name: string): void {
    super.changed(name)
    if (name === 'type' || name === 'password') {
      const isSecret = this.flag('password') || this.text('type') === 'safe-password'
      this.field.type = isSecret ? 'password' : 'text'
      this.field.inputMode = INPUT_MODES[this.text('type')] ?? 'text'
    }
    if (name === 'confirm-type') this.field.enterKeyHint = this.text('confirm-type')
  }

  protected override handleInput(): void {
    if (this.text('type') === 'number') this.field.value = this.field.value.replace(/\D/g, '')
    if (this.text('type') === 'digit') this.field.value = this.field.value.replace(/[^\d.]/g, '')
    super.handleInput()
  }

  private confirm(): void {
    this.fire('confirm', { value: this.fieldValue })
    if (!this.flag('confirm-hold')) this.field.blur()
  }
}

export class WxTextarea extends TextControl<HTMLTextAreaElement> {
  protected readonly field = document.createElement('textarea')
  private lines = 0

  override changed(name: string): void {
    super.changed(name)
    if (name === 'auto-height' || name === 'value') requestAnimationFrame(() => this.fitHeight())
  }

  protected override handleInput(): void {
    super.handleInput()
    this.fitHeight()
  }

  private fitHeight(): void {
    if (this.flag('auto-height')) {
      this.field.style.height = 'auto'
      this.field.style.height = `${this.field.scrollHeight}px`
    }
    const lineHeight = parseFloat(getComputedStyle(this.field).lineHeight) || 20
    const lineCount = Math.max(1, Math.round(this.field.scrollHeight / lineHeight))
    if (lineCount === this.lines) return
    this.lines = lineCount
    this.fire('linechange', { height: this.field.scrollHeight, lineCount })
  }
}
