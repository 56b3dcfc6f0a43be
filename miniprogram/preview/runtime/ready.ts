/** The `ready` lifetime, which glass-easel leaves to its host. */
import type { glassEasel } from './glass-easel'

let waiting: glassEasel.GeneralComponent[] = []
let timer = 0

/** Note that a component was attached; it is ready once the page is laid out. */
export function attachReady(component: glassEasel.GeneralComponent): void {
  waiting.push(component)
  if (!timer) timer = window.setTimeout(flushReady)
}

/** Tell waiting components that they are ready, inner ones first. */
export function flushReady(): void {
  clearTimeout(timer)
  timer = 0
  const components = waiting.reverse()
  waiting = []
  for (const component of components) component.triggerLifetime('ready', [])
}
