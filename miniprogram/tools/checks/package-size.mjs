/**
 * @file How much of the mini-program a phone has to download.
 *
 * Counted as WeChat does: every file of the package, scripts translated and minified.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { transformSync } from 'esbuild'

/** Budget of the main package; WeChat's own limit is 2 MB. */
export const MAX_PACKAGE_KB = 600

const NOT_UPLOADED = /(^|\/)(LICENSE|[^/]*\.(d\.ts|md|map))$/

/**
 * @param {string} root Folder of app.json.
 * @returns {number} Kilobytes, rounded up.
 */
export function packageKb(root) {
  const files = readdirSync(root, { recursive: true })
    .map((entry) => path.join(root, String(entry)))
    .filter((file) => statSync(file).isFile() && !NOT_UPLOADED.test(file.split(path.sep).join('/')))
  const bytes = files.reduce((sum, file) => sum + uploadedBytes(file), 0)
  return Math.ceil(bytes / 1024)
}

/** @param {string} file */
function uploadedBytes(file) {
  const extension = path.extname(file)
  if (extension !== '.ts' && extension !== '.js') return statSync(file).size
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    loader: extension === '.ts' ? 'ts' : 'js',
    format: 'cjs',
    target: 'es2018',
    minify: true,
  })
  return Buffer.byteLength(code)
}
