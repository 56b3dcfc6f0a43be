/**
 * @file Bundle runtime, templates and the mini-program's own scripts with esbuild.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'
import { isFile, resolveFile } from '../../tools/lib/source-files.mjs'
import { assetModule, fingerprintAssets } from './assets.mjs'
import { compileSheet, scopeOf, sheetOf } from './styles.mjs'

const RUNTIME = fileURLToPath(new URL('../runtime', import.meta.url))
const HOME = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Asks the browser to compile all functions while the file is loading, beside the main thread;
 * else each is compiled there at its first call, a third of the work until the first dish shows.
 *
 * See https://v8.dev/blog/explicit-compile-hints
 */
const COMPILE_HINT = '//# allFunctionsCalledOnLoad'

/**
 * @typedef {import('../../tools/lib/app-graph.mjs').AppGraph} AppGraph
 * @typedef {import('../../tools/lib/app-graph.mjs').Unit} Unit
 * @typedef {import('./templates.mjs').Templates} Templates
 */

/**
 * @typedef {object} BundleOutput
 * @property {import('esbuild').OutputFile[]} files
 * @property {import('esbuild').Metafile} metafile
 * @property {import('./assets.mjs').Asset[]} assets
 */

/**
 * Bundle everything into the preview's runtime, the mini-program, and one style sheet.
 *
 * Pages travel together: split by page they made thirty small files, and a phone's network
 * is slow per file, not per byte. As plain modules the browser compiles them while loading.
 *
 * @param {{graph: AppGraph, templates: Templates, isDev: boolean}} options
 * @returns {Promise<BundleOutput>}
 */
export async function bundle({ graph, templates, isDev }) {
  const assets = fingerprintAssets(graph.root)
  const result = await esbuild.build({
    entryPoints: { main: 'boot:' },
    absWorkingDir: HOME,
    outdir: '/',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: ['chrome111', 'safari16.4', 'firefox113'],
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    minify: !isDev,
    sourcemap: isDev ? 'inline' : false,
    legalComments: 'none',
    banner: { js: COMPILE_HINT },
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': isDev ? '"development"' : '"production"' },
    alias: { 'preview-runtime': path.join(RUNTIME, 'main.ts') },
    plugins: [miniProgramPlugin({ graph, templates, assets })],
  })
  return { files: result.outputFiles, metafile: result.metafile, assets }
}

/**
 * Teach esbuild the modules that exist only in a mini-program.
 *
 * @param {Context} context
 * @returns {import('esbuild').Plugin}
 */
function miniProgramPlugin(context) {
  const { graph } = context
  const scripts = new Map([...graph.units.values()].map((unit) => [unit.script, unit]))
  return {
    name: 'mini-program',
    setup(build) {
      const filter = new RegExp(`^(${Object.keys(MODULES).join('|')})(:|$)`)
      build.onResolve({ filter }, ({ path: name }) => ({ path: name, namespace: 'mp' }))
      build.onLoad({ filter: /.*/, namespace: 'mp' }, ({ path: name }) => loadVirtual(name, context))
      build.onResolve({ filter: /^[^.]/ }, ({ path: name, importer }) => {
        if (!importer.startsWith(`${graph.root}${path.sep}`)) return null
        const file = resolveFile(name, importer, graph.root)
        return file ? { path: file } : null
      })
      build.onLoad({ filter: /\.[jt]s$/ }, ({ path: file }) => {
        const unit = scripts.get(file)
        return unit ? loadUnitScript(unit) : null
      })
    },
  }
}

/**
 * Let a unit's script know its own path before `Page()` or `Component()` runs in it.
 *
 * The configuration is imported, hence evaluated first; the statement on the same line
 * runs after all imports and before the body.
 *
 * @param {Unit} unit
 * @returns {import('esbuild').OnLoadResult}
 */
function loadUnitScript(unit) {
  const prefix = `import ${JSON.stringify(`config:${unit.path}`)};__wxBegin(${JSON.stringify(unit.path)});`
  return {
    contents: prefix + readFileSync(unit.script, 'utf8'),
    loader: unit.script.endsWith('.ts') ? 'ts' : 'js',
    resolveDir: path.dirname(unit.script),
  }
}

/**
 * @typedef {{graph: AppGraph, templates: Templates, assets: import('./assets.mjs').Asset[]}} Context
 */

