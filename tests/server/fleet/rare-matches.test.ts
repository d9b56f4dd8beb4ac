import { text } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { datasetNow, fillDataset } from '#bench/dataset.ts'
import type { ThingFilters } from '#contract/things.ts'
import { exportThings } from '#server/fleet/export.ts'
import { readNames } from '#server/fleet/name-parts.ts'
import { countThings } from '#server/fleet/queries/count-things.ts'
import { listThings } from '#server/fleet/queries/list-things.ts'
import { contextAt } from '#tests/support/builders.ts'
import { parseCsv } from '#tests/support/csv.ts'

// Enough things that the walk along the index gives up before it has seen them all.
const things = 30_000
const at = contextAt(datasetNow)

beforeAll(async () => {
  const { pool } = at.context.database
  await fillDataset(pool, { things, certificates: 500 })
  await pool.query(
    `update things set attributes = attributes || '{"odd": "yes"}' where name > 'valve' and id % 200 = 0`,
  )
  await pool.query(`delete from presence where thing_name > 'sensor-8' and thing_row_id % 100 = 0`)
  // A date that the worker has not looked at since: stored as valid, expired by now.
  await pool.query(`update things set credential_health = 'valid', credential_not_after = $1 where id % 1000 = 1`, [
    new Date(datasetNow.getTime() - 1000),
  ])
  // Names that no part of the list knows yet, some within the parts and some beyond them all.
  await pool.query(
    `insert into things (account_id, name, content_hash)
     select 1, (array['alarm-', 'pump-zzz', 'SENSOR-', 'zoo-'])[n % 4 + 1] || 'Q7x-' || n, 0 from generate_series(1, 60) n`,
  )
  await pool.query('analyze')
}, 60_000)

const questions: [ThingFilters, string][] = [
  [{ attribute: 'odd=yes' }, `t.attributes ->> 'odd' = 'yes'`],
  [{ attribute: 'odd=yes', sort: '-name' }, `t.attributes ->> 'odd' = 'yes'`],
  [{ presence: 'unknown' }, 'p.thing_row_id is null'],
  [{ presence: 'unknown', sort: '-last-change' }, 'p.thing_row_id is null'],
  [{ health: 'expired' }, `t.credential_not_after < $1 and t.credential_health in ('valid', 'expiring', 'expired')`],
  [
    { health: 'expired', sort: '-first-seen' },
    `t.credential_not_after < $1 and t.credential_health in ('valid', 'expiring', 'expired')`,
  ],
  [{ quietDays: 58 }, `not p.connected and p.since < $1::timestamptz - interval '58 days'`],
  [{ search: '-0001' }, `t.name like '%-0001%'`],
  [{ search: 'valve-7' }, `t.name like 'valve-7%'`],
  [{ search: 'ENSOR-1' }, `t.name ilike '%ensor-1%'`],
  [{ search: 'r-1', sort: '-name' }, `t.name like '%r-1%'`],
  [{ search: 'q7X' }, `t.name like '%Q7x%'`],
  [{ search: 'q7X', sort: '-name' }, `t.name like '%Q7x%'`],
  [
    { search: '7-0001', presence: 'disconnected' },
    `t.name like '%7-0001%' and not p.connected and p.since is not null`,
  ],
  [{ search: 'LVE-', attribute: 'odd=yes' }, `t.name like '%lve-%' and t.attributes ->> 'odd' = 'yes'`],
  [{ search: 'eter-', health: 'none', sort: '-name' }, `t.name like '%eter-%' and t.credential_health = 'none'`],
  [{ search: 'aaa', account: 1 }, `t.name like '%aaa%'`],
  [{ type: 'rare', sort: 'expiry' }, `t.type_name = 'rare'`],
  [
    { group: 'site-7', attribute: 'firmware=1.3', sort: 'last-change' },
    `t.attributes @> '{"site": "site-7", "firmware": "1.3"}'`,
  ],
]

test.each(questions)('%j is found wherever it lies', async (filter, condition) => {
  const { rows } = await at.context.database.pool.query<{ name: string }>({
    text: `select t.name from things t left join presence p on p.thing_row_id = t.id where ${condition} order by t.name`,
    values: condition.includes('$1') ? [datasetNow] : [],
  })
  const wanted = rows.map(({ name }) => name)
  expect(wanted.length).toBeGreaterThan(0)
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await listThings(at.context, { ...filter, cursor, limit: 40 })
    found.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(found.toSorted()).toEqual(wanted)
  expect((await countThings(at.context, filter)).count).toBe(wanted.length)
  const exported = parseCsv(await text(await exportThings(at.context, filter)))
  expect(exported.map(({ name }) => name)).toEqual(found)
})

test('a count stops at 10,000 inside a filter and is exact where a rollup knows it', async () => {
  expect(await countThings(at.context, {})).toEqual({ count: things + 60, capped: false })
  expect(await countThings(at.context, { search: '-0' })).toEqual({ count: 0, capped: false })
  expect(await countThings(at.context, { health: 'none' })).toEqual({ count: 10_000, capped: true })
  const connected = await countThings(at.context, { presence: 'connected' })
  expect(connected.count).toBeGreaterThan(10_000)
  expect(connected.capped).toBe(false)
})

test('what AWS no longer lists is in no list but its own, however much of it there is', async () => {
  const { pool } = at.context.database
  await pool.query(`update things set gone_at = $1 where name < 'meter'`, [datasetNow])
  const [first] = (await listThings(at.context, { limit: 1 })).items
  expect(first && first.name >= 'meter').toBe(true)
  const gone = await listThings(at.context, { gone: true, type: 'camera', limit: 5 })
  expect(gone.items.map(({ type, goneAt }) => [type, goneAt])).toEqual(
    Array(5).fill(['camera', datasetNow.toISOString()]),
  )
})

test('the parts of the list are written anew when the fleet has grown, and only then', async () => {
  const { pool } = at.context.database
  const find = async () =>
    (await listThings(at.context, { search: 'ROWN-0', limit: 200 })).items.map(({ name }) => name)
  expect(await readNames(pool)).toBe(false)
  await pool.query(
    `insert into things (account_id, name, content_hash) select 1, 'x-grown-' || n % 100 || '-' || n, 0 from generate_series(1, 4000) n`,
  )
  const before = await find()
  expect(before).toHaveLength(40)
  expect(await readNames(pool)).toBe(true)
  expect(await find()).toEqual(before)
  expect(await readNames(pool)).toBe(false)
  const { rows } = await pool.query(`select count(*)::int as parts from thing_name_parts where upper > 'x-grown'`)
  expect(rows[0].parts).toBeGreaterThan(3)
})
