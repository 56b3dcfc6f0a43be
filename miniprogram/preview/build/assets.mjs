/**
 * @file Files of the package that are shown, not executed: pictures and fonts.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ASSET = /\.(png|jpe?g|gif|webp|svg|ttf|woff2?|mp3|wav|json)$/i

/**
 * @typedef {object} Asset
 * @property {string} file Absolute path.
 * @property {string} from Path in the package, from its root: "/assets/dish.webp".
 * @property {string} to Path in the built site, with a hash of the content.
 */

/**
 * List the assets of a package under names that change with their content.
 *
 * @param {string} root
 * @returns {Asset[]}
 */
export function fingerprintAssets(root) {
  return readdirSync(root, { recursive: true })
    .map((entry) => String(entry).split(path.sep).join('/'))
    .filter((name) => ASSET.test(name) && !name.endsWith('.json'))
    .map((name) => {
      const file = path.join(root, name)
      const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8)
      const { dir, name: stem, ext } = path.posix.parse(name)
      return { file, from: `/${name}`, to: path.posix.join('package', dir, `${stem}-${hash}${ext}`) }
    })
}

/**
 * @param {Asset[]} assets
 * @returns {string} A module with the map from package path to address.
 */
export function assetModule(assets) {
  return `export default ${JSON.stringify(Object.fromEntries(assets.map(({ from, to }) => [from, to])))}`
}
