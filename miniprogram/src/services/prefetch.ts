/**
 * What WeChat fetched while the app was still being started (数据预拉取): the table and its menu
 * travel while the package is downloaded and run, instead of after it.
 *
 * WeChat's client may just as well hold what it fetched for an earlier start, or nothing at all;
 * so an answer counts only if it is recent and for this very table.
 *
 * See https://developers.weixin.qq.com/miniprogram/dev/framework/ability/pre-fetch.html
 */

import { tableCodeFrom } from '../models/scene'
import type { LanguageCode, MenuView, TableView } from '../models/wire'

export interface Prefetched {
  table: TableView
  menu_version: string
  /** `null` if the phone keeps this version already. */
  menu: MenuView | null
}

export interface Prefetch {
  /** What is there already, or `null`; never takes long. */
  ready: Promise<Prefetched | null>
  /** What WeChat is still fetching; may never come. */
  later: Promise<Prefetched>
}

type Fetched = Pick<
  WechatMiniprogram.GetBackgroundFetchDataSuccessCallbackResult,
  'fetchedData' | 'query' | 'timeStamp'
>

/** Older than this, it was fetched for another start. */
const LIFETIME_MS = 60_000

/** Look for what WeChat fetched for the table with this code. */
export function watchPrefetch(code: string): Prefetch {
  if (typeof wx.onBackgroundFetchData !== 'function') {
    return { ready: Promise.resolve(null), later: new Promise(() => undefined) }
  }
  const later = new Promise<Prefetched>((resolve) => {
    wx.onBackgroundFetchData((result) => {
      const found = readPrefetched(result as Fetched, code)
      if (found) {
        resolve(found)
      }
    })
  })
  const ready = new Promise<Prefetched | null>((resolve) => {
    wx.getBackgroundFetchData({
      fetchType: 'pre',
      success: (result) => resolve(readPrefetched(result, code)),
      fail: () => resolve(null),
    })
  })
  return { ready, later }
}

function readPrefetched(fetched: Fetched, code: string): Prefetched | null {
  const isRecent = Math.abs(Date.now() - fetched.timeStamp) < LIFETIME_MS
  if (!isRecent || tableCodeFrom(`?${fetched.query}`) !== code) {
    return null
  }
  try {
    const answer = JSON.parse(fetched.fetchedData) as Partial<Prefetched> | null
    return answer?.table && answer.menu_version ? (answer as Prefetched) : null
  } catch {
    return null
  }
}

/**
 * Tell WeChat what to say in its next call: the language, and the menu that need not travel.
 *
 * With a text of ours there, WeChat makes no login code for that call: nobody is known by it.
 */
export function announceToPrefetch(lang: LanguageCode, menuVersion: string): void {
  if (typeof wx.setBackgroundFetchToken === 'function') {
    wx.setBackgroundFetchToken({ token: `${lang} ${menuVersion}`, fail: () => undefined })
  }
}
