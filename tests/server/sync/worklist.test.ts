import { expect, test } from 'vitest'
import type { Worklist } from '#server/sync/collector.ts'
import type { Pass } from '#server/sync/pass.ts'
import { runWorklist } from '#server/sync/run-worklist.ts'

type Item = { at: number }
type Way = Partial<Worklist<Item, string>>

/** What happened in a pass over items 1 to 6, two at a time, in order. */
async function run(way: Way) {
  const told: string[] = []
  const upTo = (last: number) => async (_: unknown, after: number | undefined) =>
    [1, 2].map((n) => ({ at: (after ?? 0) + n })).filter(({ at }) => at <= last)
  const whole: Omit<Worklist<Item, string>, 'kind'> = {
    next: upTo(6),
    async read(_, { at }) {
      told.push(`read ${at}`)
      return String(at)
    },
    async keep(_, read) {
      told.push(`keep ${read.map(({ answer }) => answer).join(' ')}`)
      // Long enough for what is read meanwhile to be read.
      await new Promise((resolve) => setTimeout(resolve, 5))
      told.push('kept')
      return {}
    },
    ...way,
  }
  const pass = {
    ...{ settings: { batchItems: 4 }, tally: { skipped: 0, failed: 0 }, claim: {}, restMs: 0 },
    commit: (work: (seen: unknown) => Promise<unknown>) => work({}),
  }
  const ending = runWorklist(pass as unknown as Pass, whole as unknown as Worklist)
  return {
    told,
    error: await ending.then(
      () => null,
      (reason: unknown) => reason,
    ),
  }
}

const one = ['read 1', 'read 2', 'keep 1 2', 'kept', 'read 3', 'read 4', 'keep 3 4', 'kept', 'read 5', 'read 6']

test('what depends on what was kept is read after it', async () => {
  expect((await run({})).told).toEqual([...one, 'keep 5 6', 'kept'])
})

test('what does not is read while the last are kept, and the rest afterwards', async () => {
  const ahead: Worklist<Item>['ahead'] = async (_, after) => (after < 4 ? [{ at: after + 1 }, { at: after + 2 }] : [])
  const { told } = await run({ ahead })
  const order = ['read 1', 'read 2', 'keep 1 2', 'read 3', 'read 4', 'kept', 'keep 3 4', 'kept', 'read 5', 'read 6']
  expect(told).toEqual([...order, 'keep 5 6', 'kept'])
})

test('what fails ahead fails the pass once the last are kept', async () => {
  const { told, error } = await run({ ahead: () => Promise.reject(new Error('no database')) })
  expect(told).toEqual(['read 1', 'read 2', 'keep 1 2', 'kept'])
  expect(error).toEqual(new Error('no database'))
})
