/**
 * wx.getBackgroundFetchData and its kin: what the client fetched before the app ran.
 *
 * The page itself began it (build/prefetch.mjs), as WeChat's client does on a cold start.
 */
import { keep } from '../memory'
import { ApiError, Listeners, api, type WxPart } from './api'

/** What the script in index.html leaves behind. */
interface Begun {
  path: string
  query: string
  text: Promise<string | null>
}

interface Fetched {
  fetchType: 'pre'
  fetchedData: string
  path: string
  query: string
  scene: number
  timeStamp: number
}

const SCENE_CODE_SCANNED = 1047
const arrived = new Listeners<Fetched>()
let fetched: Fetched | null = null

/** Take over what index.html has begun to fetch. */
function follow(begun: Begun | undefined): void {
  void begun?.text.then((text) => {
    if (text === null) return
    const { path, query } = begun
    fetched = { fetchType: 'pre', fetchedData: text, path, query, scene: SCENE_CODE_SCANNED, timeStamp: Date.now() }
    arrived.emit(fetched)
  })
}

follow((globalThis as { __mpPrefetch?: Begun }).__mpPrefetch)

export const backgroundFetchApi: WxPart = {
  getBackgroundFetchData: api('getBackgroundFetchData', () => {
    // As on Android: it does not wait for what is still on its way.
    if (!fetched) throw new ApiError('record is null')
    return fetched
  }),
  onBackgroundFetchData: arrived.on,
  setBackgroundFetchToken: api('setBackgroundFetchToken', ({ token }) => keep('fetch-token', token)),
}
