import type { ReachKind } from '#contract/policy-judgement.ts'
import type { Count } from './count.ts'
import type { Reached, Shape } from './shape.ts'

/** How far a policy reaches in one kind, as it is stored. */
export type PolicyReach = {
  kind: ReachKind
  reaches: number
  pattern: string | null
  patterns: { pattern: string; reaches: number; note: string | null }[]
  more: number
}

const kinds: ReachKind[] = ['client-id', 'topic', 'shadow']
const shown = 10

/**
 * How many other things one device with a policy reaches, by kind: what its resources come to together, ranges of names
 * counted once. `own` are the names of all its holders where that is one thing, for that thing is no other.
 */
export function policyReach(
  reached: Reached[],
  countOf: (shape: Shape) => Count,
  things: number,
  own: string | null,
): PolicyReach[] {
  const others = Math.max(0, things - 1)
  const clients = together(
    reached.filter(({ kind }) => kind === 'client-id').map(({ shape }) => countOf(shape)),
    own,
  )
  return kinds.map((kind) => {
    const counted = reached
      .filter((one) => one.kind === kind)
      .map(({ resource, shape }) => {
        const count = shape.is === 'client' ? asClients(clients) : countOf(shape)
        return { resource, count, reaches: Math.min(others, together([count], own)) }
      })
      .sort((a, b) => b.reaches - a.reaches)
    // Most policies reach nobody else, and of those nothing is kept.
    const patterns = byResource(counted.filter(({ reaches }) => reaches > 0))
    const all = Math.min(
      others,
      together(
        counted.map(({ count }) => count),
        own,
      ),
    )
    return {
      kind,
      reaches: all,
      pattern: all > 0 ? (patterns[0]?.pattern ?? null) : null,
      patterns: patterns.slice(0, shown),
      more: Math.max(0, patterns.length - shown),
    }
  })
}

const asClients = (more: number): Count => ({
  names: [],
  more,
  range: null,
  note: 'As far as the client IDs that it may take',
})

function byResource(counted: { resource: string; count: Count; reaches: number }[]): PolicyReach['patterns'] {
  const found = new Map<string, PolicyReach['patterns'][number]>()
  for (const { resource, count, reaches } of counted) {
    if (!found.has(resource)) found.set(resource, { pattern: resource, reaches, note: count.note })
  }
  return [...found.values()]
}

/** Things that any of the counts reaches: a range within another adds nothing, nor does a name within a range. */
function together(counts: Count[], own: string | null): number {
  const ranges = [...new Map(counts.flatMap((one) => (one.range === null ? [] : [[one.range, one.more] as const])))]
  const within = (name: string) => ranges.some(([range]) => name.startsWith(range))
  const widest = ranges.filter(([range]) => !ranges.some(([other]) => other !== range && range.startsWith(other)))
  const names = new Set(counts.flatMap((one) => one.names).filter((name) => name !== own && !within(name)))
  const rest = counts.reduce((sum, one) => sum + (one.range === null ? one.more : 0), 0)
  return names.size + rest + widest.reduce((sum, [range, more]) => sum + more - (own?.startsWith(range) ? 1 : 0), 0)
}