/**
 * What each kind of virtual module contains.
 *
 * @type {Record<string, (subject: string, context: Context) => string>}
 */
const MODULES = {
  boot: (_, { graph }) => bootModule(graph),
  app: (_, { graph }) => appModule(graph),
  unit: (subject, { graph }) => unitModule(unitOf(graph, subject)),
  config: (subject, { graph }) => configModule(unitOf(graph, subject), scopeName(graph, subject)),
  template: (subject, { templates }) => templates.moduleOf(subject),
  wxs: (subject, { templates }) => templates.scriptModuleOf(subject),
  'template-runtime': (_, { templates }) => templates.runtimeModule(),
  assets: (_, { assets }) => assetModule(assets),
  styles: (_, { graph }) => stylesOf(graph),
}

/**
 * @param {string} name
 * @param {Context} context
 * @returns {import('esbuild').OnLoadResult}
 */
function loadVirtual(name, context) {
  const [kind = '', subject = ''] = name.split(/:(.*)/s)
  const contents = MODULES[kind]?.(subject, context) ?? ''
  return { contents, loader: kind === 'styles' ? 'css' : 'js', resolveDir: context.graph.root }
}

/**
 * @param {AppGraph} graph
 * @param {string} unitPath
 */
function unitOf(graph, unitPath) {
  return /** @type {Unit} */ (graph.units.get(unitPath))
}

/** @param {Unit} unit */
function unitModule(unit) {
  const components = [...new Set(Object.values(unit.using))]
  return [
    ...components.map((each) => `import ${JSON.stringify(`unit:${each}`)}`),
    `import ${JSON.stringify(unit.script)}`,
  ].join('\n')
}

/**
 * @param {Unit} unit
 * @param {string} scope
 */
function configModule(unit, scope) {
  const { usingComponents: _, ...config } = unit.config
  const using = Object.fromEntries(Object.entries(unit.using).map(([tag, at]) => [tag, `/${at}`]))
  return [
    `import { registerUnit } from 'preview-runtime'`,
    `import template from ${JSON.stringify(`template:${unit.path}`)}`,
    `registerUnit(${JSON.stringify({ path: unit.path, scope, using, config })}, template)`,
  ].join('\n')
}

/**
 * The entry: everything of the app itself is imported after the globals are there.
 *
 * @param {AppGraph} graph
 * @returns {string}
 */
function bootModule(graph) {
  const configs = graph.pages.map((page) => [page, unitOf(graph, page).config])
  return [
    `import 'styles:'`,
    `import { start } from 'preview-runtime'`,
    `import assets from 'assets:'`,
    `const pages = ${JSON.stringify(Object.fromEntries(configs))}`,
    `void start({ app: ${JSON.stringify(graph.app)}, assets, pages, load: () => import('app:') })`,
  ].join('\n')
}

/**
 * The mini-program: app.ts first, then every page, as WeChat runs them.
 *
 * @param {AppGraph} graph
 * @returns {string}
 */
function appModule(graph) {
  const script = graph.script ? [graph.script] : []
  const units = graph.pages.map((page) => `unit:${page}`)
  return [...script, ...units].map((name) => `import ${JSON.stringify(name)}`).join('\n')
}

/**
 * Name the style scope of a component: short, and stable within a build.
 *
 * @param {AppGraph} graph
 * @param {string} unitPath
 */
export function scopeName(graph, unitPath) {
  return `c${[...graph.units.keys()].indexOf(unitPath).toString(36)}`
}

/**
 * @param {AppGraph} graph
 * @returns {string} One style sheet: preview, app.wxss, components, pages.
 */
function stylesOf(graph) {
  const appSheet = path.join(graph.root, 'app.wxss')
  const units = [...graph.units.values()].sort((a, b) => Number(a.isPage) - Number(b.isPage))
  return [
    readFileSync(path.join(RUNTIME, 'preview.css'), 'utf8'),
    isFile(appSheet) ? compileSheet(appSheet, graph.root, {}) : '',
    ...units.map((unit) => {
      const sheet = sheetOf(unit.base)
      const scope = scopeOf(unit, scopeName(graph, unit.path))
      return isFile(sheet) ? compileSheet(sheet, graph.root, scope) : ''
    }),
  ].join('\n')
}
