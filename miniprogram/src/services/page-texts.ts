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

/** Return the start of a page's data and set its title. */
export function startPage<Section extends 'home' | 'menu' | 'confirm' | 'pay' | 'order' | 'orders' | 'mine'>(
  section: Section,
): PageStart<Section> {
  const all = texts()
  wx.setNavigationBarTitle({ title: all[section].title })
  return { t: all[section], common: all.common, display: readDisplay(), lang: language() }
}
