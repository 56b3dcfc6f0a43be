/**
 * A table's code, wherever it comes from: a launch parameter, a mini-program code, a printed link.
 */

const TABLE_CODE = /^[0-9A-Za-z_-]{4,64}$/
const SCENE_PARAMETER = /[?&]scene=([^&#]+)/

/** Return the table code in a launch or scan text, or `null` if it is not one of ours. */
export function tableCodeFrom(text: string | undefined): string | null {
  if (!text) {
    return null
  }
  const inQuery = SCENE_PARAMETER.exec(text)
  const code = decode(inQuery?.[1] ?? text).trim()
  return TABLE_CODE.test(code) ? code : null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
