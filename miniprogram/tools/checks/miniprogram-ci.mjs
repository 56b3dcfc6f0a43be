/**
 * @file WeChat's offline compiler: finds missing files, wrong configuration, broken
 * scripts and style sheets as an upload would.
 *
 * Its package is installed on demand into a cache outside the checkout.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { NPM_FOLDER } from '../lib/source-files.mjs'
import { run } from './process.mjs'

const RECIPE = fileURLToPath(new URL('../ci', import.meta.url))
const HOME = fileURLToPath(new URL('../..', import.meta.url))
const COMPLETE = '.complete'

/** Where downloads are kept: `CACHE_DIR`, else the user's cache folder. */
export function cacheFolder() {
  const base = process.env.CACHE_DIR ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'wechat-restaurant')
  const lock = readFileSync(path.join(RECIPE, 'package-lock.json'))
  const key = createHash('sha256').update(lock).digest('hex').slice(0, 12)
  return path.join(base, `miniprogram-ci-${key}`)
}

/**
 * Install the compiler unless it is there; an interrupted installation is made anew.
 *
 * @returns {Promise<string>} Its folder.
 */
async function install() {
  const folder = cacheFolder()
  if (existsSync(path.join(folder, COMPLETE))) return folder
  console.log(`installing WeChat's compiler into ${folder} (276 MB, once)`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) cpSync(path.join(RECIPE, name), path.join(folder, name))
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, output } = await run('npm', args, { cwd: folder })
  if (code !== 0) throw new Error(`npm ${args.join(' ')} in ${folder} failed; mend the network and run again:\n${output}`)
  writeFileSync(path.join(folder, COMPLETE), '')
  return folder
}

/**
 * Compile the mini-program as WeChat would before an upload.
 *
 * @param {string} root Folder of app.json.
 * @returns {Promise<{problems: string[], kb: number}>}
 */
export async function compileWithCi(root) {
  const folder = await install()
  const project = mkdtempSync(path.join(os.tmpdir(), 'miniprogram-'))
  try {
    // The compiler writes beside its sources and keeps what it read by path.
    cpSync(root, path.join(project, 'src'), { recursive: true })
    cpSync(path.join(HOME, 'project.config.json'), path.join(project, 'project.config.json'))
    if (!existsSync(path.join(project, 'src', NPM_FOLDER))) mkdirSync(path.join(project, 'src', NPM_FOLDER))
    const { code, output } = await run('node', [path.join(RECIPE, 'compile.cjs'), project], { cwd: folder })
    const answer = output.split('\n').findLast((line) => line.startsWith('{"files"'))
    if (code !== 0 || !answer) return { problems: output.trim().split('\n').slice(-10), kb: 0 }
    return { problems: [], kb: JSON.parse(answer).kb }
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}
