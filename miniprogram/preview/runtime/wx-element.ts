/**
 * The element behind every tag of a template.
 *
 * Built-in components are custom elements named `wx-<tag>`, each a small class that
 * reacts to the properties WXML gives it.
 */
import { setAriaAttribute } from './aria'
import { setDomAttribute } from './dom'
import { fire } from './events'
import type { glassEasel } from './glass-easel'
import { convertUnits } from '../shared/units.mjs'
import { HoverBehavior } from './hover'
import { playAnimation, type AnimationStep } from './wx/animation'

export class WxElement extends HTMLElement {
  /** Set by glass-easel: the framework's node of this element. */
  __wxElement?: glassEasel.Element

  /** Where `model:value` wants to hear of changes. */
  readonly modelListeners = new Map<string, ((value: unknown) => void) | null>()

  private readonly props = new Map<string, unknown>()
  private hover?: HoverBehavior

  /** Called once after creation, before properties and children arrive. */
  build(): void {}

  /** Called when WXML sets or changes a property. */
  changed(_name: string, _value: unknown): void {}

  /** The inner element that assistive technology and the keyboard meet. */
  get control(): HTMLElement {
    return this
  }

  /** Take over an `aria-*` attribute of WXML. */
  protected setAria(name: string, value: unknown): void {
    setAriaAttribute(this.control, name, value)
  }

  /** What a tap does besides telling the mini-program; `true` ends the search upwards. */
  activate(_origin: Element): boolean {
    return false
  }

  /** A disabled element swallows taps. */
  get isInert(): boolean {
    return false
  }

  prop<T>(name: string, fallback: T): T {
    const value = this.props.get(name)
    return value === undefined || value === null ? fallback : (value as T)
  }

  number(name: string, fallback: number): number {
    const value = Number(this.prop<unknown>(name, fallback))
    return Number.isNaN(value) ? fallback : value
  }

  flag(name: string, fallback = false): boolean {
    const value = this.prop<unknown>(name, fallback)
    return value === '' || Boolean(value)
  }

  text(name: string, fallback = ''): string {
    return String(this.prop<unknown>(name, fallback))
  }

  fire(type: string, detail: unknown = {}, options = {}): void {
    fire(this, type, detail, options)
  }

  override setAttribute(name: string, text: string): void {
    if (name === 'style') super.setAttribute('style', convertUnits(text))
    else if (name === 'class' || name === 'id' || name === 'wx-host') super.setAttribute(name, text)
    else this.receive(name, this.__wxElement ? this.__wxElement.getAttribute(name) : text)
  }

  override removeAttribute(name: string): void {
    super.removeAttribute(name)
    if (this.props.has(name) || this.__wxElement) this.receive(name, false)
  }

  private receive(name: string, value: unknown): void {
    if (name.startsWith('aria-')) {
      this.setAria(name, value)
      return
    }
    this.props.set(name, value)
    if (name === 'animation') this.play(value)
    else if (name === 'hidden') this.hidden = Boolean(value) || value === ''
    else if (name === 'hover-class') this.hover ??= new HoverBehavior(this)
    else this.changed(name, value)
  }

  /** Play what `wx.createAnimation().export()` returned. */
  private play(value: unknown): void {
    const actions = (value as { actions?: AnimationStep[] } | undefined)?.actions
    if (actions) void playAnimation(this, actions)
  }

  /** Set a DOM attribute on this very element, past the handling of properties. */
  setDomAttribute(name: string, value: string | null): void {
    setDomAttribute(this, name, value)
  }
}
