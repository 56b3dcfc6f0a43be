import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { loadApp } from '../lib/load.mjs'

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url))
const { zh, en, i18n } = await (async () => {
  globalThis.wx = { getStorageSync: () => '', getAppBaseInfo: () => ({ language: 'en' }) }
  return loadApp({ zh: 'i18n/zh_CN', en: 'i18n/en_US', i18n: 'i18n/index' })
})()

/** Every text with its path. */
function flatten(value, at = '') {
  if (typeof value === 'string') return [[at, value]]
  return Object.entries(value).flatMap(([key, each]) => flatten(each, at ? `${at}.${key}` : key))
}

const chinese = new Map(flatten(zh.zhCN))
const english = new Map(flatten(en.enUS))

test('both languages have the same texts, none empty in one only', () => {
  assert.deepEqual([...english.keys()], [...chinese.keys()])
  for (const [key, text] of chinese) {
    assert.equal(text === '', english.get(key) === '', key)
  }
})

test('both languages fill in the same values', () => {
  const names = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

  for (const [key, text] of chinese) {
    assert.deepEqual(names(english.get(key)), names(text), key)
  }
})

test('english texts hold no chinese', () => {
  for (const [key, text] of english) {
    if (key !== 'mine.languages.zh_CN') assert.doesNotMatch(text, /[\u4e00-\u9fff]/, key)
  }
})

test('the language follows the system until one is chosen', () => {
  assert.equal(i18n.language(), 'en_US')
  assert.equal(i18n.languageTag(), 'en-US')
})

test('templates and pages hold no text of their own', () => {
  const files = readdirSync(SOURCES, { recursive: true })
    .map(String)
    .filter((file) => /\.(wxml|ts)$/.test(file) && !file.startsWith('i18n') && !file.startsWith('miniprogram_npm'))
  assert.ok(files.length > 40)

  for (const file of files) {
    const code = readFileSync(path.join(SOURCES, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*|<!--[\s\S]*?-->/g, '')
    // Brackets and commas between names are the same in both languages.
    assert.doesNotMatch(code, /[\u4e00-\u9fff]/, file)
  }
})

test('every key the templates use exists', () => {
  const sections = new Map(Object.entries(zh.zhCN).map(([section, texts]) => [section, new Set(flatten(texts).map(([key]) => key.split('.')[0]))]))
  const pages = readdirSync(path.join(SOURCES, 'pages'))

  for (const page of pages) {
    const template = readFileSync(path.join(SOURCES, 'pages', page, `${page}.wxml`), 'utf8')
    for (const [, key] of template.matchAll(/\bt\.(\w+)/g)) {
      assert.ok(sections.get(page).has(key), `${page}: t.${key}`)
    }
    for (const [, key] of template.matchAll(/\bcommon\.(\w+)/g)) {
      assert.ok(sections.get('common').has(key), `${page}: common.${key}`)
    }
  }
})
