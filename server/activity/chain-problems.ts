import type { TrailProblem } from './ends.ts'
import type { Place } from './verify.ts'

/** One seal with what its hash should be; `expected` is null when its entry is gone. Hashes in hexadecimal. */
export type LinkRow = { position: number; entry: string; previous: string; hash: string; expected: string | null }

/** What is wrong with consecutive seals that follow `before`; `next` is the seal behind them, where there is one. */
export function chainProblems(before: Place, links: readonly LinkRow[], next?: LinkRow): TrailProblem[] {
  return links.flatMap((link, index) => {
    const previous = links[index - 1] ?? before
    return linkProblems(previous, link, links[index + 1] ?? next)
  })
}

function linkProblems(before: Place, link: LinkRow, next: LinkRow | undefined): TrailProblem[] {
  const { position, entry } = link
  const problems: TrailProblem[] = []
  const missing = position - before.position - 1
  if (missing > 0) {
    const which =
      missing === 1 ? `Seal ${before.position + 1} is` : `Seals ${before.position + 1} to ${position - 1} are`
    problems.push({ kind: 'seal-removed', position: before.position + 1, entry: null, sentence: `${which} missing.` })
  } else if (link.previous !== before.hash) {
    const sentence = `Entry ${entry} at position ${position} does not follow what stands before it: the seal of one of the two was changed, moved or replaced.`
    problems.push({ kind: 'order', position, entry, sentence })
  }
  if (link.expected === null) {
    problems.push({ kind: 'deleted', position, entry, sentence: `Entry ${entry} at position ${position} was deleted.` })
  } else if (link.expected !== link.hash) {
    // The seal behind it remembers this one's hash, and so tells which of the two was touched.
    const seal = next !== undefined && next.previous === link.expected
    const what = seal ? 'The seal of entry' : 'Entry'
    const sentence = `${what} ${entry} at position ${position} was changed after it was sealed.`
    problems.push({ kind: seal ? 'seal-changed' : 'changed', position, entry, sentence })
  }
  return problems
}
