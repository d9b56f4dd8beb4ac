import { Refusal } from '../refusal.ts'

// With the u flag a surrogate matches only when it stands alone.
const loneSurrogate = /\p{Surrogate}/u

/** Whether a text can be stored and searched for: PostgreSQL knows no U+0000 and no halves of surrogate pairs. */
export function isReadable(text: string): boolean {
  return !text.includes('\u0000') && !loneSurrogate.test(text)
}

/** Throws a Refusal when any text in an input, at any depth, could never be that of something we know. */
export function requireReadableText(input: unknown): void {
  // A list of what is left, not a recursion: a body may be nested deeper than the stack.
  const rest: unknown[] = [input]
  while (rest.length > 0) {
    const value = rest.pop()
    if (typeof value === 'string' && !isReadable(value)) {
      throw new Refusal('invalid', 'The input contains a character that no text here can contain.')
    }
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) rest.push(inner)
  }
}
