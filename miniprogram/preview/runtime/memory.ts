/** What a phone keeps between visits, apart from the mini-program's own storage. */

const PREFIX = 'preview:'

/** Read what {@link keep} wrote, or null. */
export function recall(name: string): string | null {
  return localStorage.getItem(PREFIX + name)
}

/** Keep a text in this browser. */
export function keep(name: string, value: string): void {
  localStorage.setItem(PREFIX + name, value)
}

/**
 * Name the person with this phone: `?user=mei` in the address, else one name per browser,
 * so that two browsers are two diners.
 */
export function currentUser(): string {
  const given = new URLSearchParams(location.search).get('user')
  const user = given ?? recall('user') ?? `visitor-${Math.random().toString(36).slice(2, 8)}`
  keep('user', user)
  return user
}
