/** The preview's own few words, in English and Chinese. */

/** Both languages in one text: whoever tests a restaurant's app may read either. */
export function bilingual(english: string, chinese: string): string {
  return `${chinese} ${english}`
}
