export type DiffLine = { kind: 'same' | 'removed' | 'added'; text: string; before: number | null; after: number | null }

// A table of this many cells is drawn in a blink; beyond, the middle is shown as replaced whole.
const mostCells = 4_000_000

/** Line by line, what turns `before` into `after`. Line numbers count from 1. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n')
  const b = after.split('\n')
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++

  const middle = changes(a.slice(start, a.length - end), b.slice(start, b.length - end))
  const same = (text: string) => ({ kind: 'same' as const, text })
  const lines = [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)]

  let left = 0
  let right = 0
  return lines.map(({ kind, text }) => ({
    kind,
    text,
    before: kind === 'added' ? null : ++left,
    after: kind === 'removed' ? null : ++right,
  }))
}

type Change = Pick<DiffLine, 'kind' | 'text'>

/** The longest common subsequence, walked from the start. */
function changes(a: readonly string[], b: readonly string[]): Change[] {
  const removed = a.map((text): Change => ({ kind: 'removed', text }))
  const added = b.map((text): Change => ({ kind: 'added', text }))
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostCells) return [...removed, ...added]

  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))

  const lines: Change[] = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const text = a[i] ?? ''
    if (text === b[j]) {
      lines.push({ kind: 'same', text })
      i++
      j++
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      lines.push({ kind: 'removed', text })
      i++
    } else {
      lines.push({ kind: 'added', text: b[j] ?? '' })
      j++
    }
  }
  return [...lines, ...removed.slice(i), ...added.slice(j)]
}
