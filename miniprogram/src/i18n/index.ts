/**
 * The app's language: WeChat's, unless the diner chose another.
 */

import type { LanguageCode } from '../models/wire'
import { enUS } from './en_US'
import type { Texts } from './zh_CN'
import { zhCN } from './zh_CN'

const STORAGE_KEY = 'language'
const DICTIONARIES: Record<LanguageCode, Texts> = { zh_CN: zhCN, en_US: enUS }

let current: LanguageCode | null = null

/** Return the language in use. */
export function language(): LanguageCode {
  return current ?? chosenLanguage() ?? systemLanguage()
}

/** Settle the language for this start of the app, so that it is not looked up for each text. */
export function settleLanguage(): void {
  current = language()
}

/** Use another language from now on, also after a restart. Pages already open keep theirs. */
export function setLanguage(code: LanguageCode): void {
  current = code
  wx.setStorageSync(STORAGE_KEY, code)
}

function chosenLanguage(): LanguageCode | null {
  const stored: unknown = wx.getStorageSync(STORAGE_KEY)
  return stored === 'zh_CN' || stored === 'en_US' ? stored : null
}

function systemLanguage(): LanguageCode {
  return /^zh/i.test(wx.getAppBaseInfo().language) ? 'zh_CN' : 'en_US'
}

/** Return the language as HTTP names it. */
export function languageTag(): string {
  return language().replace('_', '-')
}

/** Return all texts in the language in use. */
export function texts(): Texts {
  return DICTIONARIES[language()]
}

/** Return `template` with each `{name}` replaced by its value. */
export function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
