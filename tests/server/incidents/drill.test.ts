import { expect, test } from 'vitest'
import { drillOf, drillsIn, holdDrills } from '#server/incidents/drill.ts'
import { simulate } from '../../simulator/simulated.ts'
import { insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'

const aws = simulate({ scenario: 'demo', bornAt: new Date() })
const database = useTestDatabase()
const start = new Date('2026-11-20T10:00:00Z')
const minutes = (n: number) => new Date(start.getTime() + n * 60_000)
const control = () => `${aws.url}/_simulator`

type Row = { state: string; client_ids: string[]; error: string | null; conflict: string | null }

async function want(scenario: string): Promise<string> {
  const { rows } = await database.db.pool.query<{ id: string }>(
    `insert into drills (account_id, scenario, by_id, by_name) values (1, $1, 'p', 'Pat') returning id`,
    [scenario],
  )
  return rows[0]?.id ?? ''
}
const read = async (id: string): Promise<Row | undefined> =>
  (await database.db.pool.query<Row>('select * from drills where id = $1', [id])).rows[0]
const playing = async () => (await aws.control('GET', '/_simulator/conflicts')).body.conflicts

test('an exercise begins, its records are told apart, and it ends', async () => {
  const { pool } = database.db
  await insertAccount(pool)
  await pool.query(`update aws_accounts set aws_account_id = '123456789012'`)
  const id = await want('second-process')
  await holdDrills(pool, control(), start)
  const drill = await read(id)
  expect(drill).toMatchObject({ state: 'running', error: null })
  const clientId = drill?.client_ids[0] ?? ''
  expect(await playing()).toMatchObject([{ id: drill?.conflict, cause: 'second-process', clientIds: [clientId] }])
  expect(drillOf(await drillsIn(pool, 1), { clientId, at: minutes(1) })).toEqual({
    scenario: 'second-process',
    by: 'Pat',
  })
  expect(drillOf(await drillsIn(pool, 1), { clientId, at: minutes(-1) })).toBeNull()
  expect(drillOf(await drillsIn(pool, 1), { clientId, at: minutes(90) })).toBeNull()
  expect(drillOf(await drillsIn(pool, 2), { clientId, at: minutes(1) })).toBeNull()
  expect(drillOf(await drillsIn(pool, 1), { clientId: 'another', at: minutes(1) })).toBeNull()

  await holdDrills(pool, control(), minutes(5))
  expect(await read(id)).toMatchObject({ state: 'running' })
  await holdDrills(pool, control(), minutes(16))
  expect(await read(id)).toMatchObject({ state: 'over' })
  expect(await playing()).toEqual([])
  const { rows } = await pool.query('select action, object_id from activity order by id')
  expect(rows).toEqual([
    { action: 'drill.begun', object_id: id },
    { action: 'drill.over', object_id: id },
  ])
  expect((await pool.query('select seen_at from drill_ground')).rows).toEqual([{ seen_at: minutes(16) }])
})

test('one that was begun by a worker that was killed before it said so is not begun twice', async () => {
  const { pool } = database.db
  const id = await want('second-process')
  await holdDrills(pool, control(), start)
  const before = await read(id)
  await pool.query(`update drills set state = 'wanted', conflict = null, client_ids = '{}' where id = $1`, [id])
  await holdDrills(pool, control(), start)
  expect(await read(id)).toMatchObject({ conflict: before?.conflict, client_ids: before?.client_ids })
  await holdDrills(pool, control(), minutes(60))
})

test('without a simulator, or for an account it does not have, it fails and says why', async () => {
  const { pool } = database.db
  await pool.query('delete from drill_ground')
  for (const where of [undefined, 'http://127.0.0.1:9/_simulator']) {
    const id = await want('flapping-link')
    await holdDrills(pool, where, start)
    expect(await read(id)).toMatchObject({ state: 'failed', error: 'No simulator can be reached.' })
  }
  expect((await pool.query('select from drill_ground')).rowCount).toBe(0)
  await pool.query('insert into drill_ground (seen_at) values ($1)', [minutes(-1)])
  const waiting = await want('flapping-link')
  await holdDrills(pool, undefined, start)
  expect(await read(waiting)).toMatchObject({ state: 'wanted' })
  await holdDrills(pool, undefined, minutes(10))
  expect(await read(waiting)).toMatchObject({ state: 'failed' })
  const id = await want('solar-flare')
  await holdDrills(pool, control(), start)
  expect((await read(id))?.state).toBe('failed')
})
