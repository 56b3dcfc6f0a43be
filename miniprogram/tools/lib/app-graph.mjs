/**
 * @file The mini-program as a graph: app.json, its pages, and the components they use.
 */
import path from 'node:path'
import { isFile, lookupPaths, parseJson } from './source-files.mjs'

/**
 * A page or a component: four files of one name.
 *
 * @typedef {object} Unit
 * @property {string} path Path from the root, without extension: "pages/menu/menu".
 * @property {string} base The same as an absolute path.
 * @property {boolean} isPage
 * @property {string} script Absolute path of its .ts or .js file.
 * @property {Record<string, any>} config Its JSON file.
 * @property {Record<string, string>} using Tag name -> path of the component.
 */

/**
 * @typedef {object} AppGraph
 * @property {string} root Absolute path of the folder of app.json.
 * @property {Record<string, any>} app app.json.
 * @property {string | null} script Absolute path of app.ts or app.js.
 * @property {string[]} pages Paths of all pages, first page first.
 * @property {Map<string, Unit>} units Pages and components, by path.
 */

/**
 * Read a mini-program from its app.json onwards.
 *
 * @param {string} root Folder of app.json.
 * @returns {AppGraph}
 * @throws {Error} If a page, a component or one of their files is missing.
 */
export function readAppGraph(root) {
  const absoluteRoot = path.resolve(root)
  const app = parseJson(path.join(absoluteRoot, 'app.json'))
  const pages = pagePaths(app)
  /** @type {AppGraph} */
  const graph = {
    root: absoluteRoot,
    app,
    script: scriptOf(path.join(absoluteRoot, 'app')),
    pages,
    units: new Map(),
  }
  const shared = resolveUsing(app.usingComponents ?? {}, path.join(absoluteRoot, 'app.json'), graph)
  for (const page of pages) addUnit(graph, page, true, 'app.json', shared)
  return graph
}

/**
 * @param {Record<string, any>} app
 * @returns {string[]}
 */
function pagePaths(app) {
  const packages = app.subPackages ?? app.subpackages ?? []
  return [
    ...(app.pages ?? []),
    ...packages.flatMap((/** @type {{root: string, pages: string[]}} */ part) =>
      part.pages.map((page) => path.posix.join(part.root, page)),
    ),
  ]
}

/**
 * @param {AppGraph} graph
 * @param {string} unitPath
 * @param {boolean} isPage
 * @param {string} wantedBy
 * @param {Record<string, string>} shared Components that app.json gives to every page.
 */
function addUnit(graph, unitPath, isPage, wantedBy, shared) {
  if (graph.units.has(unitPath)) return
  const base = path.join(graph.root, unitPath)
  const script = requireFiles(base, `${wantedBy} names ${unitPath}`)
  const configFile = `${base}.json`
  const config = isFile(configFile) ? parseJson(configFile) : {}
  if (!isPage && config.component !== true) {
    throw new Error(`${configFile}: "component": true is missing, ${wantedBy} uses it as one`)
  }
  const using = { ...shared, ...resolveUsing(config.usingComponents ?? {}, configFile, graph) }
  graph.units.set(unitPath, { path: unitPath, base, isPage, script, config, using })
  for (const target of Object.values(using)) {
    addUnit(graph, target, false, path.relative(graph.root, configFile), shared)
  }
}

/**
 * @param {string} base
 * @param {string} reason
 * @returns {string} The script.
 */
function requireFiles(base, reason) {
  const script = scriptOf(base)
  if (!script) throw new Error(`${reason}, but ${base}.ts is missing`)
  if (!isFile(`${base}.wxml`)) throw new Error(`${reason}, but ${base}.wxml is missing`)
  return script
}

/**
 * @param {Record<string, string>} using
 * @param {string} from
 * @param {AppGraph} graph
 * @returns {Record<string, string>}
 */
function resolveUsing(using, from, graph) {
  /** @type {Record<string, string>} */
  const resolved = {}
  for (const [tag, reference] of Object.entries(using)) {
    const places = lookupPaths(reference, from, graph.root)
    const base = places.find((place) => isFile(`${place}.json`) && scriptOf(place))
    if (!base) throw new Error(`${from}: component <${tag}> ("${reference}") is not there`)
    resolved[tag] = path.relative(graph.root, base).split(path.sep).join('/')
  }
  return resolved
}

/**
 * @param {string} base
 * @returns {string | null}
 */
function scriptOf(base) {
  return [`${base}.ts`, `${base}.js`].find(isFile) ?? null
}
