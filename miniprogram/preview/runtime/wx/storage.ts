/** wx storage: kept in the browser, within WeChat's limits. */
import { ApiError, api, sync, type WxPart } from './api'

const PREFIX = 'mp:'
const MAX_ITEM_BYTES = 1024 * 1024
export const MAX_TOTAL_BYTES = 10 * 1024 * 1024

function bytes(text: string): number {
  return new TextEncoder().encode(text).length
}

function keys(): string[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length))
}

/** How much is stored, in bytes as WeChat counts. */
export function storedBytes(): number {
  return keys().reduce((sum, key) => sum + bytes(key) + bytes(localStorage.getItem(PREFIX + key) ?? ''), 0)
}

function write(key: string, data: unknown): void {
  if (!key) throw new ApiError('parameter error: key should not be empty')
  const text = JSON.stringify({ data })
  if (bytes(text) > MAX_ITEM_BYTES) throw new ApiError('entry size limit reached')
  const before = bytes(localStorage.getItem(PREFIX + key) ?? '')
  if (storedBytes() - before + bytes(text) > MAX_TOTAL_BYTES) throw new ApiError('exceed storage max size 10Mb')
  localStorage.setItem(PREFIX + key, text)
}

function read(key: string): { data: unknown } | null {
  const text = localStorage.getItem(PREFIX + key)
  return text === null ? null : (JSON.parse(text) as { data: unknown })
}

function clear(): void {
  for (const key of keys()) localStorage.removeItem(PREFIX + key)
}

function info(): { keys: string[]; currentSize: number; limitSize: number } {
  return { keys: keys(), currentSize: Math.ceil(storedBytes() / 1024), limitSize: MAX_TOTAL_BYTES / 1024 }
}

export const storageApi: WxPart = {
  setStorageSync: sync('setStorageSync', (key, data) => write(key, data)),
  getStorageSync: sync('getStorageSync', (key) => read(key)?.data ?? ''),
  removeStorageSync: sync('removeStorageSync', (key) => localStorage.removeItem(PREFIX + key)),
  clearStorageSync: sync('clearStorageSync', clear),
  getStorageInfoSync: sync('getStorageInfoSync', info),
  setStorage: api('setStorage', ({ key, data }) => write(key, data)),
  getStorage: api('getStorage', ({ key }) => {
    const found = read(key)
    if (!found) throw new ApiError('data not found')
    return { data: found.data }
  }),
  removeStorage: api('removeStorage', ({ key }) => localStorage.removeItem(PREFIX + key)),
  clearStorage: api('clearStorage', clear),
  getStorageInfo: api('getStorageInfo', info),
}
