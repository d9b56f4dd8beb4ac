import { text } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import type { ThingFilters } from '#contract/things.ts'
import { exportThings } from '#server/fleet/export.ts'
import { listThings } from '#server/fleet/queries/list-things.ts'
import { aPresence, aThing, contextAt, insert } from '#tests/support/builders.ts'
import { parseCsv } from '#tests/support/csv.ts'
import { randomFleet } from './random-fleet.ts'

const now = new Date('2026-11-20T12:00:00Z')
const at = contextAt(now)

beforeAll(async () => {
  await randomFleet(at.context.database.pool, now)
})

test.each<ThingFilters>([
  {},
  { account: 3 },
  { sort: '-name', search: 'sens' },
  { sort: 'last-change' },
  { sort: '-last-change', health: 'valid' },
  { sort: 'expiry', type: 'pump' },
  { group: 'north', attribute: 'site=Wien' },
  { gone: true },
])('the export of %j is the list, row by row', async (filter) => {
  const { items } = await listThings(at.context, { ...filter, limit: 200 })
  const rows = parseCsv(await text(await exportThings(at.context, filter)))
  const iso = (cell: string | undefined) => (cell ? new Date(cell).toISOString() : null)
  const plain = (cell: string | undefined) => cell?.replace(/^'/, '')
  expect(
    rows.slice(0, 200).map((row) => ({
      name: plain(row.name),
      type: row.type || null,
      attributes: JSON.parse(row.attributes ?? ''),
      presence: row.presence,
      since: iso(row.presence_since),
      health: row.credential_health,
      expires: iso(row.credential_expires_at),
      groups: row.groups,
    })),
  ).toEqual(
    items.map((thing) => ({
      name: thing.name,
      type: thing.type,
      attributes: thing.attributes,
      presence: thing.presence,
      since: thing.presenceSince,
      health: thing.health,
      expires: thing.credentialExpiresAt,
      groups: thing.groups.join('; '),
    })),
  )
})

test('cells that a spreadsheet would run are text, times are ISO 8601 in UTC', async () => {
  const { pool } = at.context.database
  const starts = ['=', '+', '-', '@', '\t', '\r']
  const names = starts.map((start) => `${start}cmd|'/c calc'!A1, "x"`)
  const ids = await insert(
    pool,
    'things',
    names.map((name) => aThing({ name, type_name: name, attributes: { '=k': '=1+1' } })),
  )
  await insert(pool, 'presence', [
    aPresence({ thing_row_id: ids[0], thing_name: names[0], client_id: '@SUM(A1)', since: '2026-11-20T11:22:33.456Z' }),
  ])
  const rows = parseCsv(await text(await exportThings(at.context, { search: "cmd|'/c calc'" })))
  expect(rows.map(({ name }) => name).sort()).toEqual(names.map((name) => `'${name}`).sort())
  expect(rows.every(({ name, type }) => name === type)).toBe(true)
  expect(rows.every(({ attributes }) => attributes?.startsWith('{'))).toBe(true)
  const connected = rows.find(({ presence }) => presence === 'connected')
  expect(connected).toMatchObject({ client_id: "'@SUM(A1)", presence_since: '2026-11-20T11:22:33.456Z' })
})

test('values of the filter stay values', async () => {
  const odd = `o'clock"; drop table things; -- \\ $$ %`
  const rows = parseCsv(
    await text(await exportThings(at.context, { search: odd, type: odd, attribute: `${odd}=${odd}` })),
  )
  expect(rows).toEqual([])
  expect((await listThings(at.context, { limit: 1 })).items).toHaveLength(1)
})

test('a reader that leaves early gives the connection back', async () => {
  const { pool } = at.context.database
  for (let round = 0; round < 8; round++) {
    const stream = await exportThings(at.context, {})
    for await (const _ of stream) break
  }
  const { rows } = await pool.query<{ answer: number }>('select 1 as answer')
  expect(rows).toEqual([{ answer: 1 }])
  await expect.poll(() => pool.totalCount - pool.idleCount).toBe(0)
})
