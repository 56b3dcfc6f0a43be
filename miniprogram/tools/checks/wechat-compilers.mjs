/**
 * @file WeChat's own compilers of WXML and WXSS, as programs that the npm package
 * `miniprogram-compiler` brings along.
 *
 * WeChat compiles templates on its servers after an upload, so a fault that only these
 * programs see would otherwise come to light on somebody's phone.
 */
import { chmodSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { listFiles } from '../lib/source-files.mjs'
import { run } from './process.mjs'

/** @type {Record<string, string>} */
const PLATFORMS = { linux: 'linux', darwin: 'mac', win32: 'windows' }

/** @param {string} name */
function program(name) {
  const platform = PLATFORMS[process.platform]
  if (!platform) throw new Error(`WeChat's compilers do not run on ${process.platform}`)
  const home = path.dirname(createRequire(import.meta.url).resolve('miniprogram-compiler/package.json'))
  const file = path.join(home, 'bin', platform, platform === 'windows' ? `${name}.exe` : name)
  // npm leaves the bit out.
  if (platform !== 'windows') chmodSync(file, 0o755)
  return file
}

/**
 * Compile all templates and WXS files, npm components included.
 *
 * @param {string} root Folder of app.json.
 * @returns {Promise<string[]>} Problems, with file, line and column.
 */
export async function checkWxml(root) {
  const files = [...listFiles(root, '.wxml'), ...listFiles(root, '.wxs')]
  const { code, output } = await run(program('wcc'), ['-d', '-cc', '0', ...files, '-gn', '$gwx'], { cwd: root })
  return code === 0 ? [] : problems(output)
}

/**
 * Compile all style sheets, npm components included.
 *
 * @param {string} root
 * @returns {Promise<string[]>}
 */
export async function checkWxss(root) {
  const files = listFiles(root, '.wxss')
  const { code, output } = await run(program('wcsc'), ['-db', '-pc', '0', ...files], { cwd: root })
  return code === 0 ? [] : problems(output)
}

/** @param {string} output */
function problems(output) {
  const lines = output.split('\n').filter((line) => line.trim() && !line.startsWith('['))
  return lines.length > 0 ? lines.slice(-10) : ['the compiler failed without a word']
}
