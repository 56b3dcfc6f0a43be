/**
 * The one place that calls `wx.uploadFile`: a file of the diner's, sent with the diner's token.
 */

import { API_BASE_PATH, API_ORIGIN } from '../config'
import { languageTag } from '../i18n/index'
import { ApiError, asApiError } from './api-error'
import { accessToken, replaceToken } from './auth'
import { errorOf, noConnection } from './transport'

/** The name of the file's field in the form. */
const FIELD = 'photo'
const UPLOAD_TIMEOUT_MS = 60_000

/** Send a file and return the answer; the token is renewed once when it has died. */
export async function upload<T>(path: string, filePath: string): Promise<T> {
  const token = await accessToken()
  try {
    return await sendFile<T>(path, filePath, token)
  } catch (error) {
    if (asApiError(error).status !== 401) {
      throw error
    }
    return sendFile<T>(path, filePath, await replaceToken(token))
  }
}

function sendFile<T>(path: string, filePath: string, token: string): Promise<T> {
  return new Promise((resolve, reject) => {
    wx.uploadFile({
      url: `${API_ORIGIN}${API_BASE_PATH}${path}`,
      filePath,
      name: FIELD,
      header: { 'Accept-Language': languageTag(), Authorization: `Bearer ${token}` },
      timeout: UPLOAD_TIMEOUT_MS,
      success({ statusCode, data }) {
        const body = parse(data)
        if (statusCode < 300 && body) {
          resolve(body as T)
        } else if (statusCode < 300) {
          reject(new ApiError('faulty', 'not_json', { status: statusCode }))
        } else {
          reject(errorOf(statusCode, body, {}))
        }
      },
      fail: (reason) => reject(noConnection(reason.errMsg)),
    })
  })
}

/** A proxy that refuses a file answers a page of its own. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
