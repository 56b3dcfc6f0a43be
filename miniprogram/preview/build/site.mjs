/**
 * @file Write the built preview as a folder of static files.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { PREFETCH_SCRIPT } from './prefetch.mjs'

/**
 * @param {object} options
 * @param {import('../../tools/lib/app-graph.mjs').AppGraph} options.graph
 * @param {import('./bundle.mjs').BundleOutput} options.output
 * @param {string} options.out
 * @param {boolean} options.isDev
 * @returns {{gzipBytes: number}} What a visitor downloads, pictures apart.
 */
export function writeSite({ graph, output, out }) {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  let gzipBytes = 0
  for (const file of output.files) gzipBytes += writePacked(path.join(out, path.basename(file.path)), file.contents)
  gzipBytes += writePacked(path.join(out, 'index.html'), indexHtml(graph, output))
  for (const asset of output.assets) cpSync(asset.file, path.join(out, asset.to))
  return { gzipBytes }
}

/**
 * Write a text file and, beside it, the same packed: a server need not pack it per visit.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 * @returns {number} Size of the file packed as every browser can read it.
 */
function writePacked(file, content) {
  const packed = gzipSync(content, { level: 9 })
  writeFileSync(file, content)
  writeFileSync(`${file}.gz`, packed)
  writeFileSync(`${file}.br`, brotliCompressSync(content))
  return packed.length
}

/**
 * @param {import('../../tools/lib/app-graph.mjs').AppGraph} graph
 * @param {import('./bundle.mjs').BundleOutput} output
 */
function indexHtml(graph, output) {
  const names = output.files.map((file) => path.basename(file.path))
  const script = entryOf(output)
  const modules = names.filter((name) => name.endsWith('.js') && name !== script)
  const sheet = names.find((name) => name.endsWith('.css'))
  const title = graph.app.window?.navigationBarTitleText ?? 'Mini-program'
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<script>${PREFETCH_SCRIPT}</script>
${modules.map((name) => `<link rel="modulepreload" href="./${name}">`).join('\n')}
<script type="module" src="./${script}"></script>
<link rel="stylesheet" href="./${sheet}">
<link rel="preload" href="./config.json" as="fetch" crossorigin>
</head>
<body>
<noscript>This preview needs JavaScript. 预览需要启用 JavaScript。</noscript>
</body>
</html>
`
}

/**
 * @param {import('./bundle.mjs').BundleOutput} output
 * @returns {string} Name of the script to start with.
 */
function entryOf({ metafile }) {
  const entry = Object.entries(metafile.outputs).find(([, each]) => each.entryPoint === 'mp:boot:')
  if (!entry) throw new Error('The bundle has no entry point')
  return path.basename(entry[0])
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
