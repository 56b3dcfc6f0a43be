/**
 * Selector queries: positions, sizes and properties of elements, read once at `exec()`.
 *
 * The adapter's own query answers in coordinates of the browser window and cannot tell
 * the viewport's scroll offset.
 */
import { glassEasel } from './glass-easel'
import { boxOf, viewport } from './web-view'

interface Fields {
  id?: boolean
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  node?: boolean
  context?: boolean
  properties?: string[]
  computedStyle?: string[]
}

type Result = Record<string, unknown>
type Callback = (result: Result | Result[] | null) => void

/** A page or component as app code holds it. */
export interface Queryable {
  _$: glassEasel.GeneralComponent
}

interface Request {
  owner: Queryable
  selector: string | null
  isSingle: boolean
  fields: Fields
  callback?: Callback
}

export class SelectorQuery {
  private requests: Request[] = []

  constructor(private owner: Queryable) {}

  in(owner: Queryable): this {
    this.owner = owner
    return this
  }

  select(selector: string): NodesRef {
    return this.ref(selector, true)
  }

  selectAll(selector: string): NodesRef {
    return this.ref(selector, false)
  }

  selectViewport(): NodesRef {
    return this.ref(null, true)
  }

  /** Answer all requests after the current updates are drawn. */
  exec(callback?: (results: unknown[]) => void): this {
    const requests = this.requests
    setTimeout(() => {
      const results = requests.map(answer)
      requests.forEach((request, index) => request.callback?.(results[index] as Result))
      callback?.(results)
    })
    return this
  }

  private ref(selector: string | null, isSingle: boolean): NodesRef {
    return new NodesRef((fields, callback) => {
      this.requests.push({ owner: this.owner, selector, isSingle, fields, callback })
      return this
    })
  }
}

class NodesRef {
  constructor(private readonly request: (fields: Fields, callback?: Callback) => SelectorQuery) {}

  fields(fields: Fields, callback?: Callback): SelectorQuery {
    return this.request(fields, callback)
  }

  boundingClientRect(callback?: Callback): SelectorQuery {
    return this.request({ id: true, dataset: true, rect: true, size: true }, callback)
  }

  scrollOffset(callback?: Callback): SelectorQuery {
    return this.request({ id: true, dataset: true, scrollOffset: true }, callback)
  }

  node(callback?: Callback): SelectorQuery {
    return this.request({ node: true }, callback)
  }

  context(callback?: Callback): SelectorQuery {
    return this.request({ context: true }, callback)
  }
}

function answer({ owner, selector, isSingle, fields }: Request): Result | Result[] | null {
  if (selector === null) return describeViewport(fields)
  const root = owner._$.getShadowRoot()
  const found = root ? (isSingle ? [root.querySelector(selector)] : root.querySelectorAll(selector)) : []
  const described = found.flatMap((element) => (element ? [describe(element, fields)] : []))
  return isSingle ? (described[0] ?? null) : described
}

function describeViewport(fields: Fields): Result {
  const { width, height, scrollTop, scrollHeight } = viewport()
  return {
    ...(fields.id && { id: '' }),
    ...(fields.dataset && { dataset: {} }),
    ...(fields.rect && { left: 0, top: 0, right: width, bottom: height }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && { scrollLeft: 0, scrollTop, scrollWidth: width, scrollHeight }),
  }
}

function describe(element: glassEasel.Element, fields: Fields): Result {
  const dom = element.getBackendElement() as unknown as HTMLElement | null
  return {
    ...(fields.id && { id: element.id }),
    ...(fields.dataset && { dataset: { ...element.dataset } }),
    ...(fields.mark && { mark: element.collectMarks() }),
    ...readProperties(element, fields.properties ?? []),
    ...(dom && describeDom(dom, fields)),
  }
}

function describeDom(dom: HTMLElement, fields: Fields): Result {
  return {
    ...describeBox(dom, fields),
    ...readStyles(dom, fields.computedStyle ?? []),
    ...(fields.node && { node: dom }),
    ...(fields.context && { context: dom }),
  }
}

function describeBox(dom: HTMLElement, fields: Fields): Result {
  const { left, top, width, height } = boxOf(dom)
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = dom
  return {
    ...(fields.rect && { left, top, right: left + width, bottom: top + height }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && { scrollLeft, scrollTop, scrollWidth, scrollHeight }),
  }
}

function readProperties(element: glassEasel.Element, names: string[]): Result {
  const component = glassEasel.Component.isComponent(element) ? (element.data as Result) : undefined
  return Object.fromEntries(names.map((name) => [name, component?.[name] ?? element.getAttribute(name)]))
}

function readStyles(dom: HTMLElement, names: string[]): Result {
  const style = getComputedStyle(dom) as unknown as Result
  return Object.fromEntries(names.map((name) => [name, style[name]]))
}
