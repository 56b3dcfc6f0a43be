/** @file The build: what WXML, WXSS and WXS become. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { readAppGraph } from '../../tools/lib/app-graph.mjs'
import { buildPreview } from '../build/index.mjs'
import { compileSheet, narrowSelector } from '../build/styles.mjs'
import { wxsToJs } from '../build/wxs.mjs'
import { convertUnits } from '../shared/units.mjs'

/**
 * Write a mini-program into a temporary folder.
 *
 * @param {Record<string, string>} files
 * @returns {string} Its root.
 */
function miniProgram(files) {
  const root = mkdtempSync(path.join(os.tmpdir(), 'mini-'))
  const page = {
    'app.json': '{"pages":["pages/a/a"]}',
    'pages/a/a.ts': 'Page({})',
    'pages/a/a.wxml': '<view>a</view>',
  }
  for (const [name, text] of Object.entries({ ...page, ...files })) {
    const file = path.join(root, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return root
}

/** @param {Record<string, string>} files */
function build(files) {
  const out = mkdtempSync(path.join(os.tmpdir(), 'dist-'))
  return buildPreview({ root: miniProgram(files), out })
}

test('wxs: constructor is compared as a string', () => {
  assert.equal(wxsToJs("x.constructor === 'Array'"), "x?.constructor?.name === 'Array'")
})

test('wxs: a backslash in getRegExp stands for itself', () => {
  const js = wxsToJs("getRegExp('^\\d+$', 'g')")
  assert.equal(js, "getRegExp('^\\\\d+$', 'g')")
  assert.equal(wxsToJs(js), js)
})

test('wxs: a required file loses its extension', () => {
  assert.equal(wxsToJs("require('./b.wxs')"), "require('./b')")
})

test('units: rpx is a share of the screen, vh leaves the bar out, other units stay', () => {
  assert.equal(convertUnits('calc(100vh - 75rpx) 3px -.5rpx'), 'calc(100cqh - 10cqw) 3px -0.06667cqw')
  assert.equal(convertUnits('#e1rpx url(a750rpx) 2em'), '#e1rpx url(a750rpx) 2em')
})

test('selectors: an isolated component gets its own class names', () => {
  assert.equal(narrowSelector('.a .b:not(.c)>view', { classPrefix: 'c1' }), '.c1--a .c1--b:not(.c1--c)>wx-view')
})

test('selectors: :host is the element of the component', () => {
  assert.equal(narrowSelector(':host .a', { classPrefix: 'c1' }), '[wx-host="c1"] .c1--a')
})

test('selectors: a page sheet stays on its page', () => {
  const scope = { page: 'pages/a/a' }
  assert.equal(narrowSelector('page', scope), 'wx-page:where([data-page="pages/a/a"] *)')
  assert.equal(narrowSelector('.a,.b', scope), ':where([data-page="pages/a/a"]) .a,:where([data-page="pages/a/a"]) .b')
})

test('selectors: an id matches the part that the source names', () => {
  assert.equal(narrowSelector('#top', {}), '[id$="--top"]')
})

test('styles: imports are put in place, keyframes keep their names', () => {
  const root = miniProgram({
    'a.wxss': '@import "./b.wxss";@keyframes spin{from{top:0}to{top:75rpx}}',
    'b.wxss': '.b{top:75rpx}',
  })
  const css = compileSheet(path.join(root, 'a.wxss'), root, { classPrefix: 'c1' })
  assert.equal(css, '.c1--b{top:10cqw}@keyframes spin{from{top:0}to{top:10cqw}}')
})

test('styles: a file of the package cannot be a background, as in WeChat', async () => {
  await assert.rejects(build({ 'pages/a/a.wxss': '.a{background:url(/assets/a.png)}' }), /a\.wxss:1.*cannot load/s)
})

test('graph: what app.json names must be there', () => {
  const root = miniProgram({ 'app.json': '{"pages":["pages/b/b"]}' })
  assert.throws(() => readAppGraph(root), /app\.json names pages\/b\/b, but .*b\.ts is missing/)
})

test('graph: a component must say that it is one', () => {
  const root = miniProgram({
    'pages/a/a.json': '{"usingComponents":{"x-y":"/components/x/x"}}',
    'components/x/x.json': '{}',
    'components/x/x.ts': 'Component({})',
    'components/x/x.wxml': '<view />',
  })
  assert.throws(() => readAppGraph(root), /"component": true is missing/)
})

test('graph: a missing component is named with its user', () => {
  const root = miniProgram({ 'pages/a/a.json': '{"usingComponents":{"x-y":"./none"}}' })
  assert.throws(() => readAppGraph(root), /a\.json: component <x-y> \("\.\/none"\) is not there/)
})

test('graph: broken JSON is named', () => {
  const root = miniProgram({ 'pages/a/a.json': '{' })
  assert.throws(() => readAppGraph(root), /a\.json: not valid JSON/)
})

test('templates: broken WXML is named with line and column', async () => {
  await assert.rejects(build({ 'pages/a/a.wxml': '<view>\n{{ a b }}</view>' }), /pages\/a\/a\.wxml:2:\d+:/)
})

test('templates: a tag that nobody defines is refused', async () => {
  await assert.rejects(build({ 'pages/a/a.wxml': '<t-thing />' }), /<t-thing>.*neither in usingComponents/)
})

test('scripts: an import that WeChat could not resolve is refused', async () => {
  await assert.rejects(build({ 'pages/a/a.ts': "import 'lodash'\nPage({})" }), /Could not resolve "lodash"/)
})

test('output: names carry a hash of the content and do not change without reason', async () => {
  const root = miniProgram({})
  const [first = '', second = ''] = [0, 1].map(() => mkdtempSync(path.join(os.tmpdir(), 'dist-')))

  await buildPreview({ root, out: first })
  await buildPreview({ root, out: second })

  assert.deepEqual(readdirSync(first), readdirSync(second))
  assert.ok(readdirSync(first).every((name) => /^(index\.html|\w+-[A-Z0-9]{8}\.(js|css))(\.(gz|br))?$/.test(name)))
})
