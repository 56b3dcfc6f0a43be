/** `<checkbox>`, `<radio>`, their groups, and `<switch>`. */

import { FormControl } from './form-field'

abstract class Choice extends FormControl {
  protected abstract readonly roleName: string
  private checked = false

  override build(): void {
    this.setDomAttribute('role', this.roleName)
    this.tabIndex = 0
    const mark = document.createElement('i')
    mark.className = 'mpv-mark'
    this.prepend(mark)
    this.show()
  }

  get isChecked(): boolean {
    return this.checked
  }

  set isChecked(value: boolean) {
    this.checked = value
    this.show()
  }

  get value(): string {
    return this.text('value')
  }

  override changed(name: string): void {
    if (name === 'checked') this.isChecked = this.flag('checked')
    if (name === 'color') this.style.setProperty('--mpv-accent', this.text('color') || null)
    if (name === 'disabled') this.show()
  }

  private show(): void {
    this.setDomAttribute('aria-checked', String(this.checked))
    this.setDomAttribute('aria-disabled', this.flag('disabled') ? 'true' : null)
  }
}

/** A box or button belongs to a group, which is the field of the form. */
abstract class GroupedChoice extends Choice {
  override get fieldName(): string {
    return ''
  }

  get fieldValue(): unknown {
    return this.isChecked
  }

  set fieldValue(value: unknown) {
    this.isChecked = Boolean(value)
  }

  get initialValue(): boolean {
    return this.flag('checked')
  }
}

export class WxCheckbox extends GroupedChoice {
  protected readonly roleName = 'checkbox'

  override activate(): boolean {
    this.isChecked = !this.isChecked
    this.closest<WxCheckboxGroup>('wx-checkbox-group')?.announce()
    return true
  }
}

export class WxRadio extends GroupedChoice {
  protected readonly roleName = 'radio'

  override activate(): boolean {
    if (this.isChecked) return true
    const group = this.closest<WxRadioGroup>('wx-radio-group')
    for (const other of group?.querySelectorAll<WxRadio>('wx-radio') ?? []) other.isChecked = false
    this.isChecked = true
    group?.announce()
    return true
  }
}

abstract class ChoiceGroup<T extends GroupedChoice> extends FormControl {
  protected abstract readonly selector: string
  readonly initialValue = null

  get fieldValue(): unknown {
    return this.chosen()
  }

  set fieldValue(_value: unknown) {
    for (const choice of this.choices()) choice.resetField()
  }

  announce(): void {
    this.fire('change', { value: this.chosen() })
  }

  protected choices(): T[] {
    return [...this.querySelectorAll<T>(this.selector)]
  }

  protected abstract chosen(): unknown
}

export class WxCheckboxGroup extends ChoiceGroup<WxCheckbox> {
  protected readonly selector = 'wx-checkbox'

  override build(): void {
    this.setDomAttribute('role', 'group')
  }

  protected chosen(): string[] {
    return this.choices().filter((choice) => choice.isChecked).map((choice) => choice.value)
  }
}

export class WxRadioGroup extends ChoiceGroup<WxRadio> {
  protected readonly selector = 'wx-radio'

  override build(): void {
    this.setDomAttribute('role', 'radiogroup')
    this.addEventListener('keydown', (event) => this.moveByKey(event))
  }

  protected chosen(): string {
    return this.choices().find((choice) => choice.isChecked)?.value ?? ''
  }

  private moveByKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const choices = this.choices().filter((choice) => !choice.isInert)
    const at = choices.indexOf(event.target as WxRadio)
    const next = choices[(at + step + choices.length) % choices.length]
    event.preventDefault()
    next?.focus()
    next?.activate()
  }
}

export class WxSwitch extends Choice {
  protected readonly roleName = 'switch'

  get fieldValue(): unknown {
    return this.isChecked
  }

  set fieldValue(value: unknown) {
    this.isChecked = Boolean(value)
  }

  get initialValue(): boolean {
    return this.flag('checked')
  }

  override activate(): boolean {
    this.isChecked = !this.isChecked
    this.notifyModel('checked', this.isChecked)
    this.fire('change', { value: this.isChecked })
    return true
  }
}

