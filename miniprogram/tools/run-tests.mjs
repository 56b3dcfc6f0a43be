/**
 * @file Run the unit and component tests of the mini-program, its preview and its tools.
 *
 * Usage: [JUNIT_FILE=report.xml] node tools/run-tests.mjs [word in the file name ...]
 *
 * Tests in TypeScript (`tests/**\/*.test.ts`) are bundled first; Node prints the result.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import esbuild from 'esbuild'
import { copyNpm } from './copy-npm.mjs'
import { listFiles } from './lib/source-files.mjs'

const HOME = fileURLToPath(new URL('..', import.meta.url))
const REPORTER = new URL('junit-reporter.mjs', import.meta.url).href
const ENDING = new URL('lib/end-of-tests.mjs', import.meta.url).href
const FOLDERS = ['tests', 'tools/tests', 'preview/tests']

/**
 * @param {string} extension
 * @param {string[]} words
 * @returns {string[]} Absolute paths.
 */
function findTests(extension, words) {
  return FOLDERS.map((folder) => path.join(HOME, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => listFiles(folder, extension).map((name) => path.join(folder, name)))
    .filter((file) => !file.includes('/fixtures/'))
    .filter((file) => words.length === 0 || words.some((word) => path.relative(HOME, file).includes(word)))
}

/**
 * @param {string[]} files
 * @param {string} out
 * @returns {Promise<string[]>}
 */
async function bundleTests(files, out) {
  if (files.length === 0) return []
  await esbuild.build({
    entryPoints: files,
    outdir: out,
    outbase: HOME,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  return listFiles(out, '.test.mjs').map((name) => path.join(out, name))
}

/** Results for people, and for `JUNIT_FILE` if that is set. */
function reporters() {
  const people = ['--test-reporter=spec', '--test-reporter-destination=stdout']
  const file = process.env.JUNIT_FILE
  if (!file) return people
  mkdirSync(path.dirname(file), { recursive: true })
  return [...people, `--test-reporter=${REPORTER}`, `--test-reporter-destination=${file}`]
}

async function main() {
  const words = process.argv.slice(2)
  // Inside the checkout, so that bundled tests find node_modules.
  const out = mkdtempSync(path.join(HOME, '.tests-'))
  try {
    if (existsSync(path.join(HOME, 'src/app.json'))) copyNpm(path.join(HOME, 'src'))
    const bundled = await bundleTests(findTests('.test.ts', words), out)
    const files = [...bundled, ...findTests('.test.mjs', words)]
    if (files.length === 0) throw new Error(`no test matches ${words.join(' ')}`)
    const concurrency = String(Math.min(2, os.cpus().length))
    const args = ['--enable-source-maps', `--import=${ENDING}`, '--test', `--test-concurrency=${concurrency}`]
    process.exitCode = spawnSync('node', [...args, ...reporters(), ...files], { stdio: 'inherit', cwd: HOME }).status ?? 1
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
