/** What the built-in form controls have in common. */
import { WxElement } from '../wx-element'
import type { FormField } from './form'

export abstract class FormControl extends WxElement implements FormField {
  abstract get fieldValue(): unknown
  abstract set fieldValue(value: unknown)

  /** Value to return to when the form is reset. */
  abstract readonly initialValue: unknown

  get fieldName(): string {
    return this.text('name')
  }

  resetField(): void {
    this.fieldValue = this.initialValue
  }

  override get isInert(): boolean {
    return this.flag('disabled')
  }

  /** Tell `model:value` about a change. */
  protected notifyModel(name: string, value: unknown): void {
    this.modelListeners.get(name)?.(value)
  }
}
