/** `<root-portal>` and `<page-container>`. */
import { WxElement } from '../wx-element'

/** Its content stands above everything else on the page, whatever contains it. */
export class WxRootPortal extends WxElement {}

export class WxPageContainer extends WxElement {
  override build(): void {
    this.hidden = true
  }

  override changed(name: string): void {
    if (name !== 'show') return
    const isShown = this.flag('show')
    if (isShown === !this.hidden) return
    this.fire(isShown ? 'beforeenter' : 'beforeleave')
    this.hidden = !isShown
    this.fire(isShown ? 'afterenter' : 'afterleave')
  }
}
