/** Text as PostgreSQL can hold it: without U+0000, and without halves of surrogate pairs. */
export function plainText(text: string): string {
  const whole = text.toWellFormed()
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '\ufffd') : whole
}

/** Whether a text can be stored and searched for as it is. */
export const isPlain = (text: string): boolean => plainText(text) === text
