/**
 * @file Build the browser preview of a mini-program into a folder of static files.
 *
 * Usage: node preview/build/index.mjs [--root src] [--out preview/dist] [--dev]
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { copyNpm } from '../../tools/copy-npm.mjs'
import { readAppGraph } from '../../tools/lib/app-graph.mjs'
import { checkTags } from './check-tags.mjs'
import { bundle } from './bundle.mjs'
import { writeSite } from './site.mjs'
import { Templates } from './templates.mjs'

const HOME = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @typedef {object} BuildOptions
 * @property {string} root Folder of app.json.
 * @property {string} out Folder to fill; what it held is removed.
 * @property {boolean} [isDev] Readable output with source maps.
 */

/**
 * Build the preview.
 *
 * @param {BuildOptions} options
 * @returns {Promise<{pages: number, components: number, gzipBytes: number, warnings: string[]}>}
 * @throws {Error} If the mini-program is broken; the message names file and line.
 */
export async function buildPreview({ root, out, isDev = false }) {
  copyNpm(root)
  const graph = readAppGraph(root)
  const templates = new Templates(graph.root)
  for (const unit of graph.units.values()) templates.add(unit.path)
  checkTags(graph, templates)
  const output = await bundle({ graph, templates, isDev })
  const { gzipBytes } = writeSite({ graph, output, out, isDev })
  return {
    pages: graph.pages.length,
    components: graph.units.size - graph.pages.length,
    gzipBytes,
    warnings: templates.warnings.filter((warning) => !warning.startsWith('miniprogram_npm')),
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      root: { type: 'string', default: path.join(HOME, 'src') },
      out: { type: 'string', default: path.join(HOME, 'preview/dist') },
      dev: { type: 'boolean', default: false },
    },
  })
  const started = Date.now()
  const result = await buildPreview({ root: values.root, out: values.out, isDev: values.dev })
  for (const warning of result.warnings) console.warn(`warning: ${warning}`)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  const size = Math.round(result.gzipBytes / 1024)
  console.log(
    `${result.pages} pages, ${result.components} components, ${size} KB gzip, ${seconds} s -> ${values.out}`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
