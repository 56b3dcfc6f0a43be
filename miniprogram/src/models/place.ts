/**
 * Tables and shops in words.
 */

import { fill } from '../i18n/index'
import type { Texts } from '../i18n/zh_CN'
import { formatMoment } from './time'
import type { OpeningHours, StoreView } from './wire'

/** Return a table's name as diners say it: `5` becomes `5号桌`, a name of words stays. */
export function tableLabel(name: string, common: Texts['common']): string {
  const isNumber = /^[A-Za-z]?\d+$/.test(name)
  return fill(isNumber ? common.table : common.tableNamed, { name })
}

/** Return today's opening hours: `10:00–14:00 17:00–21:30`; empty when closed all day. */
export function todayHours(store: Pick<StoreView, 'hours'>, now: Date): string {
  const weekday = now.getDay() === 0 ? 7 : now.getDay()
  return store.hours
    .filter((hours) => hours.weekday === weekday)
    .map((hours: OpeningHours) => `${hours.from}–${hours.to}`)
    .join('  ')
}

/** Return when the store takes orders, in words: today's hours, or when it opens next. */
export function hoursText(store: StoreView, t: Texts['home'], now: Date): string {
  if (!store.is_open && store.opens_at) {
    return fill(t.opensAt, { time: formatMoment(store.opens_at, now) })
  }
  if (store.hours.length === 0) {
    return t.allDay
  }
  const hours = todayHours(store, now)
  return hours ? fill(t.todayHours, { hours }) : t.closedToday
}
