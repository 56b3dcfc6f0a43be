/** wx.request, wx.uploadFile and wx.downloadFile: fetch to the site that serves the preview. */
import { steering } from '../steering'
import { ApiError, api, type Api, type OptionsOf, type WxPart } from './api'
import type { PreviewConfig } from '../config'

const DEFAULT_TIMEOUT_MS = 60_000
const BODYLESS = new Set(['GET', 'HEAD'])

/**
 * Return the address to fetch.
 *
 * WeChat only lets a mini-program talk to domains its owner has registered. Here that is
 * the site itself: the app's own https address of the API stands for it, and so does a
 * path without host, which the app uses while no address has been set.
 *
 * @throws ApiError In WeChat's words if the address is not allowed.
 */
export function allowedUrl(url: string, apiBase: string): URL {
  if (/^\/(?!\/)/.test(url)) return new URL(url, location.origin)
  if (!/^https?:\/\//.test(url)) throw new ApiError(`invalid url "${url}"`, 600009)
  const wanted = new URL(url)
  const isOwn = wanted.origin === location.origin
  if (!isOwn && !wanted.pathname.startsWith(`${apiBase}/`)) throw new ApiError('url not in domain list', 600002)
  return new URL(wanted.pathname + wanted.search, location.origin)
}

export class RequestTask {
  private readonly controller = new AbortController()
  isTimedOut = false

  get signal(): AbortSignal {
    return this.controller.signal
  }

  readonly abort = (): void => this.controller.abort()
  readonly onHeadersReceived = (): void => undefined
  readonly offHeadersReceived = (): void => undefined
  readonly onChunkReceived = (): void => undefined
  readonly offChunkReceived = (): void => undefined
  readonly onProgressUpdate = (): void => undefined
  readonly offProgressUpdate = (): void => undefined
}

interface Sent {
  url: URL
  init: RequestInit
}

function prepare(options: Pick<OptionsOf<'request'>, 'url' | 'method' | 'data' | 'header'>, apiBase: string): Sent {
  const url = allowedUrl(options.url, apiBase)
  const method = (options.method ?? 'GET').toUpperCase()
  // Two spellings of one name in an object would be joined; the page's own word counts.
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const [name, value] of Object.entries(options.header ?? {})) headers.set(name, String(value))
  if (BODYLESS.has(method)) {
    for (const [key, value] of Object.entries((options.data as object | undefined) ?? {})) {
      url.searchParams.set(key, String(value))
    }
    return { url, init: { method, headers } }
  }
  return { url, init: { method, headers, body: encodeBody(options.data, headers) } }
}

function encodeBody(data: unknown, headers: Headers): BodyInit | undefined {
  if (data === undefined || data === null) return undefined
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  if (headers.get('content-type')?.includes('x-www-form-urlencoded')) {
    return new URLSearchParams(data as Record<string, string>)
  }
  return JSON.stringify(data)
}

/** Send a request and translate fetch's failures into WeChat's. */
async function send({ url, init }: Sent, task: RequestTask, timeout: number): Promise<Response> {
  if (!steering.isOnline) throw new ApiError('net::ERR_INTERNET_DISCONNECTED', 600001)
  const timer = setTimeout(() => {
    task.isTimedOut = true
    task.abort()
  }, timeout)
  try {
    // WeChat's client keeps no cookies and no HTTP cache of API answers.
    return await fetch(url, { ...init, signal: task.signal, credentials: 'omit', cache: 'no-store' })
  } catch {
    if (task.isTimedOut) throw new ApiError('timeout', 5)
    throw new ApiError(task.signal.aborted ? 'abort' : 'net::ERR_CONNECTION_FAILED', 600001)
  } finally {
    clearTimeout(timer)
  }
}

async function readBody(response: Response, options: OptionsOf<'request'>): Promise<string | object | ArrayBuffer> {
  if (options.responseType === 'arraybuffer') return response.arrayBuffer()
  const text = await response.text()
  if ((options.dataType ?? 'json') !== 'json') return text
  try {
    return JSON.parse(text) as object
  } catch {
    return text
  }
}

function plainHeaders(response: Response): Record<string, string> {
  // WeChat keeps the server's spelling, which fetch does not tell; capitals are the usual one.
  const header: Record<string, string> = {}
  response.headers.forEach((value, name) => {
    header[name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase())] = value
  })
  return header
}

/** Build the network part of wx. */
export function networkApi({ api_base: apiBase }: PreviewConfig): WxPart {
  const request = (options: OptionsOf<'request'>): RequestTask => {
    const task = new RequestTask()
    const call = api('request', async (given) => {
      const response = await send(prepare(given, apiBase), task, given.timeout ?? DEFAULT_TIMEOUT_MS)
      return {
        statusCode: response.status,
        header: plainHeaders(response),
        data: await readBody(response, given),
        cookies: [],
      }
    })
    // Functions that return a task have no promise form.
    call({ complete: () => undefined, ...options })
    return task
  }

  const download = api('downloadFile', async (options) => {
    const response = await send(prepare(options, apiBase), new RequestTask(), DEFAULT_TIMEOUT_MS)
    const tempFilePath = URL.createObjectURL(await response.blob())
    return { statusCode: response.status, tempFilePath }
  })

  const upload = api('uploadFile', async ({ url, filePath, name, formData, header }) => {
    const body = new FormData()
    body.set(name, await (await fetch(filePath)).blob())
    for (const [key, value] of Object.entries(formData ?? {})) body.set(key, String(value))
    const init = { method: 'POST', body, headers: header as Record<string, string> | undefined }
    const response = await send({ url: allowedUrl(url, apiBase), init }, new RequestTask(), DEFAULT_TIMEOUT_MS)
    return { statusCode: response.status, data: await response.text() }
  })

  const asTask =
    <O>(call: Api<O>) =>
    (options: O): RequestTask => {
      call({ complete: () => undefined, ...options })
      return new RequestTask()
    }
  return { request, downloadFile: asTask(download), uploadFile: asTask(upload) }
}
