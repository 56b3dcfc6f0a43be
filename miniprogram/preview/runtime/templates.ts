/**
 * Hooks into compiled templates: what glass-easel leaves to the host.
 */
import { setAriaAttribute } from './aria'
import { glassEasel } from './glass-easel'
import { plainEvent } from './events'

type Setter = (node: glassEasel.Element, name: string, value: unknown, ...rest: unknown[]) => void

interface Wrapper {
  r: Setter
  isHooked?: boolean
  setEventListenerWrapper(wrapper: unknown): void
}

type ProcGen = (wrapper: Wrapper, ...rest: unknown[]) => unknown

/**
 * Return a compiled template whose events reach app code as plain objects and whose
 * component tags accept `aria-*` and `hidden`, as built-in tags do.
 */
export function withHooks(template: (name: string) => unknown): glassEasel.template.ComponentTemplate {
  const content = (name: string): ProcGen => {
    const generate = template(name) as ProcGen
    return (wrapper, ...rest) => {
      if (!wrapper.isHooked) hook(wrapper)
      return generate(wrapper, ...rest)
    }
  }
  return { content: content as never, fallbackListenerOnNativeNode: true }
}

function hook(wrapper: Wrapper): void {
  wrapper.isHooked = true
  wrapper.setEventListenerWrapper(callListener)
  const setProperty = wrapper.r
  wrapper.r = (node, name, value, ...rest) => {
    if (isHostAttribute(node, name)) setHostAttribute(node, name, value)
    else setProperty(node, name, value, ...rest)
  }
}

function callListener(
  component: unknown,
  event: glassEasel.ShadowedEvent<unknown>,
  listener: (this: unknown, event: unknown) => unknown,
): unknown {
  return listener.call(component, plainEvent(event))
}

function isHostAttribute(node: glassEasel.Element, name: string): boolean {
  if (!glassEasel.Component.isComponent(node)) return false
  if (!name.startsWith('aria-') && name !== 'hidden') return false
  return !glassEasel.Component.hasProperty(node, toCamelCase(name))
}

function setHostAttribute(node: glassEasel.Element, name: string, value: unknown): void {
  const element = node.getBackendElement() as unknown as HTMLElement | null
  if (!element) return
  if (name === 'hidden') element.hidden = Boolean(value)
  else setAriaAttribute(element, name, value)
}

function toCamelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
