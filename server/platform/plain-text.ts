// With the u flag a surrogate matches only when it stands alone.
const loneSurrogates = /\p{Surrogate}/gu

/** Text as PostgreSQL can hold it: without U+0000, and without halves of surrogate pairs. */
export function plainText(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').replace(loneSurrogates, '\ufffd')
}

/** Whether a text can be stored and searched for as it is. */
export const isPlain = (text: string): boolean => plainText(text) === text
