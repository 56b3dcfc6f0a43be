/**
 * Units (pages and components) and the globals through which their scripts define themselves.
 */
import { MiniProgramEnv, type CodeSpace, type glassEasel } from './glass-easel'
import { attachReady } from './ready'
import { withHooks } from './templates'

export interface UnitRecord {
  path: string
  scope: string
  using: Record<string, string>
  config: Record<string, unknown>
}

type Definition = Record<string, unknown>

const env = new MiniProgramEnv()

/** WeChat's component framework, holding every page and component of the mini-program. */
export const space: CodeSpace = env.createCodeSpace('app', true)
space.getComponentSpace().updateComponentOptions({ useMethodCallerListeners: true, writeIdToDOM: true })

const lifeWatcher = space
  .behavior()
  .lifetime('attached', function attached(this: unknown) {
    attachReady((this as { _$: glassEasel.GeneralComponent })._$)
  })
  .register()
space.setOverallBehavior((lifeWatcher as unknown as { _$: glassEasel.GeneralBehavior })._$)

let current = ''
const pageOptions = new Map<string, Definition>()

/** Tell `Page()` and `Component()` which unit is being defined. */
function begin(path: string): void {
  current = path
}

/**
 * Make a unit's configuration and template known; its script follows.
 */
export function registerUnit(unit: UnitRecord, template: (name: string) => unknown): void {
  space.addStyleSheet(unit.path, undefined, unit.scope)
  space.addComponentStaticConfig(unit.path, { ...unit.config, usingComponents: unit.using })
  space.addCompiledTemplate(unit.path, withHooks(template))
}

/** Return what a page's script passed to `Page()`, or undefined if it used `Component()`. */
export function pageDefinition(path: string): Definition | undefined {
  return pageOptions.get(path)
}

const formField = space
  .behavior()
  .definition({ properties: { name: { type: String, value: '' }, value: { type: null } } })
  .register()
const empty = space.behavior().definition({}).register()

const BUILTIN_BEHAVIORS: Record<string, unknown> = {
  'wx://form-field': formField,
  'wx://form-field-group': empty,
  'wx://form-field-button': empty,
  'wx://component-export': empty,
}

function withBehaviors(definition: Definition): Definition {
  const behaviors = definition.behaviors
  if (!Array.isArray(behaviors)) return definition
  return { ...definition, behaviors: behaviors.map(resolveBehavior) }
}

function resolveBehavior(behavior: unknown): unknown {
  if (typeof behavior !== 'string') return behavior
  const builtin = BUILTIN_BEHAVIORS[behavior]
  if (!builtin) throw new Error(`${current}: unknown behavior "${behavior}"`)
  return builtin
}

function definePage(definition: Definition): void {
  const path = requirePath('Page')
  pageOptions.set(path, definition)
  space.componentEnv(path, ({ Page }) => Page(withBehaviors(definition) as never))
}

function defineComponent(definition: Definition): void {
  const path = requirePath('Component')
  space.componentEnv(path, ({ Component }) => Component(withBehaviors(definition) as never))
}

function defineBehavior(definition: Definition): unknown {
  return space.componentEnv(current, ({ Behavior }) => Behavior(withBehaviors(definition) as never))
}

function requirePath(caller: string): string {
  if (!current) throw new Error(`${caller}() was called outside a page or component file`)
  return current
}

/** Put the defining functions where mini-program scripts expect them. */
export function installDefiners(target: Record<string, unknown>): void {
  target.__wxBegin = begin
  target.Page = definePage
  target.Component = defineComponent
  target.Behavior = defineBehavior
  target.global = target
}

/** The backend associated with the framework; see {@link createRoot}. */
let associated: ReturnType<MiniProgramEnv['associateBackend']> | undefined

/** Connect the framework to the document. */
export function associate(backend: glassEasel.CurrentWindowBackendContext): void {
  associated = env.associateBackend(backend as never)
}

/**
 * Create the root component of a page, not yet attached.
 *
 * @param query Also set as properties, for pages made with `Component()`.
 */
export function createRoot(path: string, query: Record<string, string>): ReturnType<NonNullable<typeof associated>['createRoot']> {
  if (!associated) throw new Error('The preview has not started')
  const parameters = Object.entries(query).map((pair) => pair.map(encodeURIComponent).join('='))
  return associated.createRoot('page', space, `/${path}?${parameters.join('&')}`)
}
