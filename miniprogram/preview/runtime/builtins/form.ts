/** `<form>` and `<label>`. */
import { setDomAttribute } from '../dom'
import type { glassEasel } from '../glass-easel'
import { WxElement } from '../wx-element'

/** A built-in control that a form collects. */
export interface FormField extends HTMLElement {
  readonly fieldName: string
  fieldValue: unknown
  resetField(): void
}

function isField(element: Element): element is FormField {
  return 'fieldName' in element
}

export class WxForm extends WxElement {
  /** Send `submit` with the values of all named fields, components with form-field included. */
  submit(_submitter: WxElement): void {
    const value: Record<string, unknown> = {}
    for (const element of this.querySelectorAll('*')) {
      if (isField(element) && element.fieldName) value[element.fieldName] = element.fieldValue
      else Object.assign(value, componentField(element as WxElement))
    }
    this.fire('submit', { value, formId: 'preview' })
  }

  reset(): void {
    for (const element of this.querySelectorAll('*')) if (isField(element)) element.resetField()
    this.fire('reset', {})
  }
}

/** A component with `wx://form-field` has properties `name` and `value`. */
function componentField(element: WxElement): Record<string, unknown> {
  const data = (element.__wxElement as glassEasel.GeneralComponent | undefined)?.data
  if (!data || typeof data.name !== 'string' || !data.name || !('value' in data)) return {}
  return { [data.name]: data.value }
}

const CONTROLS = 'wx-checkbox,wx-radio,wx-switch,wx-button,wx-input,wx-textarea'

let labels = 0

export class WxLabel extends WxElement {
  connectedCallback(): void {
    this.nameControl()
  }

  override changed(name: string): void {
    if (name === 'for' && this.isConnected) this.nameControl()
  }

  override activate(origin: Element): boolean {
    const control = this.labelled()
    if (!control || control.contains(origin)) return false
    if (control.activate(this)) return true
    control.control.focus()
    return true
  }

  /** The label's text is the name of its control, unless that has one. */
  private nameControl(): void {
    const control = this.labelled()?.control
    if (!control || control.hasAttribute('aria-label')) return
    this.id ||= `mpv-label-${(labels += 1)}`
    setDomAttribute(control, 'aria-labelledby', this.id)
  }

  private labelled(): WxElement | null {
    const id = this.text('for')
    if (!id) return this.querySelector<WxElement>(CONTROLS)
    const target = this.__wxElement?.ownerShadowRoot?.getElementById(id)
    return (target?.getBackendElement() as unknown as WxElement | null | undefined) ?? null
  }
}
