/**
 * Times as diners read them, in the phone's own time zone.
 */

const DAY_MS = 86_400_000

/** Return `12:05` today, else `11-22 12:05`. */
export function formatMoment(iso: string, now: Date): string {
  const at = new Date(iso)
  const clock = formatClock(iso)
  if (at.toDateString() === now.toDateString()) {
    return clock
  }
  const day = `${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
  return at.getFullYear() === now.getFullYear()
    ? `${day} ${clock}`
    : `${at.getFullYear()}-${day} ${clock}`
}

/** Return the hour and minute of a moment: `12:05`. */
export function formatClock(iso: string): string {
  const at = new Date(iso)
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`
}

/** Return the time left until `iso` as `14:59`, or `null` once it has passed. */
export function formatCountdown(iso: string, now: Date): string | null {
  const seconds = Math.ceil((Date.parse(iso) - now.getTime()) / 1000)
  if (!(seconds > 0)) {
    return null
  }
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`
}

/** Return whether two moments are less than a day apart. */
export function isWithinADay(iso: string, now: Date): boolean {
  return Math.abs(Date.parse(iso) - now.getTime()) < DAY_MS
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
