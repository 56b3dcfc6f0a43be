/**
 * @file Write the built preview as a folder of static files.
 */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * @param {object} options
 * @param {import('../../tools/lib/app-graph.mjs').AppGraph} options.graph
 * @param {import('./bundle.mjs').BundleOutput} options.output
 * @param {string} options.out
 * @param {boolean} options.isDev
 * @returns {{gzipBytes: number}} What a visitor of all pages downloads, pictures apart.
 */
export function writeSite({ graph, output, out }) {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  let gzipBytes = 0
  for (const file of output.files) {
    writeFileSync(path.join(out, path.basename(file.path)), file.contents)
    gzipBytes += gzipSync(file.contents).length
  }
  for (const asset of output.assets) cpSync(asset.file, path.join(out, asset.to))
  writeFileSync(path.join(out, 'index.html'), indexHtml(graph, output))
  return { gzipBytes }
}

/**
 * @param {import('../../tools/lib/app-graph.mjs').AppGraph} graph
 * @param {import('./bundle.mjs').BundleOutput} output
 */
function indexHtml(graph, output) {
  const script = entryOf(output)
  const names = output.files.map((file) => path.basename(file.path))
  const sheet = names.find((name) => name.endsWith('.css'))
  const title = graph.app.window?.navigationBarTitleText ?? 'Mini-program'
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="./${sheet}">
${preloads(output).map((name) => `<link rel="modulepreload" href="./${name}">`).join('\n')}
<script type="module" src="./${script}"></script>
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

/**
 * @param {import('./bundle.mjs').BundleOutput} output
 * @returns {string[]} Chunks that the entry imports at once, and those of the first page.
 */
function preloads(output) {
  const { outputs } = output.metafile
  const queue = Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === 'mp:boot:')
  const seen = new Set(queue)
  for (let name = queue.shift(); name; name = queue.shift()) {
    const imports = outputs[name]?.imports ?? []
    for (const each of imports) {
      if (each.kind !== 'import-statement' || seen.has(each.path)) continue
      seen.add(each.path)
      queue.push(each.path)
    }
  }
  return [...seen].slice(1).map((name) => path.basename(name))
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
