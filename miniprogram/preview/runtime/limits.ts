/** WeChat's limits on `setData`. */
const MAX_BYTES = 1024 * 1024
const SLOW_BYTES = 256 * 1024

/** Measure what is sent to the view layer; refuse what WeChat refuses. */
export function checkSetData(path: string, data: Record<string, unknown>): void {
  if (typeof data !== 'object' || data === null) {
    throw new Error(`${path}: setData needs an object`)
  }
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined) console.warn(`${path}: setData of "${key}" to undefined is not allowed by WeChat`)
  }
  const size = new TextEncoder().encode(JSON.stringify(data)).length
  if (size > MAX_BYTES) throw new Error(`${path}: setData of ${size} bytes exceeds WeChat's limit of 1 MB`)
  if (size > SLOW_BYTES) console.warn(`${path}: setData of ${size} bytes is slow on a phone, send less`)
}
