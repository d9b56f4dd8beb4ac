import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Selection } from '#contract/response.ts'
import type { Role } from '#contract/roles.ts'
import type { ThingFilters } from '#contract/things.ts'
import { countThings } from '#server/fleet/queries/count-things.ts'
import { listThings } from '#server/fleet/queries/list-things.ts'
import { planRun } from '#server/response/commands/plan-run.ts'
import { listTargets } from '#server/response/queries/run-targets.ts'
import { aGroup, aThing, contextAt, insert, insertAccount } from '../../../support/builders.ts'

const now = new Date('2026-11-20T12:00:00Z')
const world = contextAt(now)
const as = (role: Role) => ({
  ...world.context,
  actor: { id: randomUUID(), name: `A ${role}`, email: `${role}@example.test`, role },
})
const plan = (selection: Selection, account = 1) =>
  planRun(as('responder'), { account, action: 'cut-off-thing', selection })

beforeAll(async () => {
  const { pool } = world.context.database
  await insertAccount(pool)
  const other = await insertAccount(pool)
  const things = await insert(pool, 'things', [
    aThing({ name: 'b-pump', attributes: { site: 'a=b' }, credential_health: 'expired', type_name: 'pump' }),
    aThing({ name: 'a-pump', type_name: 'pump' }),
    aThing({ name: 'B-fan', attributes: { site: "o'hara" } }),
    aThing({ name: '%_\\', gone_at: null }),
    aThing({ name: 'gone-pump', gone_at: '2026-01-01' }),
    aThing({ name: 'a-pump', account_id: other }),
  ])
  const [group] = await insert(pool, 'thing_groups', [aGroup({ name: 'site/1' })])
  await insert(pool, 'thing_group_members', [
    { group_row_id: group, thing_row_id: things[0], thing_name: 'b-pump', account_id: 1 },
  ])
})

describe('a filter freezes what its list shows', () => {
  test.each<ThingFilters>([
    {},
    { search: 'pump' },
    { search: '%_\\' },
    { search: 'b' },
    { type: 'pump' },
    { group: 'site/1' },
    { attribute: 'site=a=b' },
    { attribute: "site=o'hara" },
    { health: 'expired' },
    { presence: 'unknown' },
  ])('%o', async (filters) => {
    const { items } = await listThings(world.context, { ...filters, account: 1 })
    const run = await plan({ scope: 'things', filters })
    const frozen = await listTargets(world.context, { id: run.id })
    expect(frozen.items.map(({ name }) => name)).toEqual(items.map(({ name }) => name).sort())
    expect(run.targets).toBe((await countThings(world.context, { ...filters, account: 1 })).count)
    expect(frozen.items.map(({ n }) => n)).toEqual(items.map((_, index) => index + 1))
  })

  test('what comes to match afterwards is not in it', async () => {
    const run = await plan({ scope: 'things', filters: { type: 'pump' } })
    await insert(world.context.database.pool, 'things', [aThing({ name: 'late-pump', type_name: 'pump' })])
    const { items } = await listTargets(world.context, { id: run.id })
    expect(items.map(({ name }) => name)).toEqual(['a-pump', 'b-pump'])
  })
})

describe('names', () => {
  test('of another account, of what is gone, and in another case are not known', async () => {
    const names = ['a-pump', 'gone-pump', 'A-PUMP']
    await expect(plan({ scope: 'named', names })).rejects.toThrow('gone: “A-PUMP”, “gone-pump”.')
    await expect(plan({ scope: 'named', names: ['b-pump'] }, 2)).rejects.toThrow('“b-pump”')
  })

  test('a refused plan leaves nothing behind', async () => {
    const count = async () => (await world.context.database.pool.query('select 1 from response_runs')).rowCount
    const before = await count()
    await expect(plan({ scope: 'named', names: ['nobody'] })).rejects.toThrow()
    expect(await count()).toBe(before)
  })
})

test('100,000 within seconds, and not one more', async () => {
  const { pool } = world.context.database
  const account = await insertAccount(pool)
  await pool.query(
    `insert into things (account_id, name, content_hash) select $1, 'thing-' || n, n from generate_series(1, 100000) n`,
    [account],
  )
  const started = performance.now()
  const run = await plan({ scope: 'things', filters: {} }, account)
  expect(run.targets).toBe(100_000)
  expect(performance.now() - started).toBeLessThan(15_000)
  await insert(pool, 'things', [aThing({ account_id: account, name: 'one more' })])
  await expect(plan({ scope: 'things', filters: {} }, account)).rejects.toThrow('More than 100,000 match')
}, 90_000)
