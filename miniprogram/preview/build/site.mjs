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
 * @returns {{gzipBytes: number}} What a visitor downloads, pictures apart.
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
  const names = output.files.map((file) => path.basename(file.path))
  const script = names.find((name) => name.endsWith('.js'))
  const sheet = names.find((name) => name.endsWith('.css'))
  const title = graph.app.window?.navigationBarTitleText ?? 'Mini-program'
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
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

/** @param {string} text */
function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
