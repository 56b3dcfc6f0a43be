/**
 * @file Turn WXSS into CSS that means the same in one browser document.
 *
 * A mini-program gives every page a document of its own and every component a style
 * scope. In the preview all of them share one document, so selectors carry the scope.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import postcss from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { resolveFile } from '../../tools/lib/source-files.mjs'
import { convertUnits } from '../shared/units.mjs'

const KEYFRAMES = /keyframes$/i

/**
 * How the selectors of one sheet are narrowed.
 *
 * @typedef {object} Scope
 * @property {string} [classPrefix] Component with its own scope: `.a` -> `.c1--a`.
 * @property {string} [page] Page: only inside the element of that page.
 */

/**
 * Compile one sheet with everything it imports.
 *
 * @param {string} file Absolute path of a .wxss file.
 * @param {string} root Folder of app.json.
 * @param {Scope} scope
 * @returns {string} CSS.
 */
export function compileSheet(file, root, scope) {
  const sheet = postcss.parse(readFileSync(file, 'utf8'), { from: file })
  inlineImports(sheet, file, root, [file])
  narrowKeyframes(sheet)
  sheet.walkDecls((declaration) => {
    refuseLocalFile(declaration, root)
    declaration.value = convertUnits(declaration.value)
  })
  sheet.walkAtRules('media', (rule) => {
    rule.params = rule.params.replace(/rpx/g, 'px')
  })
  sheet.walkRules((rule) => {
    if (isInKeyframes(rule)) return
    rule.selector = narrowSelector(rule.selector, scope)
  })
  return sheet.toString()
}

/**
 * @param {import('postcss').Root} sheet
 * @param {string} file
 * @param {string} root
 * @param {string[]} chain Files being imported, to stop at a circle.
 */
function inlineImports(sheet, file, root, chain) {
  sheet.walkAtRules('import', (rule) => {
    const reference = rule.params.replace(/^url\(|\)$/g, '').replace(/["']/g, '')
    const target = resolveFile(reference, file, root)
    if (!target) throw rule.error(`${reference} is not there`)
    if (chain.includes(target)) {
      rule.remove()
      return
    }
    const imported = postcss.parse(readFileSync(target, 'utf8'), { from: target })
    inlineImports(imported, target, root, [...chain, target])
    rule.replaceWith(imported.nodes)
  })
}

/** @param {import('postcss').Root} sheet */
function narrowKeyframes(sheet) {
  sheet.walkAtRules(KEYFRAMES, (rule) => {
    if (rule.name.startsWith('-webkit-')) rule.remove()
  })
}

/**
 * WeChat refuses files of the package in style sheets; so does the preview.
 *
 * @param {import('postcss').Declaration} declaration
 * @param {string} root
 */
function refuseLocalFile(declaration, root) {
  const local = /url\(\s*["']?(?!data:|https?:|#)([^"')]+)/.exec(declaration.value)
  if (local) {
    throw declaration.error(
      `WXSS cannot load ${local[1]} from the package (${root}): use <image> or a data: address`,
    )
  }
}

/** @param {import('postcss').Rule} rule */
function isInKeyframes(rule) {
  return rule.parent?.type === 'atrule' && 'name' in rule.parent && KEYFRAMES.test(rule.parent.name)
}

/**
 * Give a selector its scope.
 *
 * @param {string} selector
 * @param {Scope} scope
 * @returns {string}
 */
export function narrowSelector(selector, scope) {
  return selectorParser((selectors) => {
    selectors.walk((node) => {
      if (node.type === 'tag') node.value = elementName(node.value)
      if (node.type === 'id') narrowId(node)
      if (node.type === 'class' && scope.classPrefix) node.value = `${scope.classPrefix}--${node.value}`
      if (node.type === 'pseudo' && node.value === ':host') narrowHost(node, scope)
    })
    if (scope.page) selectors.each((each) => narrowToPage(each, scope.page ?? ''))
  }).processSync(selector)
}

/** @param {string} tag */
function elementName(tag) {
  return tag === '*' || tag.startsWith('wx-') ? tag : `wx-${tag.toLowerCase()}`
}

/**
 * @param {string} attribute
 * @param {import('postcss-selector-parser').AttributeOperator} operator
 * @param {string} value
 */
function attributeSelector(attribute, operator, value) {
  const node = selectorParser.attribute({ attribute, operator, value: '', quoteMark: '"', raws: {} })
  node.setValue(value, { quoteMark: '"' })
  return node
}

/**
 * Ids carry a generated prefix in the document; match the part that the source names.
 *
 * @param {import('postcss-selector-parser').Identifier} node
 */
function narrowId(node) {
  node.replaceWith(attributeSelector('id', '$=', `--${node.value}`))
}

/**
 * @param {import('postcss-selector-parser').Pseudo} node
 * @param {Scope} scope
 */
function narrowHost(node, scope) {
  node.replaceWith(attributeSelector('wx-host', '=', scope.classPrefix ?? ''))
}

/**
 * @param {import('postcss-selector-parser').Selector} selector
 * @param {string} page
 */
function narrowToPage(selector, page) {
  const first = selector.first
  const place = `[data-page="${page}"]`
  if (first?.type === 'tag' && first.value === 'wx-page') {
    selector.insertAfter(first, selectorParser.pseudo({ value: `:where(${place} *)` }))
    return
  }
  selector.prepend(selectorParser.combinator({ value: ' ' }))
  selector.prepend(selectorParser.pseudo({ value: `:where(${place})` }))
}

/**
 * Say where a unit's style sheet applies.
 *
 * @param {import('../../tools/lib/app-graph.mjs').Unit} unit
 * @param {string} scopeName
 * @returns {Scope}
 */
export function scopeOf(unit, scopeName) {
  if (unit.isPage) return { page: unit.path }
  return unit.config.styleIsolation === 'shared' || unit.config.styleIsolation === 'page-shared'
    ? {}
    : { classPrefix: scopeName }
}

/**
 * Return the style sheet of a unit, if it has one.
 *
 * @param {string} base Absolute path without extension.
 * @returns {string}
 */
export function sheetOf(base) {
  return path.join(path.dirname(base), `${path.basename(base)}.wxss`)
}
