/**
 * @file Everything that can be known about the mini-program without a phone.
 *
 * Usage: node tools/check.mjs [--fast]     (--fast leaves WeChat's 276 MB compiler out)
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readAppGraph } from './lib/app-graph.mjs'
import { copyNpm } from './copy-npm.mjs'
import { compileWithCi } from './checks/miniprogram-ci.mjs'
import { MAX_PACKAGE_KB, packageKb } from './checks/package-size.mjs'
import { run } from './checks/process.mjs'
import { checkWxml, checkWxss } from './checks/wechat-compilers.mjs'
import { checkTags } from '../preview/build/check-tags.mjs'
import { Templates } from '../preview/build/templates.mjs'

const HOME = fileURLToPath(new URL('..', import.meta.url))
const ROOT = path.join(HOME, 'src')
const TSC_PROJECTS = ['.', 'preview', 'preview/tests', 'tools']

/**
 * One thing that is checked.
 *
 * @typedef {{name: string, check: () => Promise<string[]>}} Check
 */

/** @type {Check[]} */
const CHECKS = [
  ...TSC_PROJECTS.map((project) => ({ name: `types of ${project}`, check: () => tsc(project) })),
  { name: 'eslint, scripts and templates', check: lint },
  { name: 'templates, glass-easel compiler', check: checkTemplates },
  { name: 'templates, WeChat compiler (wcc)', check: () => checkWxml(ROOT) },
  { name: 'style sheets, WeChat compiler (wcsc)', check: () => checkWxss(ROOT) },
]

/** @param {string} project */
async function tsc(project) {
  const { code, output } = await run('node', ['node_modules/typescript/bin/tsc', '-p', project], { cwd: HOME })
  return code === 0 ? [] : output.trim().split('\n')
}

async function lint() {
  const args = ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '--ext', '.ts,.mjs,.cjs,.wxml', '.']
  const { code, output } = await run('node', args, { cwd: HOME })
  return code === 0 ? [] : output.trim().split('\n')
}

/** WeChat's newest template compiler is the strictest; its warnings count for our own files. */
async function checkTemplates() {
  const graph = readAppGraph(ROOT)
  const templates = new Templates(graph.root)
  for (const unit of graph.units.values()) templates.add(unit.path)
  checkTags(graph, templates)
  return templates.warnings.filter((warning) => !warning.startsWith('miniprogram_npm'))
}

async function compile() {
  return (await compileWithCi(ROOT)).problems
}

async function checkSize() {
  const kb = packageKb(ROOT)
  return kb <= MAX_PACKAGE_KB ? [] : [`the main package has ${kb} KB, the budget is ${MAX_PACKAGE_KB} KB`]
}

/**
 * @param {Check} check
 * @returns {Promise<boolean>} Whether it passed.
 */
async function perform({ name, check }) {
  const started = Date.now()
  const problems = await check().catch((error) => [error.message])
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  for (const problem of problems) console.log(`       ${problem}`)
  return problems.length === 0
}

async function main() {
  const { values } = parseArgs({ options: { fast: { type: 'boolean', default: false } } })
  copyNpm(ROOT)
  const checks = [...CHECKS, { name: 'main package within its budget', check: checkSize }]
  if (!values.fast) checks.push({ name: 'miniprogram-ci, offline compile', check: compile })
  let failed = 0
  for (const check of checks) if (!(await perform(check))) failed += 1
  console.log(`package_kb ${packageKb(ROOT)}`)
  console.log(`${checks.length - failed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

void main()
