/**
 * WXML's `aria-*` attributes as real ARIA, and keyboard access for what can be tapped.
 */
import { setDomAttribute } from './dom'
import type { glassEasel } from './glass-easel'

const FOCUSABLE_ROLES = new Set([
  'button', 'checkbox', 'link', 'menuitem', 'option', 'radio', 'slider', 'spinbutton', 'switch', 'tab',
])
const ID_REFERENCES = new Set(['aria-labelledby', 'aria-describedby', 'aria-controls', 'aria-owns'])

/** Roles WeChat's documents name which ARIA spells otherwise. */
const ROLE_NAMES: Record<string, string> = { image: 'img', header: 'heading', none: 'presentation' }

type Holder = HTMLElement & { __wxElement?: glassEasel.Element }

/**
 * Set an `aria-*` attribute of WXML on an element of the document.
 *
 * @param element The element that assistive technology shall see.
 * @param name The attribute as in WXML: "aria-role", "aria-label" ...
 */
export function setAriaAttribute(element: HTMLElement, name: string, value: unknown): void {
  const text = String(value ?? '') || null
  if (name === 'aria-role') setRole(element, text)
  else setDomAttribute(element, name, ID_REFERENCES.has(name) ? resolveIds(element, text) : text)
  keepLabelValid(element)
  updateFocus(element)
}

function setRole(element: HTMLElement, role: string | null): void {
  setDomAttribute(element, 'role', role && (ROLE_NAMES[role] ?? role))
  if (role === 'header' && !element.hasAttribute('aria-level')) setDomAttribute(element, 'aria-level', '2')
}

/** ARIA forbids naming an element without a role; a labelled view is a group. */
function keepLabelValid(element: HTMLElement): void {
  const isBare = element.localName.startsWith('wx-') && !element.hasAttribute('role')
  if (isBare && element.hasAttribute('aria-label')) setDomAttribute(element, 'role', 'group')
}

function updateFocus(element: HTMLElement): void {
  if (!FOCUSABLE_ROLES.has(element.getAttribute('role') ?? '')) return
  element.tabIndex = element.getAttribute('aria-hidden') === 'true' ? -1 : 0
}

/** Ids carry a prefix per component in the document. */
function resolveIds(element: Holder, ids: string | null): string | null {
  if (ids === null) return null
  const root = element.__wxElement?.ownerShadowRoot
  return ids
    .split(/\s+/)
    .map((id) => {
      const target = root?.getElementById(id)?.getBackendElement() as HTMLElement | null | undefined
      return target?.id ?? id
    })
    .join(' ')
}
