/**
 * @file Copy the npm files that the mini-program reaches into `miniprogram_npm`.
 *
 * WeChat's own "build npm" copies whole packages: 1.6 MB for TDesign, of which an app
 * of ordinary size uses a tenth. Here only the files that can be reached from our
 * sources are copied. TDesign's icon component is replaced by our own, because the
 * original loads a font from a third party's CDN (see icons/README.md).
 *
 * Usage: node tools/copy-npm.mjs [source folder]
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeIconComponent } from './icons/icon-component.mjs'
import { isFile, listFiles, NPM_FOLDER, parseJson, referencesOf, withExtension } from './lib/source-files.mjs'

const SOURCE_EXTENSIONS = ['.json', '.ts', '.js', '.wxml', '.wxss', '.wxs']
const COMPONENT_EXTENSIONS = ['.json', '.js', '.wxml', '.wxss']

/**
 * List the source files of a folder, generated npm files left out.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function listSources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return entry.name.startsWith(NPM_FOLDER) ? [] : listSources(file)
    return SOURCE_EXTENSIONS.includes(path.extname(file)) ? [file] : []
  })
}

/** Follows references from our sources into npm packages. */
class NpmReach {
  /** @param {string} nodeModules */
  constructor(nodeModules) {
    this.nodeModules = nodeModules
    /** @type {Map<string, string>} Copied file -> name of its package. */
    this.files = new Map()
  }

  /**
   * Take in what a file of ours refers to.
   *
   * @param {string} file
   */
  followOwn(file) {
    for (const reference of referencesOf(file)) {
      if (/^[./]/.test(reference)) continue
      const [scope = '', name = ''] = reference.split('/')
      const packageName = scope.startsWith('@') ? `${scope}/${name}` : scope
      const home = this.packageHome(packageName)
      if (home) this.followTarget(path.join(home, reference.slice(packageName.length)), packageName)
    }
  }

  /**
   * @param {string} packageName
   * @returns {string | null} The folder that plays the package's part in WeChat.
   */
  packageHome(packageName) {
    const manifest = path.join(this.nodeModules, packageName, 'package.json')
    if (!existsSync(manifest)) return null
    const { miniprogram } = parseJson(manifest)
    return path.join(path.dirname(manifest), miniprogram ?? 'miniprogram_dist')
  }

  /**
   * @param {string} base
   * @param {string} packageName
   */
  followTarget(base, packageName) {
    if (path.extname(base) === '' && isFile(`${base}.json`)) {
      for (const extension of COMPONENT_EXTENSIONS) this.follow(base + extension, packageName)
      return
    }
    const file = withExtension(base, 'any.js')
    if (file) this.follow(file, packageName)
  }

  /**
   * @param {string} file
   * @param {string} packageName
   */
  follow(file, packageName) {
    if (this.files.has(file) || !isFile(file)) return
    this.files.set(file, packageName)
    for (const reference of referencesOf(file)) {
      const target = this.resolveInside(reference, file, packageName)
      if (path.extname(file) === '.json') this.followTarget(target, packageName)
      else this.follow(withExtension(target, file) ?? target, packageName)
    }
  }

  /**
   * @param {string} reference
   * @param {string} from
   * @param {string} packageName
   */
  resolveInside(reference, from, packageName) {
    if (reference.startsWith('.')) return path.join(path.dirname(from), reference)
    const home = /** @type {string} */ (this.packageHome(packageName))
    const bundled = path.join(home, NPM_FOLDER, reference)
    if (existsSync(bundled) || isFile(`${bundled}.js`)) return bundled
    return path.join(path.dirname(from), reference)
  }

  /** @param {string} destination The `miniprogram_npm` folder to fill. */
  copyTo(destination) {
    for (const [file, packageName] of this.files) {
      const home = /** @type {string} */ (this.packageHome(packageName))
      const target = path.join(destination, packageName, path.relative(home, file))
      mkdirSync(path.dirname(target), { recursive: true })
      cpSync(file, target)
    }
    for (const packageName of new Set(this.files.values())) this.copyLicence(packageName, destination)
  }

  /**
   * @param {string} packageName
   * @param {string} destination
   */
  copyLicence(packageName, destination) {
    const licence = path.join(this.nodeModules, packageName, 'LICENSE')
    if (existsSync(licence)) cpSync(licence, path.join(destination, packageName, 'LICENSE'))
  }
}

/**
 * Fill `<root>/miniprogram_npm`.
 *
 * @param {string} root Folder of app.json.
 * @returns {number} How many files were copied.
 */
export function copyNpm(root) {
  const require = createRequire(import.meta.url)
  const nodeModules = path.resolve(path.dirname(require.resolve('tdesign-miniprogram/package.json')), '..')
  const reach = new NpmReach(nodeModules)
  for (const file of listSources(root)) reach.followOwn(file)
  const destination = path.join(root, NPM_FOLDER)
  const fresh = `${destination}.new-${process.pid}`
  reach.copyTo(fresh)
  writeIconComponent(fresh, ownWxml(root))
  replaceFolder(destination, fresh)
  return reach.files.size
}

/**
 * Put a folder in the place of another, unless they are equal.
 *
 * Two builds may run at once: what one of them reads is never taken away without need.
 *
 * @param {string} destination
 * @param {string} fresh
 */
function replaceFolder(destination, fresh) {
  if (!sameContent(destination, fresh)) {
    rmSync(destination, { recursive: true, force: true })
    try {
      if (existsSync(fresh)) renameSync(fresh, destination)
    } catch (error) {
      // The other build was faster and put the same files there.
      if (!existsSync(destination)) throw error
    }
  }
  rmSync(fresh, { recursive: true, force: true })
}

/**
 * @param {string} one
 * @param {string} other
 */
function sameContent(one, other) {
  if (!existsSync(one) || !existsSync(other)) return existsSync(one) === existsSync(other)
  const names = listFiles(one, '')
  if (names.join() !== listFiles(other, '').join()) return false
  return names.every((name) => {
    const file = path.join(one, name)
    return statSync(file).isDirectory() || readFileSync(file).equals(readFileSync(path.join(other, name)))
  })
}

/**
 * @param {string} root
 * @returns {string[]} The text of our own templates.
 */
function ownWxml(root) {
  return listSources(root)
    .filter((file) => file.endsWith('.wxml'))
    .map((file) => readFileSync(file, 'utf8'))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = process.argv[2] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), '../src')
  console.log(`${copyNpm(path.resolve(root))} npm files copied`)
}
