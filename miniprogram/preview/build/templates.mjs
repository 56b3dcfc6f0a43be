/**
 * @file Compile WXML with WeChat's own compiler, one JavaScript module per template.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { resolveFile } from '../../tools/lib/source-files.mjs'
import { WXS_GLOBALS, wxsToJs } from './wxs.mjs'

/** @type {{TmplGroup: new () => import('glass-easel-template-compiler').TmplGroup}} */
const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler')

const ELEMENT_CALL = /(?<![\w$])E\("([\w-]+)"/g
const NAMES = '{G,R,D,X,Y,Z,P,Q,getRegExp,getDate}'

/**
 * The compiled templates of one mini-program.
 */
export class Templates {
  /** @param {string} root Folder of app.json. */
  constructor(root) {
    this.root = root
    this.group = new TmplGroup()
    // The compiler leaves the script loader out of the runtime when there is no script.
    this.group.addScript('none', '')
    /** @type {Map<string, string>} WXS files, path without extension -> JavaScript. */
    this.scripts = new Map()
    /** @type {Map<string, string[]>} */
    this.dependencies = new Map()
    /** @type {string[]} */
    this.warnings = []
  }

  /**
   * Compile a template and everything it imports.
   *
   * @param {string} name Path from the root, without extension.
   */
  add(name) {
    if (this.dependencies.has(name)) return
    this.dependencies.set(name, [])
    const file = path.join(this.root, `${name}.wxml`)
    this.compile(name, file)
    this.rewriteInlineScripts(name)
    const templates = this.resolveAll(this.group.getDirectDependencies(name), '.wxml', file)
    const scripts = this.resolveAll(this.group.getScriptDependencies(name), '.wxs', file)
    this.dependencies.set(name, templates)
    for (const script of scripts) this.addScript(script)
    for (const template of templates) this.add(template)
  }

  /**
   * @param {string} name
   * @param {string} file
   */
  compile(name, file) {
    const source = readFileSync(file, 'utf8')
    for (const problem of this.group.addTmpl(name, source)) {
      const { isError, message, startLine, startColumn } = problem
      const place = `${path.relative(this.root, file)}:${startLine + 1}:${startColumn + 1}`
      const text = `${place}: ${message}`
      if (isError) throw new Error(text)
      this.warnings.push(text)
    }
  }

  /** @param {string} name */
  rewriteInlineScripts(name) {
    for (const module of this.group.getInlineScriptModuleNames(name)) {
      const source = this.group.getInlineScript(name, module)
      this.group.setInlineScript(name, module, wxsToJs(source))
    }
  }

  /** @param {string} name Path of a WXS file from the root, without extension. */
  addScript(name) {
    if (this.scripts.has(name)) return
    const file = path.join(this.root, `${name}.wxs`)
    const source = readFileSync(file, 'utf8')
    const code = wxsToJs(source)
    this.scripts.set(name, code)
    for (const match of source.matchAll(/\brequire\(\s*["']([^"']+)["']/g)) {
      const target = resolveFile(match[1] ?? '', file, this.root)
      if (!target) throw new Error(`${name}.wxs: ${match[1]} is not there`)
      this.addScript(this.nameOf(target))
    }
  }

  /**
   * @param {string[]} names As the compiler gives them: from the root.
   * @param {string} extension
   * @param {string} from
   */
  resolveAll(names, extension, from) {
    return names.map((name) => {
      const file = resolveFile(`/${name}`, `${path.join(this.root, name)}${extension}`, this.root)
      if (!file) throw new Error(`${path.relative(this.root, from)}: ${name}${extension} is not there`)
      return this.nameOf(file)
    })
  }

  /** @param {string} file */
  nameOf(file) {
    return path.relative(this.root, file).split(path.sep).join('/').replace(/\.\w+$/, '')
  }

  /**
   * Return the JavaScript module of a template.
   *
   * @param {string} name
   * @returns {string}
   */
  moduleOf(name) {
    const templates = this.dependencies.get(name) ?? []
    const scripts = this.group.getScriptDependencies(name)
    return [
      `import ${NAMES} from 'template-runtime'`,
      ...templates.map((each) => `import 'template:${each}'`),
      ...scripts.map((each) => `import 'wxs:${each}'`),
      `export default G[${JSON.stringify(name)}]=${this.group.getTmplGenObject(name)}`,
    ].join('\n')
  }

  /**
   * Return the JavaScript module of a WXS file.
   *
   * @param {string} name
   * @returns {string}
   */
  scriptModuleOf(name) {
    const code = this.scripts.get(name) ?? ''
    const required = [...code.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map((match) =>
      path.posix.join(path.posix.dirname(name), match[1] ?? ''),
    )
    const key = JSON.stringify(name)
    return [
      `import ${NAMES} from 'template-runtime'`,
      ...required.map((each) => `import 'wxs:${each}'`),
      `R[${key}]=D(${key},(require,exports,module)=>{${code}\n})`,
    ].join('\n')
  }

  /** Return the module that all template and WXS modules share. */
  runtimeModule() {
    return `${WXS_GLOBALS}var G={},R={};${this.group.getRuntimeString()};export ${NAMES}`
  }

  /**
   * Return the tag names that a template and its imports use.
   *
   * @param {string} name
   * @returns {Set<string>}
   */
  tagsOf(name) {
    const code = this.group.getTmplGenObject(name)
    const tags = new Set([...code.matchAll(ELEMENT_CALL)].map((match) => match[1] ?? ''))
    for (const each of this.dependencies.get(name) ?? []) {
      for (const tag of this.tagsOf(each)) tags.add(tag)
    }
    return tags
  }
}
