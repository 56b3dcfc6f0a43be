/**
 * Random bytes from the phone.
 */

import { uuidFromBytes } from '../models/uuid'

const UUID_BYTES = 16

/** Return a new UUID version 4. */
export async function createUuid(): Promise<string> {
  return uuidFromBytes(await randomBytes(UUID_BYTES))
}

function randomBytes(length: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const pseudoRandom = () => resolve(Uint8Array.from({ length }, () => Math.random() * 256))
    if (typeof wx.getRandomValues !== 'function') {
      pseudoRandom()
      return
    }
    wx.getRandomValues({
      length,
      success: (result) => resolve(new Uint8Array(result.randomValues)),
      // The uuid tells orders apart, it guards nothing: a weaker source will do.
      fail: pseudoRandom,
    })
  })
}
