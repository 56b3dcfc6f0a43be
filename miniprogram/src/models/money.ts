/**
 * Money on the phone: integer fen in, text out. Nothing here computes a price to pay.
 */

/** Return the amount with two decimals, as bills show it: `3800` gives `38.00`. */
export function formatFen(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const digits = String(Math.abs(Math.round(fen))).padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Return the amount as menus show it, without empty decimals: `3800` gives `38`. */
export function formatPrice(fen: number): string {
  return formatFen(fen).replace(/\.00$/, '')
}
