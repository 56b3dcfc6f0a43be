/** `<image>` and `<rich-text>`. */
import { assetUrl } from '../assets'
import { WxElement } from '../wx-element'
import { renderNodes, type RichNode } from './rich-text'

/** WeChat's display modes as CSS; the others are positions. */
const FITS: Record<string, string> = {
  scaleToFill: 'fill',
  aspectFit: 'contain',
  aspectFill: 'cover',
  widthFix: 'fill',
  heightFix: 'fill',
}

export class WxImage extends WxElement {
  private readonly picture = document.createElement('img')
  private isSourcePending = false

  override build(): void {
    this.picture.alt = ''
    this.picture.draggable = false
    this.append(this.picture)
    this.picture.addEventListener('load', () => this.handleLoad())
    this.picture.addEventListener('error', () => this.handleError())
  }

  override changed(name: string): void {
    if (name === 'mode') this.applyMode()
    if (name === 'src') this.loadSoon()
  }

  /** The name of a picture is its alternative text, unless it plays another part. */
  protected override setAria(name: string, value: unknown): void {
    const isName = name === 'aria-label' && !this.hasAttribute('role')
    if (isName) this.picture.alt = String(value ?? '')
    else if (name !== 'aria-role' || value !== 'img') super.setAria(name, value)
  }

  /** `lazy-load` may come after `src`, and must count before loading begins. */
  private loadSoon(): void {
    if (this.isSourcePending) return
    this.isSourcePending = true
    queueMicrotask(() => this.applySource())
  }

  private applySource(): void {
    this.isSourcePending = false
    this.picture.loading = this.flag('lazy-load') ? 'lazy' : 'eager'
    const source = this.text('src')
    if (source) this.picture.src = assetUrl(source, this)
    else this.picture.removeAttribute('src')
  }

  private applyMode(): void {
    const mode = this.text('mode', 'scaleToFill')
    this.setDomAttribute('data-mode', mode)
    this.picture.style.objectFit = FITS[mode] ?? 'none'
    this.picture.style.objectPosition = mode in FITS ? '' : mode
  }

  private handleLoad(): void {
    this.fire('load', { width: this.picture.naturalWidth, height: this.picture.naturalHeight })
  }

  private handleError(): void {
    this.fire('error', { errMsg: `GET ${this.text('src')} failed` })
  }
}

export class WxRichText extends WxElement {
  override changed(name: string): void {
    if (name !== 'nodes') return
    const nodes = this.prop<string | RichNode[]>('nodes', '')
    this.replaceChildren(...renderNodes(nodes))
  }
}
