import { isFailure } from '#server/aws/failure.ts'
import type { Changes, Observation, RowId } from '#server/history/observation.ts'
import type { Nested } from './collector.ts'
import type { Pass } from './pass.ts'
import { forgetPassKeys, notePassKeys, requirePassKeys, unseenBy } from './pass-keys.ts'

/** `done` is the last parent that is complete; of the one after it, the next page and how many keys are noted. */
type Cursor = { done: RowId; token?: string; noted?: number }

/** Runs through every parent's list, a page and its cursor at a time; what a complete list lacks is swept. */
export async function runNested(pass: Pass, way: Nested): Promise<void> {
  let cursor = pass.claim.cursor as Cursor | null
  if (!cursor) {
    cursor = { done: 0 }
    const callsExpected = (await way.expected?.(pass)) ?? null
    await pass.commit((seen) => forgetPassKeys(pass, seen).then(() => ({})), {
      callsExpected,
      route: pass.route,
      cursor,
    })
  }
  while (true) {
    const parent = await way.nextParent(pass, cursor.done)
    if (!parent) break
    await listOf(pass, way, parent, cursor)
    cursor = { done: parent.id }
  }
  await pass.commit(async (seen) => (await way.finish?.(seen, pass)) ?? {})
}

async function listOf(pass: Pass, way: Nested, parent: { id: RowId }, { done, token, noted = 0 }: Cursor) {
  let count = noted
  pass.tally.unlisted = false
  try {
    for await (const { items, next } of way.pages(pass, parent, token)) {
      await pass.commit(async (seen) => {
        // A parent that is begun again, because its last page was stored without being swept.
        if (token === undefined && count === 0) await forgetPassKeys(pass, seen)
        const { keys, ...changes } = await way.keep(seen, parent, items)
        await notePassKeys(seen, pass, keys)
        count += keys.length
        const cursor: Cursor = next === undefined ? { done } : { done, token: next, noted: count }
        return { ...changes, seen: keys.length, cursor }
      })
    }
  } catch (error) {
    // Deleted since it was listed: the listing of its kind will mark it gone.
    if (!isFailure(error, 'gone')) throw error
    pass.tally.skipped++
    return
  }
  await pass.commit(
    async (seen) => {
      await requirePassKeys(pass, seen.tx, count)
      const changes = await sweep(pass, way, seen, parent)
      await forgetPassKeys(pass, seen)
      return changes
    },
    { cursor: { done: parent.id } satisfies Cursor },
  )
}

// An answer without its list is no empty list: what it would take away stays.
async function sweep(pass: Pass, way: Nested, seen: Observation, parent: { id: RowId }): Promise<Changes> {
  if (!pass.tally.unlisted) return way.sweep(seen, parent, unseenBy(pass))
  await seen.tx.query('SAVEPOINT unlisted')
  const changes = await way.sweep(seen, parent, unseenBy(pass))
  if (!changes.changed && !changes.gone) return changes
  await seen.tx.query('ROLLBACK TO SAVEPOINT unlisted')
  pass.remark = { message: 'AWS answered without a list; what it did not name was not taken away.' }
  return {}
}
