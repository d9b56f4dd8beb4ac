/** An @ that is being written: where it stands, and what follows it up to the caret. */
export type Mention = { at: number; typed: string }

const longest = 40
const mostOffered = 6

/** The mention that the caret is in; undefined when it is in none. An @ inside a word, as in an address, is none. */
export function mentionAt(text: string, caret: number): Mention | undefined {
  const at = text.lastIndexOf('@', Math.max(0, caret - 1))
  if (at < 0 || at >= caret || (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? ''))) return undefined
  const typed = text.slice(at + 1, caret)
  return typed.length > longest || /[\n@]/.test(typed) ? undefined : { at, typed }
}

/**
 * Whom what is typed may mean: those of the page first, then those the server `found` by name or address. A name that is
 * written out in full is not offered any more.
 */
export function namesFor(
  { typed }: Mention,
  { people, found, me }: { people: readonly string[]; found: readonly string[]; me: string | undefined },
): string[] {
  const needle = typed.trimEnd().toLowerCase()
  const fits = [...people.filter((name) => name.toLowerCase().startsWith(needle)), ...found]
  if (fits.some((name) => name.toLowerCase() === needle)) return []
  return [...new Set(fits)].filter((name) => name !== me).slice(0, mostOffered)
}

/** The text with the whole name in place of what was typed, and where the caret goes. */
export function completed(text: string, { at, typed }: Mention, name: string) {
  const before = `${text.slice(0, at)}@${name} `
  return { text: before + text.slice(at + 1 + typed.length).trimStart(), caret: before.length }
}
