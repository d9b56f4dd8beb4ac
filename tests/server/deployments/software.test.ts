import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { judgeSoftware } from '#server/deployments/software/judge.ts'
import { aGroup, aThing, insert, insertAccount } from '../../support/builders.ts'
import { useTestDatabase } from '../../support/database.ts'
import { insertDeployment } from '../../support/deployments.ts'

const database = useTestDatabase()
const now = new Date('2026-11-20T12:00:00Z')
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00Z`

const rows = async (text: string, values: unknown[] = []) => (await database.db.pool.query(text, values)).rows

beforeAll(async () => {
  await insertAccount(database.db.pool)
})
beforeEach(async () => {
  await rows(`truncate deployments, deployment_executions, things, thing_groups, thing_software, software_changes, software_state, software_stated,
    software_wanted, software_rollup, software_drift, software_packages, software_package_versions, unsupported_types,
    unupdatable_things, deployment_figures, greengrass_cores, findings, check_results, collections cascade`)
  await insert(database.db.pool, 'collections', [
    ...['jobs', 'job-executions', 'package-shadow'].map((collector) => ({
      ...{ account_id: 1, collector, state: 'idle', due_at: now, last_outcome: 'ok', last_success_at: now },
      ...{ last_finished_at: now, pass: 1, calls: 0, throttled: 0, seen: 0, added: 0, changed: 0, gone: 0, skipped: 0 },
      ...{ failed: 0, failures: 0 },
    })),
  ])
  const [north, below] = await insert(database.db.pool, 'thing_groups', [
    aGroup({ name: 'north' }),
    aGroup({ name: 'below', parent_name: 'north' }),
  ])
  const ids = await insert(
    database.db.pool,
    'things',
    ['a', 'b', 'c', 'd', 'e'].map((name) => aThing({ name, type_name: name < 'd' ? 'pump' : 'meter' })),
  )
  await insert(
    database.db.pool,
    'thing_group_members',
    [north, north, below].map((group, index) => ({
      ...{ group_row_id: group, thing_name: 'abc'[index], thing_row_id: ids[index], account_id: 1 },
      first_seen_at: day(1),
    })),
  )
})

/** What things say they run: [thing, version]. */
async function report(versions: [string, string][], since = day(5)) {
  for (const [thing, version] of versions)
    await rows(
      `insert into thing_software values (1, $1, 'shadow', 'fw', $2, $3)
       on conflict (account_id, thing, source, package) do update set version = $2, since = $3`,
      [thing, version, since],
    )
  await rows(
    `insert into software_state (account_id, read_at, changed_at) values (1, $1, $1)
     on conflict (account_id) do update set changed_at = excluded.changed_at`,
    [now],
  )
}
const changed = (thing: string, from: string | null, version: string, at = day(10)) =>
  rows(
    `insert into software_changes (account_id, thing, source, package, from_version, version, at)
     values (1, $1, 'shadow', 'fw', $2, $3, $4)`,
    [thing, from, version, at],
  )
const rollOut = (version: string, at: string, row: object = {}) =>
  insertDeployment(database.db.pool, {
    ...{ packages: [{ name: 'fw', version }], targets: ['arn:aws:iot:eu-west-1:1:thinggroup/north'], created_at: at },
    ...row,
  })
const drift = async () =>
  (await rows('select thing, kind, version, intended, since from software_drift order by thing, kind')).map(
    ({ thing, kind, version, intended }) => `${thing} ${kind} ${version} ${intended}`,
  )

describe('what is meant', () => {
  test('the latest deployment of a group, and of the groups below it', async () => {
    await rollOut('1.0', day(1))
    await rollOut('2.0', day(2))
    await rollOut('3.0', day(3), { aws_status: 'CANCELED' })
    await report([
      ['a', '2.0'],
      ['b', '1.9'],
      ['c', '2.10'],
      ['d', '1.0'],
    ])
    await judgeSoftware(database.db.pool, now)
    expect(await drift()).toEqual(['b behind 1.9 2.0', 'c ahead 2.10 2.0'])
    const [behind] = await rows("select since from software_drift where kind = 'behind'")
    expect(behind.since).toEqual(new Date(day(5)))
    expect(await rows('select behind, things, reporting from deployment_figures')).toEqual([
      { behind: 1, things: 5, reporting: 4 },
    ])
  })

  test('of a group, a Greengrass deployment reaches its cores alone', async () => {
    await insert(database.db.pool, 'greengrass_cores', [{ account_id: 1, thing: 'a', status: 'HEALTHY' }])
    await rollOut('2.0', day(2), { kind: 'greengrass', packages: [], components: [{ name: 'fw', version: '2.0' }] })
    await report([
      ['a', '1.0'],
      ['b', '1.0'],
    ])
    await judgeSoftware(database.db.pool, now)
    expect(await drift()).toEqual(['a behind 1.0 2.0'])
  })

  test('a person’s word comes before that; what nobody can order is other', async () => {
    await rollOut('2.0', day(2))
    await rows(`insert into software_stated values (1, 'type', 'pump', 'fw', 'blue', 'why', 'x', 'X', $1)`, [day(3)])
    await report([
      ['a', 'blue'],
      ['b', 'green'],
      ['e', '1.0'],
    ])
    await judgeSoftware(database.db.pool, now)
    expect(await drift()).toEqual(['b other green blue'])
    await rows(`insert into software_packages (account_id, name) values (1, 'fw')`)
    await rows(
      `insert into software_package_versions (account_id, package, version, status, created_at)
       values (1, 'fw', 'green', 'PUBLISHED', $1), (1, 'fw', 'blue', 'PUBLISHED', $2)`,
      [day(1), day(2)],
    )
    await rows(`update software_stated set "of" = 'meter'`)
    await rows('update software_stated set version = $1', ['2.0'])
    await judgeSoftware(database.db.pool, new Date(now.getTime() + 3_600_000))
    expect(await drift()).toEqual(['a other blue 2.0', 'b other green 2.0', 'e behind 1.0 2.0'])
  })

  test('what does not report the package is unknown, whatever else it reports', async () => {
    await rollOut('2.0', day(2))
    await rows(`insert into thing_software values (1, 'a', 'shadow', 'other', '1', $1)`, [day(1)])
    await report([])
    await judgeSoftware(database.db.pool, now)
    expect(await drift()).toEqual([])
    expect(await rows('select behind, reporting from deployment_figures')).toEqual([{ behind: 0, reporting: 1 }])
  })
})

test('the matrix is by type and group, silent things apart, and told only when it changed', async () => {
  await rollOut('2.0', day(2))
  await report([
    ['a', '2.0'],
    ['b', '1.0'],
    ['d', '1.0'],
  ])
  await judgeSoftware(database.db.pool, now)
  const matrix = await rows(
    `select kind, "of", package, version, things::int as n, intended::int as i, behind::int as b from software_rollup order by 1, 2, 3, 4`,
  )
  expect(matrix.map((row) => Object.values(row).join(' '))).toEqual([
    'group below   1 0 0',
    'group north fw 1.0 1 0 1',
    'group north fw 2.0 1 1 0',
    'type meter   1 0 0',
    'type meter fw 1.0 1 0 0',
    'type pump   1 0 0',
    'type pump fw 1.0 1 0 1',
    'type pump fw 2.0 1 1 0',
  ])
  const stamp = async () =>
    rows(`select max(xmin::text) as x from software_rollup union all select counted_at::text from deployment_figures`)
  const before = await stamp()
  await judgeSoftware(database.db.pool, new Date(now.getTime() + 60_000))
  expect(await stamp()).toEqual(before)
})

describe('changes', () => {
  test('a downgrade and what nobody announced are findings until they run something else', async () => {
    await rollOut('2.0', day(2))
    const id = await rollOut('2.1', day(3), { targets: ['arn:aws:iot:eu-west-1:1:thing/d'] })
    await insert(database.db.pool, 'deployment_executions', [
      { deployment_id: id, account_id: 1, thing: 'd', status: 'SUCCEEDED', changed_at: day(4), stall_counts: false },
    ])
    await report([
      ['a', '1.0'],
      ['d', '2.1'],
      ['e', '2.1'],
    ])
    await changed('a', '2.0', '1.0')
    await changed('d', '2.0', '2.1')
    await changed('e', '2.0', '2.1')
    await changed('b', null, '2.0')
    await judgeSoftware(database.db.pool, now)
    const kinds = await rows('select thing, kind, deployment_id is not null as by from software_changes order by thing')
    expect(kinds.map(({ thing, kind, by }) => [thing, kind, by])).toEqual([
      ['a', 'downgrade', false],
      ['b', 'first', false],
      ['d', 'announced', true],
      ['e', 'unannounced', false],
    ])
    const open = () => rows('select check_id, subject, reason, severity from findings where open order by 1')
    expect(await open()).toEqual([
      { check_id: 'software-downgrade', subject: 'a', reason: 'fw', severity: 'high' },
      { check_id: 'software-unannounced', subject: 'e', reason: 'fw', severity: 'medium' },
    ])
    await report([
      ['a', '2.0'],
      ['e', '2.2'],
    ])
    await changed('a', '1.0', '2.0', day(11))
    await rows(`update software_state set changed_at = $1`, [new Date(now.getTime() + 60_000)])
    await judgeSoftware(database.db.pool, new Date(now.getTime() + 3_600_000))
    expect(await open()).toEqual([])
  })

  test('a job that names no versions announces what changes within the day after the thing took it up', async () => {
    const took = (at: string) => ({ status: 'SUCCEEDED', updated_at: at })
    await insertDeployment(database.db.pool, { created_at: day(1) }, [
      { thing: 'a', ...took(day(10)) },
      { thing: 'b', ...took(day(8)) },
      { thing: 'c' },
    ])
    for (const thing of ['a', 'b', 'c']) await changed(thing, '1.0', '2.0', '2026-11-10T12:00:00Z')
    await judgeSoftware(database.db.pool, now)
    expect(await rows('select thing, kind from software_changes order by thing')).toEqual([
      { thing: 'a', kind: 'announced' },
      { thing: 'b', kind: 'unannounced' },
      { thing: 'c', kind: 'unannounced' },
    ])
  })

  test('are no pass where components are asked for of cores that cannot be listed', async () => {
    const outcomes = {
      'package-shadow': 'unavailable',
      'greengrass-cores': 'unavailable',
      'greengrass-components': 'ok',
    }
    for (const [collector, outcome] of Object.entries(outcomes))
      await rows(
        `insert into collections (account_id, collector, last_outcome, last_finished_at, last_success_at) values (1, $1, $2, $3, $3)
         on conflict (account_id, collector) do update set last_outcome = excluded.last_outcome`,
        [collector, outcome, now],
      )
    await changed('a', null, '1.0')
    await judgeSoftware(database.db.pool, now)
    const states = 'select distinct state from check_results where check_id like $1'
    expect(await rows(states, ['software-%'])).toEqual([{ state: 'unknown' }])
  })

  describe('are a pass', () => {
    const states = async () =>
      (await rows(`select distinct state from check_results where check_id like 'software-%'`)).map(
        ({ state }) => state,
      )
    const feed = (collector: string, outcome: string) =>
      rows(
        `insert into collections (account_id, collector, last_outcome, last_finished_at, last_success_at) values (1, $1, $2, $3, $3)
         on conflict (account_id, collector) do update set last_outcome = excluded.last_outcome`,
        [collector, outcome, now],
      )

    test('no longer once their facts are not read, though nothing changed, and again when they are', async () => {
      await report([['a', '1.0']])
      await judgeSoftware(database.db.pool, now)
      expect(await states()).toEqual(['passed'])
      await feed('package-shadow', 'unavailable')
      await judgeSoftware(database.db.pool, new Date(now.getTime() + 60_000))
      expect(await states()).toEqual(['unknown'])
      await feed('package-shadow', 'ok')
      await judgeSoftware(database.db.pool, new Date(now.getTime() + 120_000))
      expect(await states()).toEqual(['passed'])
    })

    test('not by Greengrass where there is no core: nothing tells what any thing runs', async () => {
      await feed('package-shadow', 'unavailable')
      for (const collector of ['greengrass-cores', 'greengrass-components']) await feed(collector, 'ok')
      await changed('a', null, '1.0')
      await judgeSoftware(database.db.pool, now)
      expect(await states()).toEqual(['unknown'])
      await rows(`insert into greengrass_cores (account_id, thing, status) values (1, 'a', 'HEALTHY')`)
      await judgeSoftware(database.db.pool, new Date(now.getTime() + 60_000))
      expect(await states()).toEqual(['passed'])
    })
  })

  test('wait while jobs are not read: nobody knows what was announced', async () => {
    await rows(`delete from collections where collector = 'job-executions'`)
    await changed('a', '1.0', '2.0')
    await changed('b', '2.0', '1.0')
    await judgeSoftware(database.db.pool, now)
    expect(await rows('select thing, kind from software_changes order by thing')).toEqual([
      { thing: 'a', kind: null },
      { thing: 'b', kind: 'downgrade' },
    ])
  })
})

describe('the register', () => {
  const register = async () =>
    (await rows('select thing, found_why, done_by from unupdatable_things order by thing')).map(
      ({ thing, found_why, done_by }) => [thing, found_why, done_by],
    )

  test('is found by the facts, and left when they change', async () => {
    await rows(`update things set credential_health = 'expired' where name = 'a'`)
    await rows(`insert into unsupported_types values (1, 'meter', 'Read only', $1, 'X')`, [day(1)])
    await report([['b', '1.0']])
    await judgeSoftware(database.db.pool, now)
    expect(await register()).toEqual([
      ['a', 'certificate-expired', null],
      ['c', 'no-agent', null],
      ['d', 'type-unsupported', null],
      ['e', 'type-unsupported', null],
    ])
    await rows(`update unupdatable_things set plan = 'Replace it' where thing = 'a'`)
    await rows(`update things set credential_health = 'valid' where name = 'a'`)
    await report([
      ['a', '1.0'],
      ['c', '1.0'],
    ])
    await judgeSoftware(database.db.pool, new Date(now.getTime() + 2 * 3_600_000))
    expect(await register()).toEqual([
      ['a', null, 'The facts'],
      ['d', 'type-unsupported', null],
      ['e', 'type-unsupported', null],
    ])
    expect(await rows('select unupdatable from deployment_figures')).toEqual([{ unupdatable: 2 }])
  })

  test('where nothing is known of updates, nobody is without an agent', async () => {
    await judgeSoftware(database.db.pool, now)
    expect(await register()).toEqual([])
  })

  test('offered for long and never taken; once taken, it is no more', async () => {
    await report([
      ['a', '1.0'],
      ['b', '1.0'],
      ...(['c', 'd', 'e'] as const).map((thing): [string, string] => [thing, '1.0']),
    ])
    const old = '2026-01-01T00:00:00Z'
    await insertDeployment(database.db.pool, {}, [
      { thing: 'a', queued_at: old },
      { thing: 'b', queued_at: old, status: 'SUCCEEDED' },
      { thing: 'c', queued_at: day(1) },
    ])
    await judgeSoftware(database.db.pool, now)
    expect(await register()).toEqual([['a', 'never-updated', null]])
  })
})
