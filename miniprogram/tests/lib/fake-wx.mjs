/**
 * @file WeChat's client for tests in Node: storage, requests, navigation, what a person decides.
 * It throws on any member it does not know, so that no call goes unnoticed.
 */

const ok = (options, api, result = {}) => options?.success?.({ errMsg: `${api}:ok`, ...result })
const fail = (options, api, reason) => options?.fail?.({ errMsg: `${api}:fail ${reason}` })

/**
 * Return a `wx` and the means to steer it.
 *
 * @param {{origin?: string, language?: string}} [options] Server that requests go to.
 */
export function createFakeWx({ origin = '', language = 'zh_CN' } = {}) {
  const world = {
    storage: new Map(),
    isOnline: true,
    hasAgreed: true,
    consent: 'agree',
    payment: 'ok',
    scan: null,
    fontSizeScaleFactor: 1,
    width: 375,
    /** Paths of the files that the person picks, and what is in each. */
    media: [],
    files: new Map(),
    /** Every call that a person would notice: `[api, options]`. */
    calls: [],
    networkListeners: [],
    /** What WeChat fetched before the app ran, or `null`. */
    prefetched: null,
    fetchListeners: [],
    fetchToken: '',
    privacyListener: null,
    logins: 0,
    origin,
  }
  const seen = (api) => (options) => {
    world.calls.push([api, options])
    ok(options, api)
  }
  const members = {
    getStorageSync: (key) => (world.storage.has(key) ? structuredClone(world.storage.get(key)) : ''),
    setStorageSync: (key, value) => void world.storage.set(key, structuredClone(value)),
    setStorage: (options) => {
      world.storage.set(options.key, structuredClone(options.data))
      ok(options, 'setStorage')
    },
    getAppBaseInfo: () => ({
      language,
      fontSizeSetting: 17 * world.fontSizeScaleFactor,
      fontSizeScaleFactor: world.fontSizeScaleFactor,
    }),
    getWindowInfo: () => ({ windowWidth: world.width, windowHeight: 724 }),
    request: (options) => void request(world, options),
    login: (options) => {
      world.logins += 1
      ok(options, 'login', { code: `code-${world.logins}` })
    },
    getPrivacySetting: (options) =>
      ok(options, 'getPrivacySetting', { needAuthorization: !world.hasAgreed }),
    requirePrivacyAuthorize: (options) => {
      world.calls.push(['requirePrivacyAuthorize', {}])
      if (world.consent === 'agree') {
        world.hasAgreed = true
        ok(options, 'requirePrivacyAuthorize')
      } else {
        fail(options, 'requirePrivacyAuthorize', 'privacy permission is not authorized')
      }
    },
    onNeedPrivacyAuthorization: (listener) => {
      world.privacyListener = listener
    },
    requestPayment: (options) => {
      world.calls.push(['requestPayment', options])
      const outcome = world.payment
      if (outcome === 'ok') {
        world.onPaid?.(options)
        ok(options, 'requestPayment')
      } else {
        fail(options, 'requestPayment', outcome)
      }
    },
    chooseMedia: (options) => {
      world.calls.push(['chooseMedia', options])
      const tempFiles = world.media.slice(0, options.count).map((tempFilePath) => ({ tempFilePath }))
      if (tempFiles.length) ok(options, 'chooseMedia', { tempFiles, type: 'image' })
      else fail(options, 'chooseMedia', 'cancel')
    },
    downloadFile: (options) => void download(world, options),
    uploadFile: (options) => void upload(world, options),
    scanCode: (options) =>
      world.scan ? ok(options, 'scanCode', world.scan) : fail(options, 'scanCode', 'cancel'),
    getRandomValues: (options) =>
      ok(options, 'getRandomValues', {
        randomValues: crypto.getRandomValues(new Uint8Array(options.length)).buffer,
      }),
    getNetworkType: (options) =>
      ok(options, 'getNetworkType', { networkType: world.isOnline ? 'wifi' : 'none' }),
    onBackgroundFetchData: (listener) => void world.fetchListeners.push(listener),
    getBackgroundFetchData: (options) =>
      world.prefetched
        ? ok(options, 'getBackgroundFetchData', world.prefetched)
        : fail(options, 'getBackgroundFetchData', 'record is null'),
    setBackgroundFetchToken: (options) => {
      world.fetchToken = options.token
      ok(options, 'setBackgroundFetchToken')
    },
    onNetworkStatusChange: (listener) => void world.networkListeners.push(listener),
  }
  for (const api of [
    'navigateTo', 'redirectTo', 'reLaunch', 'navigateBack', 'showToast', 'showLoading',
    'hideLoading', 'setNavigationBarTitle', 'stopPullDownRefresh', 'openPrivacyContract',
    'makePhoneCall', 'pageScrollTo', 'openDocument', 'setClipboardData',
  ]) {
    members[api] = seen(api)
  }
  const wx = new Proxy(members, {
    get(target, name) {
      if (!(name in target)) throw new Error(`wx.${String(name)} is not known to this test`)
      return target[name]
    },
  })
  return { wx, world }
}

async function download(world, { url, ...options }) {
  try {
    if (!world.isOnline) throw new Error('net::ERR_INTERNET_DISCONNECTED')
    const response = await fetch(world.origin + url)
    world.files.set('downloaded', await response.text())
    ok(options, 'downloadFile', { statusCode: response.status, tempFilePath: 'downloaded' })
  } catch (error) {
    fail(options, 'downloadFile', error.message)
  }
}

async function upload(world, { url, filePath, name, header, ...options }) {
  const body = new FormData()
  body.set(name, new Blob([world.files.get(filePath) ?? filePath]), 'photo.jpg')
  try {
    if (!world.isOnline) throw new Error('net::ERR_INTERNET_DISCONNECTED')
    const response = await fetch(world.origin + url, { method: 'POST', headers: header, body })
    ok(options, 'uploadFile', { statusCode: response.status, data: await response.text() })
  } catch (error) {
    fail(options, 'uploadFile', error.message)
  }
}

async function request(world, options) {
  if (!world.isOnline) {
    fail(options, 'request', 'net::ERR_INTERNET_DISCONNECTED')
    return
  }
  let response
  try {
    response = await fetch(world.origin + options.url, {
      method: options.method,
      headers: options.header,
      body: options.method === 'POST' ? JSON.stringify(options.data ?? null) : undefined,
    })
  } catch (error) {
    fail(options, 'request', `net::ERR_CONNECTION_CLOSED ${error.message}`)
    return
  }
  const text = await response.text()
  ok(options, 'request', {
    statusCode: response.status,
    header: Object.fromEntries(response.headers),
    data: text ? JSON.parse(text) : '',
  })
}

/** Return the options of each call of one api, oldest first. */
export function callsOf(world, api) {
  return world.calls.filter(([name]) => name === api).map(([, options]) => options)
}
