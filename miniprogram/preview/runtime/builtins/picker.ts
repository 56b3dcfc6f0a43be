/** `<picker>`: the choice opens as a dialog with the browser's own controls. */
import { openDialog } from '../dialog'
import { bilingual } from '../language'
import { FormControl } from './form-field'

type Range = unknown[]

export class WxPicker extends FormControl {
  private current: unknown
  readonly initialValue = undefined

  override build(): void {
    this.setDomAttribute('role', 'button')
    this.setDomAttribute('aria-haspopup', 'dialog')
    this.tabIndex = 0
  }

  get fieldValue(): unknown {
    return this.current ?? this.prop<unknown>('value', 0)
  }

  set fieldValue(value: unknown) {
    this.current = value
  }

  override changed(name: string): void {
    if (name === 'value') this.current = undefined
    if (name === 'disabled') this.setDomAttribute('aria-disabled', this.flag('disabled') ? 'true' : null)
  }

  override activate(): boolean {
    void this.choose()
    return true
  }

  private async choose(): Promise<void> {
    const fields = this.fields()
    const isConfirmed = await openDialog({
      title: this.text('header-text') || bilingual('Choose', '请选择'),
      content: fields,
      confirm: bilingual('OK', '确定'),
      cancel: bilingual('Cancel', '取消'),
    })
    if (!isConfirmed) {
      this.fire('cancel')
      return
    }
    this.current = this.read(fields)
    this.notifyModel('value', this.current)
    this.fire('change', { value: this.current })
  }

  private fields(): (HTMLSelectElement | HTMLInputElement)[] {
    const mode = this.text('mode', 'selector')
    if (mode === 'time' || mode === 'date') return [this.moment(mode)]
    if (mode === 'multiSelector') {
      const chosen = this.fieldValue as number[]
      return this.prop<Range[]>('range', []).map((range, column) => this.options(range, chosen[column] ?? 0, column))
    }
    if (mode !== 'selector') throw new Error(`<picker mode="${mode}"> is not known to the preview`)
    return [this.options(this.prop<Range>('range', []), Number(this.fieldValue))]
  }

  private moment(type: 'time' | 'date'): HTMLInputElement {
    const field = document.createElement('input')
    field.type = type
    field.value = String(this.fieldValue || '')
    field.min = this.text('start')
    field.max = this.text('end')
    field.ariaLabel = this.getAttribute('aria-label') ?? type
    return field
  }

  private options(range: Range, chosen: number, column = 0): HTMLSelectElement {
    const key = this.text('range-key')
    const field = document.createElement('select')
    field.ariaLabel = bilingual('Option', '选项')
    field.append(
      ...range.map((item, index) => {
        const label = key ? (item as Record<string, unknown>)[key] : item
        return new Option(String(label), String(index), false, index === chosen)
      }),
    )
    field.addEventListener('change', () => this.fire('columnchange', { column, value: field.selectedIndex }))
    return field
  }

  private read(fields: (HTMLSelectElement | HTMLInputElement)[]): unknown {
    const values = fields.map((field) => (field instanceof HTMLSelectElement ? field.selectedIndex : field.value))
    return this.text('mode') === 'multiSelector' ? values : values[0]
  }
}
