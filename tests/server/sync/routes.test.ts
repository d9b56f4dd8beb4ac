import { expect, test } from 'vitest'
import { createDatabase } from '#server/platform/db.ts'
import { nothingIndexed } from '#simulator/fleet/indexing.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { fillFleet } from './a-fleet.ts'
import { dump } from './dump.ts'
import { addAccount, syncOnce, useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()

// The registry gives a version, the index an id and the presence.
const comparable = (text: string) => {
  const { version: _, thing_id: __, ...thing } = JSON.parse(text) as Record<string, unknown>
  return thing
}

test('without the fleet index the registry gives the same rows', async () => {
  fillFleet(aws.fleet)
  await aws.sync()
  const indexed = await dump(aws.pool, ['presence', 'presence_rollup'])

  aws.fleet.indexing = nothingIndexed()
  const other = await createTestDatabase()
  const { pool, close } = createDatabase(other.url)
  await addAccount(pool)
  await syncOnce(pool)
  const listed = await dump(pool, ['presence', 'presence_rollup'])
  const feeds = await pool.query(
    `SELECT collector, last_outcome, route, last_error FROM collections WHERE collector IN ('things', 'presence')`,
  )
  await close()
  await other.drop()

  expect(feeds.rows).toEqual(
    expect.arrayContaining([
      { collector: 'things', last_outcome: 'ok', route: 'registry', last_error: null },
      {
        collector: 'presence',
        last_outcome: 'unavailable',
        route: null,
        last_error: expect.stringMatching(/indexing of connectivity is off/),
      },
    ]),
  )
  expect(listed.things?.map(comparable)).toEqual(indexed.things?.map(comparable))
  expect({ ...listed, things: [] }).toEqual({ ...indexed, things: [] })
})

test('an index that refuses is left for the registry in the same pass', async () => {
  await aws.trouble({ denied: ['SearchIndex'] })
  await aws.sync({ collectors: ['things'] })
  await aws.trouble()
  expect(await aws.feed('things')).toMatchObject({ last_outcome: 'ok', route: 'registry', gone: 0 })
})

test('members who left are noticed by group too', async () => {
  const thing = aws.fleet.things.at(0)
  const [group] = thing.groups
  thing.groups = []
  thing.billingGroup = undefined
  await aws.sync()
  const history = await aws.rows(`SELECT subject, change, related FROM fact_history WHERE change = 'left'`)
  expect(history).toEqual([{ subject: thing.name, change: 'left', related: group?.name }])
})
