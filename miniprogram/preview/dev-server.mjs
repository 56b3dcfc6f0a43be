/**
 * @file Serve the preview while developing: rebuild on change, proxy the API.
 *
 * Usage: node preview/dev-server.mjs --port 5173 --api http://127.0.0.1:8069
 *        [--sandbox http://127.0.0.1:8090] [--root src] [--out preview/dist]
 */
import { existsSync, readFileSync, statSync, watch } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildPreview } from './build/index.mjs'

const HOME = fileURLToPath(new URL('..', import.meta.url))
const MOUNT = '/diner/'
const REBUILD_DELAY_MS = 150
/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
}

/**
 * @typedef {object} ServeOptions
 * @property {string} out Folder of the built preview.
 * @property {string} [api] Where requests outside the preview go; without it they get 502.
 * @property {object} config Content of config.json.
 */

/**
 * Serve a built preview at /diner/ and pass everything else on to Odoo.
 *
 * @param {ServeOptions} options
 * @returns {http.Server} Not yet listening.
 */
export function createPreviewServer({ out, api, config }) {
  return http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/') {
      response.writeHead(302, { location: MOUNT }).end()
    } else if (pathname === `${MOUNT}config.json`) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(config))
    } else if (pathname.startsWith(MOUNT)) {
      const name = decodeURIComponent(pathname.slice(MOUNT.length)) || 'index.html'
      serveFile(path.join(out, path.normalize(`/${name}`)), request, response)
    } else {
      proxy(api, request, response)
    }
  })
}

/**
 * Answer a file, packed if the build packed it and the browser takes it.
 *
 * @param {string} file
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 */
function serveFile(file, request, response) {
  if (!existsSync(file) || statSync(file).isDirectory()) {
    response.writeHead(404).end('not found')
    return
  }
  /** @type {Record<string, string>} */
  const headers = {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
  }
  const isPacked = /\bgzip\b/.test(String(request.headers['accept-encoding'])) && existsSync(`${file}.gz`)
  if (isPacked) headers['content-encoding'] = 'gzip'
  response.writeHead(200, headers).end(readFileSync(isPacked ? `${file}.gz` : file))
}

/**
 * @param {string | undefined} api
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 */
function proxy(api, request, response) {
  if (!api) {
    response.writeHead(502).end('no --api given')
    return
  }
  const target = new URL(request.url ?? '/', api)
  const headers = { ...request.headers, host: target.host }
  const outgoing = http.request(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  outgoing.on('error', (error) => {
    if (!response.headersSent) response.writeHead(502)
    response.end(`${api} does not answer: ${error.message}`)
  })
  request.pipe(outgoing)
}

/** @param {() => Promise<unknown>} build */
async function rebuild(build) {
  try {
    await build()
    console.log(`${new Date().toLocaleTimeString()} built`)
  } catch (error) {
    console.error(`build failed: ${/** @type {Error} */ (error).message}`)
  }
}

/**
 * Build again when a source changes; bursts of changes make one build.
 *
 * @param {string[]} folders
 * @param {() => Promise<unknown>} build
 */
function watchSources(folders, build) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  for (const folder of folders) {
    try {
      watch(folder, { recursive: true }, (_, name) => {
        if (name?.includes('miniprogram_npm')) return
        clearTimeout(timer)
        timer = setTimeout(() => void rebuild(build), REBUILD_DELAY_MS)
      })
    } catch {
      console.warn(`Node ${process.version} cannot watch ${folder}: use Node 20, or start again after a change`)
    }
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '5173' },
      api: { type: 'string' },
      sandbox: { type: 'string', default: 'http://127.0.0.1:8090' },
      appid: { type: 'string', default: 'wx0123456789abcdef' },
      root: { type: 'string', default: path.join(HOME, 'src') },
      out: { type: 'string', default: path.join(HOME, 'preview/dist') },
    },
  })
  const build = () => buildPreview({ root: values.root, out: values.out, isDev: true })
  await rebuild(build)
  watchSources([values.root, path.join(HOME, 'preview/runtime')], build)
  const config = {
    api_base: '/wechat/api/v1',
    appid: values.appid,
    sandbox_url: values.sandbox,
    locale: 'zh_CN',
  }
  const server = createPreviewServer({ out: values.out, api: values.api, config })
  server.listen(Number(values.port), '127.0.0.1', () => {
    console.log(`http://127.0.0.1:${values.port}${MOUNT}`)
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) void main()
