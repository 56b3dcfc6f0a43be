/**
 * Lists and brackets as each language writes them.
 */

import { fill, texts } from '../i18n/index'

/** Return the words as a list: `a、b`, or `a, b`. */
export function listOf(words: string[]): string {
  return words.join(texts().common.listComma)
}

/** Return options and combo items as they stand below a dish's name. */
export function choiceLines(options: string[], items: string[]): string {
  return [options.join(' · '), ...items].filter(Boolean).join('\n')
}

/** Return an item of a combo with its options and how many of it. */
export function describeItem(name: string, options: string[], quantity: number): string {
  const chosen = options.length > 0 ? fill(texts().common.inBrackets, { text: listOf(options) }) : ''
  const times = quantity > 1 ? ` ×${quantity}` : ''
  return `${name}${chosen}${times}`
}
