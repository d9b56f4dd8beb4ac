import { isPlain } from '../plain-text.ts'
import { Refusal } from '../refusal.ts'

/** Throws a Refusal when any text in an input, at any depth, could never be that of something we know. */
export function requirePlainText(input: unknown): void {
  // A list of what is left, not a recursion: a body may be nested deeper than the stack.
  const rest: unknown[] = [input]
  while (rest.length > 0) {
    const value = rest.pop()
    if (typeof value === 'string' && !isPlain(value)) {
      throw new Refusal('invalid', 'The input contains a character that no text here can contain.')
    }
    // Names are texts, too: some inputs keep what they do not know by name.
    if (typeof value === 'object' && value !== null) for (const inner of Object.entries(value)) rest.push(...inner)
  }
}
