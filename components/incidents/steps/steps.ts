/** A step that is being edited. `key` stays while its text and place change; `id` is the stored one's. */
export type Step = { key: string; id?: string; text: string }

export const longestStep = 300

let made = 0
const aKey = () => `step ${++made}`

/** Steps as they are edited. */
export const toSteps = (stored: readonly { id?: string; text: string }[]): Step[] =>
  stored.map(({ id, text }) => ({ key: aKey(), text, ...(id !== undefined && { id }) }))

/** What will be kept: rows without words are none. */
export const written = (steps: readonly Step[]) =>
  steps.flatMap(({ id, text }) => (text.trim() ? [{ text: text.trim(), ...(id !== undefined && { id }) }] : []))

/** The steps with one moved by `by` places; the same when it cannot go there. */
export function moved(steps: readonly Step[], at: number, by: -1 | 1): readonly Step[] {
  const step = steps[at]
  const to = at + by
  if (!step || to < 0 || to >= steps.length) return steps
  return steps.toSpliced(at, 1).toSpliced(to, 0, step)
}

/** The steps with an empty one after `at`. */
export const withNew = (steps: readonly Step[], at: number): Step[] =>
  steps.toSpliced(at + 1, 0, { key: aKey(), text: '' })

/** What one list has and the other has not, and whether what both have comes in another order. */
export function differences(theirs: readonly string[], mine: readonly string[]) {
  const common = (list: readonly string[], other: readonly string[]) => list.filter((text) => other.includes(text))
  return {
    onlyTheirs: theirs.filter((text) => !mine.includes(text)),
    onlyMine: mine.filter((text) => !theirs.includes(text)),
    otherOrder: common(theirs, mine).join('\n') !== common(mine, theirs).join('\n'),
  }
}
