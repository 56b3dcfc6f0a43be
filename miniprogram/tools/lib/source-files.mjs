/**
 * @file What one mini-program source file refers to, read from its text.
 *
 * The text is scanned, not executed: these are the same static references that
 * WeChat's own compiler follows.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const IMPORT_PATTERN = /(?:\bfrom|\bimport|\brequire\s*\()\s*["']([^"'\n]+)["']/g
const TYPE_IMPORT_PATTERN = /\b(?:import|export)\s+type\b[^'"]*["'][^"'\n]+["']/g
const WXML_PATTERN = /<(?:import|include|wxs)\b[^>]*?\bsrc=["']([^"'{}]+)["']/g
const WXSS_PATTERN = /@import\s+(?:url\()?["']([^"'\n]+)["']/g
const WXS_PATTERN = /\brequire\s*\(\s*["']([^"'\n]+)["']\s*\)/g
const COMMENT_PATTERN = /<!--[\s\S]*?-->/g

/** Name of the folder in which WeChat looks for npm packages. */
export const NPM_FOLDER = 'miniprogram_npm'

/**
 * The extensions that a reference without one may stand for, by kind of file.
 * @type {Record<string, string[]>}
 */
const IMPLIED_EXTENSIONS = {
  '.js': ['.js', '.ts', '/index.js', '/index.ts'],
  '.ts': ['.ts', '.js', '/index.ts', '/index.js'],
  '.wxml': ['.wxml'],
  '.wxs': ['.wxs'],
  '.wxss': ['.wxss'],
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @returns {string[]}
 */
function matches(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '')
}

/**
 * Return the references that a source file makes to other source files.
 *
 * @param {string} file Its path; the extension decides the language.
 * @param {string} [text] Its content, when already at hand.
 * @returns {string[]} The references as they are written.
 */
export function referencesOf(file, text = readFileSync(file, 'utf8')) {
  switch (path.extname(file)) {
    case '.js':
    case '.ts':
      return matches(text.replace(TYPE_IMPORT_PATTERN, ''), IMPORT_PATTERN)
    case '.wxml':
      return matches(text.replace(COMMENT_PATTERN, ''), WXML_PATTERN)
    case '.wxss':
      return matches(text, WXSS_PATTERN)
    case '.wxs':
      return matches(text, WXS_PATTERN)
    case '.json':
      return componentReferences(file, text)
    default:
      return []
  }
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {string[]}
 */
function componentReferences(file, text) {
  const config = parseJson(file, text)
  const generics = Object.values(config.componentGenerics ?? {})
  return [
    ...Object.values(config.usingComponents ?? {}),
    ...generics.flatMap((generic) => (generic?.default ? [generic.default] : [])),
  ]
}

/**
 * Parse a JSON file and name it when it is broken.
 *
 * @param {string} file
 * @param {string} [text]
 * @returns {any}
 */
export function parseJson(file, text = readFileSync(file, 'utf8')) {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${file}: not valid JSON: ${/** @type {Error} */ (error).message}`)
  }
}

/** @param {string} file */
export function isFile(file) {
  return existsSync(file) && statSync(file).isFile()
}

/**
 * Find the file that a reference without extension stands for.
 *
 * @param {string} base Absolute path, with or without extension.
 * @param {string} from Path of the referring file; its language decides what is tried.
 * @returns {string | null}
 */
export function withExtension(base, from) {
  if (isFile(base)) return base
  const candidates = IMPLIED_EXTENSIONS[path.extname(from)] ?? []
  return candidates.map((suffix) => base + suffix).find(isFile) ?? null
}

/**
 * List the places where WeChat would look a reference up, nearest first.
 *
 * A relative path wins over an npm package of the same name; npm packages are
 * searched in every `miniprogram_npm` folder from the referring file up to the root.
 *
 * @param {string} reference
 * @param {string} from Absolute path of the referring file.
 * @param {string} root Absolute path of the folder of app.json.
 * @returns {string[]} Absolute paths, without regard to existence.
 */
export function lookupPaths(reference, from, root) {
  if (reference.startsWith('/')) return [path.join(root, reference)]
  const folder = path.dirname(from)
  if (reference.startsWith('.')) return [path.join(folder, reference)]
  const places = [path.join(folder, reference)]
  for (let at = folder; ; at = path.dirname(at)) {
    places.push(path.join(at, NPM_FOLDER, reference))
    if (at === root || at === path.dirname(at)) return places
  }
}

/**
 * Resolve a reference to a file.
 *
 * @param {string} reference
 * @param {string} from Absolute path of the referring file.
 * @param {string} root Absolute path of the folder of app.json.
 * @returns {string | null} Absolute path, or null when nothing is there.
 */
export function resolveFile(reference, from, root) {
  for (const place of lookupPaths(reference, from, root)) {
    const file = withExtension(place, from)
    if (file) return file
  }
  return null
}

/**
 * List all files of one kind in a folder, as paths from there.
 *
 * @param {string} root
 * @param {string} extension
 * @returns {string[]}
 */
export function listFiles(root, extension) {
  return readdirSync(root, { recursive: true })
    .map((entry) => String(entry).split(path.sep).join('/'))
    .filter((name) => name.endsWith(extension))
    .sort()
}
