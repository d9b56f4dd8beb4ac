import type { AwsFailure } from '#server/aws/failure.ts'
import type { AwsObject, ObjectKind } from '#server/findings/objects.ts'
import { keepObjects } from '#server/findings/objects.ts'
import type { Changes, Observation } from '#server/history/observation.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { callFailure } from './call-failure.ts'
import type { Source } from './collector.ts'

/** Objects of some kinds. A kind that is absent could not be read: what is known of it stays. */
export type Parts = Partial<Record<ObjectKind, AwsObject[]>>

/**
 * Reads kinds of objects that have nothing to do with one another: one that AWS does not permit or offer leaves the
 * others as they are, and is said as a remark. Throws when none can be read.
 */
export async function readParts(
  source: Source,
  readers: { kind: ObjectKind; read(): Promise<AwsObject[]> }[],
): Promise<Parts> {
  const parts: Parts = {}
  const failures: AwsFailure[] = []
  const leftOut: ObjectKind[] = []
  for (const { kind, read } of readers) {
    try {
      parts[kind] = await read()
    } catch (error) {
      const failure = callFailure(error, 'denied', 'unavailable', 'invalid', 'malformed', 'gone')
      if (!failure) throw error
      failures.push(failure)
      leftOut.push(kind)
    }
  }
  const [first] = failures
  if (first && failures.length === readers.length) throw first
  if (first) {
    const missingPermission = failures.find(({ details }) => details.action)?.details.action
    source.remark = {
      message: `Not everything could be read. ${failures.map(({ message }) => message).join(' ')}`.slice(0, 1000),
      leftOut,
      ...(missingPermission && { missingPermission }),
    }
  }
  return parts
}

/** Keeps what was read. */
export async function keepParts(seen: Observation, parts: Parts): Promise<Changes> {
  const total = { added: 0, changed: 0, gone: 0 }
  for (const [kind, objects] of Object.entries(parts) as [ObjectKind, AwsObject[]][]) {
    const { added = 0, changed = 0, gone = 0 } = await keepObjects(seen, kind, objects)
    total.added += added
    total.changed += changed
    total.gone += gone
  }
  return total
}

/** Every item of a list, described; those that are gone by then are left out. */
export async function describedAll(
  pages: AsyncIterable<{ items: string[] }>,
  describe: (name: string) => Promise<unknown>,
): Promise<AwsObject[]> {
  const names: string[] = []
  for await (const { items } of pages) names.push(...items)
  const described = await inParallel([...new Set(names)], 4, async (name) => ({ name, facts: await describe(name) }))
  return described.filter(({ facts }) => facts !== null)
}
