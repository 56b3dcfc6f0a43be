/** Where files of the package are in the built site. */
import type { WxElement } from './wx-element'

let addresses: Record<string, string> = {}

/** Where the site serves pictures: a path below these is the server's, as with `wx.request`. */
const SERVER_PATH = /^\/(wechat|web)\//

/** Take over the map that the build made: package path -> address. */
export function setAssets(map: Record<string, string>): void {
  addresses = map
}

/** Return the address of a file of the package, by its path from the root. */
export function packageUrl(path: string): string | undefined {
  return addresses[path]
}

/**
 * Return the address of a picture named in a template.
 *
 * @param source A full address, or a path in the package.
 * @param element The element that shows it; relative paths start at its component.
 */
export function assetUrl(source: string, element: WxElement): string {
  if (/^(https?:|data:|blob:)/.test(source) || SERVER_PATH.test(source)) return source
  const owner = element.__wxElement?.ownerShadowRoot?.getHostNode().is ?? ''
  const path = new URL(source, `http://package/${owner}`).pathname
  const address = packageUrl(path)
  if (address) return address
  // Not a file of the package: WeChat would ask the server named by an absolute address only.
  console.error(`${owner}: the picture "${source}" is not in the package`)
  return 'data:,'
}
