/** @file Each check finds the fault that it is there for. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import test from 'node:test'
import { MAX_PACKAGE_KB, packageKb } from '../checks/package-size.mjs'
import { checkWxml, checkWxss } from '../checks/wechat-compilers.mjs'
import { iconNames, iconRule } from '../icons/icon-component.mjs'
import { copyNpm } from '../copy-npm.mjs'
import { listFiles, referencesOf } from '../lib/source-files.mjs'

/**
 * Write a mini-program of one page into a temporary folder.
 *
 * @param {Record<string, string>} files
 * @returns {string} Its root.
 */
function miniProgram(files) {
  const root = mkdtempSync(path.join(os.tmpdir(), 'mini-'))
  const page = { 'app.json': '{"pages":["a"]}', 'a.ts': 'Page({})', 'a.wxml': '<view>a</view>', 'a.wxss': '.a{}' }
  for (const [name, text] of Object.entries({ ...page, ...files })) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), text)
  }
  return root
}

test('wcc: a sound mini-program passes', async () => {
  const root = miniProgram({ 'u.wxs': 'module.exports={f:function(x){return x}}' })

  assert.deepEqual(await checkWxml(root), [])
  assert.deepEqual(await checkWxss(root), [])
})

test('wcc: an unclosed tag is found with its place', async () => {
  const problems = await checkWxml(miniProgram({ 'a.wxml': '<view>\n<text>\n</view>' }))

  assert.match(problems.join('\n'), /a\.wxml:\d+:\d+/)
})

test('wcc: modern JavaScript in WXS is found', async () => {
  const problems = await checkWxml(miniProgram({ 'u.wxs': 'module.exports={f:(x)=>x}' }))

  assert.match(problems.join('\n'), /u\.wxs.*Unexpected token/)
})

test('wcsc: a broken style sheet is found', async () => {
  const problems = await checkWxss(miniProgram({ 'a.wxss': '.a{color:red;}}' }))

  assert.match(problems.join('\n'), /a\.wxss/)
})

test('size: scripts count minified, licences and typings do not count', () => {
  const small = packageKb(miniProgram({ 'a.ts': `// ${'x'.repeat(50_000)}\nPage({})`, 'x.d.ts': 'y'.repeat(9000) }))
  const large = packageKb(miniProgram({ 'photo.png': 'x'.repeat((MAX_PACKAGE_KB + 1) * 1024) }))

  assert.equal(small, 1)
  assert.ok(large > MAX_PACKAGE_KB)
})

test('npm: only what is reached is copied, with its licence', () => {
  const root = miniProgram({
    'a.json': '{"usingComponents":{"t-tag":"tdesign-miniprogram/tag/tag"}}',
    'a.wxml': '<t-tag icon="cart">x</t-tag>',
  })

  copyNpm(root)
  const copied = listFiles(path.join(root, 'miniprogram_npm'), '')

  assert.ok(copied.includes('tdesign-miniprogram/tag/tag.wxml'))
  assert.ok(copied.includes('tdesign-miniprogram/icon/icon.wxss'))
  assert.ok(copied.includes('tdesign-miniprogram/LICENSE'))
  assert.equal(copied.some((name) => name.includes('/dialog/')), false)
})

test('npm: copying again leaves equal files alone and replaces others', () => {
  const root = miniProgram({ 'a.json': '{"usingComponents":{"t-tag":"tdesign-miniprogram/tag/tag"}}' })
  const file = path.join(root, 'miniprogram_npm/tdesign-miniprogram/tag/tag.wxml')
  copyNpm(root)
  const before = statSync(file).ino

  copyNpm(root)
  assert.equal(statSync(file).ino, before)

  writeFileSync(file, 'changed')
  copyNpm(root)
  assert.notEqual(readFileSync(file, 'utf8'), 'changed')
  assert.deepEqual(readdirSync(root).filter((name) => name.startsWith('miniprogram_npm')), ['miniprogram_npm'])
})

test('npm: a type import brings no file along', () => {
  const text = "import type { A } from 'tdesign-miniprogram/tag/type'\nimport B from './b'"

  assert.deepEqual(referencesOf('a.ts', text), ['./b'])
})

test('icons: those named in templates are drawn, others are not', () => {
  const names = iconNames(['<t-icon name="cart" />', '<t-cell left-icon="time" />', "<template data=\"{{name: 'home'}}\" />"])

  assert.deepEqual(['cart', 'time', 'home', 'zoom-in'].map((name) => names.includes(name)), [true, true, true, false])
  assert.match(iconRule('cart'), /^\.t-icon-cart\{-webkit-mask-image:url\("data:image\/svg\+xml,%3Csvg [^"]*viewBox=/)
})
