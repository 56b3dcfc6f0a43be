/**
 * Picture addresses: the server may give them without its name, the phone needs the whole.
 */

import { API_ORIGIN } from '../config'

/** Return an address that an `image` can load, or the empty text for no picture. */
export function imageUrl(url: string | null | undefined): string {
  if (!url) {
    return ''
  }
  return url.startsWith('/') ? `${API_ORIGIN}${url}` : url
}
