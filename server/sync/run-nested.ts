import { isFailure } from '#server/aws/failure.ts'
import type { RowId } from '#server/history/observation.ts'
import type { Nested } from './collector.ts'
import type { Pass } from './pass.ts'
import { forgetPassKeys, notePassKeys, PassKeysLost, passKeysAreWhole, unseenBy } from './pass-keys.ts'

/** `done` is the last parent that is complete; `token` the next page of the one after it. */
type Cursor = { done: RowId; token?: string }

/** Runs through every parent's list, a page and its cursor at a time; what a complete list lacks is swept. */
export async function runNested(pass: Pass, way: Nested): Promise<void> {
  const cursor = pass.claim.cursor as Cursor | null
  if (!cursor) {
    const callsExpected = (await way.expected?.(pass)) ?? null
    const step = { callsExpected, route: pass.route, cursor: { done: 0 } satisfies Cursor }
    await pass.commit(async (seen) => forgetPassKeys(pass, seen).then(() => ({})), step)
  }
  let { done, token }: Cursor = cursor ?? { done: 0 }
  while (true) {
    const parent = await way.nextParent(pass, done)
    if (!parent) break
    await listOf(pass, way, parent, done, token)
    done = parent.id
    token = undefined
  }
  await pass.commit(async (seen) => {
    const changes = (await way.finish?.(seen, pass)) ?? {}
    await forgetPassKeys(pass, seen)
    return changes
  })
}

async function listOf(pass: Pass, way: Nested, parent: { id: RowId }, done: RowId, token: string | undefined) {
  try {
    for await (const { items, next } of way.pages(pass, parent, token)) {
      const cursor: Cursor = next === undefined ? { done } : { done, token: next }
      await pass.commit(
        async (seen) => {
          const { keys, ...changes } = await way.keep(seen, parent, items)
          await notePassKeys(seen, pass, keys)
          return { ...changes, seen: keys.length }
        },
        { cursor },
      )
    }
  } catch (error) {
    // Deleted since it was listed: the listing of its kind will mark it gone.
    if (!isFailure(error, 'gone')) throw error
    pass.tally.skipped++
    return
  }
  await pass.commit(
    async (seen) => {
      const changes = await way.sweep(seen, parent, unseenBy(pass))
      if (changes.changed && !(await passKeysAreWhole(pass, seen.tx))) throw new PassKeysLost()
      return changes
    },
    { cursor: { done: parent.id } satisfies Cursor },
  )
}
