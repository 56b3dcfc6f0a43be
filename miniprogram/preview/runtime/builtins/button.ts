/** `<button>` and `<navigator>`. */
import { openTypeAction } from '../open-types'
import { WxElement } from '../wx-element'
import type { WxForm } from './form'

export class WxButton extends WxElement {
  override build(): void {
    this.setDomAttribute('role', 'button')
    this.tabIndex = 0
  }

  override changed(name: string): void {
    if (name === 'disabled' || name === 'loading') this.update()
    if (name === 'type' || name === 'size' || name === 'plain') {
      this.setDomAttribute(`data-${name}`, this.text(name))
    }
  }

  override get isInert(): boolean {
    return this.flag('disabled')
  }

  override activate(): boolean {
    const form = this.closest<WxForm>('wx-form')
    const formType = this.text('form-type')
    if (formType === 'submit') form?.submit(this)
    if (formType === 'reset') form?.reset()
    void openTypeAction(this)
    return true
  }

  private update(): void {
    this.setDomAttribute('aria-disabled', this.flag('disabled') ? 'true' : null)
    this.setDomAttribute('aria-busy', this.flag('loading') ? 'true' : null)
    this.tabIndex = this.flag('disabled') ? -1 : 0
  }
}

type Navigate = (target: { url: string }) => unknown

function navigation(openType: string): Navigate {
  const known: Record<string, Navigate> = {
    navigate: wx.navigateTo,
    redirect: wx.redirectTo,
    switchTab: wx.switchTab,
    reLaunch: wx.reLaunch,
  }
  const chosen = known[openType]
  if (!chosen) throw new Error(`<navigator open-type="${openType}"> is not known to the preview`)
  return chosen
}

export class WxNavigator extends WxElement {
  override build(): void {
    this.setDomAttribute('role', 'link')
    this.tabIndex = 0
  }

  override activate(): boolean {
    const openType = this.text('open-type', 'navigate')
    if (openType === 'navigateBack') void wx.navigateBack({ delta: this.number('delta', 1) })
    else navigation(openType)({ url: this.text('url') })
    return true
  }
}
