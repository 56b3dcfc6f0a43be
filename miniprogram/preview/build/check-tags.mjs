/**
 * @file Refuse templates that use a tag nobody defines: WeChat would draw nothing.
 */
import { BUILTIN_TAGS } from '../shared/builtin-tags.mjs'

/**
 * @param {import('../../tools/lib/app-graph.mjs').AppGraph} graph
 * @param {import('./templates.mjs').Templates} templates
 * @throws {Error} Naming the template and its unknown tags.
 */
export function checkTags(graph, templates) {
  for (const unit of graph.units.values()) {
    const generics = Object.keys(unit.config.componentGenerics ?? {})
    const known = new Set([...BUILTIN_TAGS, ...Object.keys(unit.using), ...generics])
    const unknown = [...templates.tagsOf(unit.path)].filter((tag) => !known.has(tag))
    // TDesign's templates name components that only some of their users declare.
    if (unknown.length === 0 || unit.path.startsWith('miniprogram_npm/')) continue
    const tags = unknown.map((tag) => `<${tag}>`).join(', ')
    throw new Error(`${unit.path}.wxml: ${tags}: neither in usingComponents nor known to the preview`)
  }
}
