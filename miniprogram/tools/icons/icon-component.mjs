/**
 * @file Give TDesign's icon component drawings of its own instead of a CDN font.
 *
 * The component's script and template stay as they are; its style sheet is written anew:
 * one CSS mask per icon that is used, drawn from `tdesign-icons-svg`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { isFile, parseJson } from '../lib/source-files.mjs'

const NAMES_FILE = new URL('names.json', import.meta.url)
const NAME_PATTERNS = [
  /<t-icon\b[^>]*?\sname="([\w-]+)"/g,
  /\s(?:[\w]+-)?icon="([\w-]+)"/g,
  /\bname:\s*'([\w-]+)'/g,
]
const BASE_STYLE = `.t-icon--image{width:100%;height:100%;}
.t-icon__image{vertical-align:top;width:100%;height:100%;}
.t-icon-base{display:block;width:1em;height:1em;line-height:1;background-color:currentColor;\
-webkit-mask-repeat:no-repeat;mask-repeat:no-repeat;-webkit-mask-position:center;mask-position:center;\
-webkit-mask-size:contain;mask-size:contain;}
`

/**
 * Replace the style sheet of the copied icon component.
 *
 * @param {string} destination The `miniprogram_npm` folder.
 * @param {string[]} templates WXML texts that name icons.
 */
export function writeIconComponent(destination, templates) {
  const sheet = path.join(destination, 'tdesign-miniprogram/icon/icon.wxss')
  if (!isFile(sheet)) return
  const copied = listWxml(path.join(destination, 'tdesign-miniprogram'))
  const names = iconNames([...templates, ...copied.map((file) => readFileSync(file, 'utf8'))])
  writeFileSync(sheet, `@import '../common/style/index.wxss';\n${BASE_STYLE}${names.map(iconRule).join('\n')}\n`)
}

/**
 * Return the names of all icons that templates mention or names.json lists.
 *
 * @param {string[]} templates
 * @returns {string[]}
 */
export function iconNames(templates) {
  const names = new Set(parseJson(NAMES_FILE.pathname).names)
  for (const text of templates) {
    for (const pattern of NAME_PATTERNS) {
      for (const match of text.matchAll(pattern)) names.add(match[1])
    }
  }
  return [...names].filter((name) => isFile(drawingOf(name))).sort()
}

/** @param {string} name */
function drawingOf(name) {
  const home = path.dirname(createRequire(import.meta.url).resolve('tdesign-icons-svg/package.json'))
  return path.join(home, 'src', `${name}.svg`)
}

/**
 * @param {string} name
 * @returns {string} The CSS rule that draws the icon in the text's colour.
 */
export function iconRule(name) {
  const svg = readFileSync(drawingOf(name), 'utf8')
    .replace('view-box=', 'viewBox=')
    .replace(/ (?:width|height)="1em"| (?:class|id)="[^"]*"/g, '')
    .replaceAll('currentColor', '#000')
    .replaceAll('"', "'")
    .replace(/[#<>%]/g, (character) => encodeURIComponent(character))
  const image = `url("data:image/svg+xml,${svg}")`
  return `.t-icon-${name}{-webkit-mask-image:${image};mask-image:${image};}`
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function listWxml(folder) {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.wxml'))
    .map((file) => path.join(folder, file))
}
