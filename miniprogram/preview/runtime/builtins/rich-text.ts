/** The trusted part of HTML that `<rich-text>` shows. */

export interface RichNode {
  type?: 'node' | 'text'
  name?: string
  text?: string
  attrs?: Record<string, string>
  children?: RichNode[]
}

const TAGS = new Set(
  ('a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del ' +
    'div dl dt em fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p ' +
    'pre q rt ruby s section small span strong sub sup table tbody td tfoot th thead tr tt u ul').split(' '),
)
const ATTRIBUTES = new Set(['class', 'style', 'alt', 'src', 'height', 'width', 'colspan', 'rowspan', 'align', 'dir'])

/** Build DOM nodes from a string of HTML or a list of nodes; unknown tags are dropped. */
export function renderNodes(nodes: string | RichNode[]): Node[] {
  if (typeof nodes !== 'string') return nodes.flatMap(renderNode)
  const parsed = new DOMParser().parseFromString(nodes, 'text/html')
  return [...parsed.body.childNodes].flatMap(sanitize)
}

function renderNode(node: RichNode): Node[] {
  if (node.type === 'text' || node.text !== undefined) return [document.createTextNode(node.text ?? '')]
  return build(node.name ?? '', Object.entries(node.attrs ?? {}), (node.children ?? []).flatMap(renderNode))
}

function sanitize(node: Node): Node[] {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? '')]
  if (!(node instanceof Element)) return []
  const attributes = [...node.attributes].map(({ name, value }): [string, string] => [name, value])
  return build(node.localName, attributes, [...node.childNodes].flatMap(sanitize))
}

function build(name: string, attributes: [string, string][], children: Node[]): Node[] {
  if (!TAGS.has(name.toLowerCase())) return []
  const element = document.createElement(name)
  for (const [key, value] of attributes) {
    if (ATTRIBUTES.has(key) && !/^\s*javascript:/i.test(value)) element.setAttribute(key, value)
  }
  element.append(...children)
  return [element]
}
