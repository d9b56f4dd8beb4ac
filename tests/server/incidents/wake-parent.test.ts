import { beforeEach, expect, test } from 'vitest'
import { wakeParent } from '#server/incidents/engine/wake-parent.ts'
import { inTransaction } from '#server/platform/db.ts'
import { insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'

const database = useTestDatabase()
const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 8, minute))

beforeEach(async () => {
  await database.db.pool.query('truncate aws_accounts restart identity cascade')
  await insertAccount(database.db.pool)
})

async function add(client: string, row: Record<string, unknown>): Promise<string> {
  const given = {
    ...{ account_id: 1, client_id: client, cause: 'undecided', confidence: 0, severity: 'low', kicks: 3 },
    ...{ first_at: at(0), last_at: at(5), active: false, ...row },
  }
  const names = Object.keys(given)
  const { rows } = await database.db.pool.query<{ id: string }>(
    `insert into incidents (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id`,
    Object.values(given),
  )
  return rows[0]?.id ?? ''
}
const wake = (child: string, minute: number) =>
  inTransaction(database.db.pool, (tx) => wakeParent(tx, child, at(minute)))
const read = async (id: string) =>
  (await database.db.pool.query('select state, reopened, merged_into, last_at from incidents where id = $1', [id]))
    .rows[0]

test.each([
  ['resolved', { resolved_at: at(10) }, 'new'],
  ['closed', { closed_at: at(10) }, 'new'],
  ['contained', { contained_at: at(10) }, 'triaged'],
])('what is %s is open again when a conflict that was joined to it goes on', async (state, row, expected) => {
  const parent = await add('parent', { state, ...row })
  const child = await add('child', { state: 'merged', merged_into: parent })
  expect(await wake(child, 9)).toBeNull()
  expect(await wake(child, 11)).toBe(parent)
  expect(await read(parent)).toMatchObject({ state: expected, reopened: 1, last_at: at(11) })
  expect(await read(child)).toMatchObject({ state: 'merged', merged_into: parent })
  expect(await wake(child, 12)).toBeNull()
  const told = await database.db.pool.query('select title from notices where path = $1', [`/incidents/${parent}`])
  expect(told.rows).toEqual([{ title: expect.stringMatching(/is open again: parent/) }])
})

test('where a newer incident has the place, the one that goes on stands for itself', async () => {
  const parent = await add('parent', { state: 'closed', closed_at: at(10) })
  await add('parent', { state: 'new' })
  const child = await add('child', { state: 'merged', merged_into: parent, state_before: 'triaged' })
  expect(await wake(child, 11)).toBe(child)
  expect(await read(child)).toMatchObject({ state: 'new', merged_into: null, reopened: 1 })
  expect(await read(parent)).toMatchObject({ state: 'closed' })
})

test('a storm that was closed comes back as itself', async () => {
  const storm = await add('member', { state: 'closed', closed_at: at(10), storm_key: 'type pump' })
  const child = await add('member', { state: 'merged', merged_into: storm })
  expect(await wake(child, 11)).toBe(storm)
})

test('what is open, or joined to nothing, is left as it is', async () => {
  const parent = await add('parent', { state: 'triaged' })
  const child = await add('child', { state: 'merged', merged_into: parent })
  expect(await wake(child, 11)).toBeNull()
  expect(await wake(parent, 11)).toBeNull()
})
