/**
 * What every page starts with: its texts, the common ones, and the text size.
 */

import { language, texts } from '../i18n/index'
import type { Texts } from '../i18n/zh_CN'
import type { Display } from './display'
import { readDisplay } from './display'

export interface PageStart<Section extends keyof Texts> {
  t: Texts[Section]
  common: Texts['common']
  display: Display
  lang: string
}

type PageSection = 'home' | 'menu' | 'confirm' | 'pay' | 'order' | 'orders' | 'mine' | 'refund' | 'fapiao'

/** Return the start of a page's data. */
export function pageStart<Section extends PageSection>(section: Section): PageStart<Section> {
  const all = texts()
  return { t: all[section], common: all.common, display: readDisplay(), lang: language() }
}

/** Return the start of a page's data as it is now, and set the page's title. */
export function startPage<Section extends PageSection>(section: Section): PageStart<Section> {
  const start = pageStart(section)
  wx.setNavigationBarTitle({ title: start.t.title })
  return start
}
