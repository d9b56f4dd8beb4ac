import { beforeEach, describe, expect, test } from 'vitest'
import { tellLateRuns } from '#server/response/notices.ts'
import type { Ending } from '#server/sync/finish.ts'
import { tellLostFeed } from '#server/sync/lost-feed.ts'
import { checkAndTell } from '#server/trail-notice.ts'
import { recordSome, tamper } from '../activity/tamper.ts'
import { useNotices } from './notices-world.ts'

const world = useNotices()
const notices = async () =>
  (
    await world.pool.query<{ about: string; severity: string; title: string }>(
      'select about, severity, title from notices order by id',
    )
  ).rows

beforeEach(async () => {
  await world.pool.query('truncate aws_accounts restart identity cascade')
  await world.pool.query(
    `insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'Home')`,
  )
})

describe('a feed', () => {
  const lost = (collector: string, outcome: Ending['outcome']) =>
    tellLostFeed(world.pool, { account: { id: 1 }, claim: { collector } }, { outcome, nextInMs: 1, error: 'Denied.' })
  const worked = (collector: string, at: string | null) =>
    world.pool.query(
      `insert into collections (account_id, collector, last_success_at) values (1, $1, $2)
       on conflict (account_id, collector) do update set last_success_at = excluded.last_success_at`,
      [collector, at],
    )

  test('that loses its permission is told of once, until it works again', async () => {
    await worked('things', '2026-11-20T10:00:00Z')
    await lost('things', 'failed')
    for (let n = 0; n < 3; n += 1) await lost('things', 'not-permitted')
    expect(await notices()).toEqual([
      { about: 'feed', severity: 'medium', title: 'The feed things of Home is not permitted any more' },
    ])
    await worked('things', '2026-11-20T11:00:00Z')
    await lost('things', 'not-permitted')
    expect(await notices()).toHaveLength(2)
  })

  test('that never worked lost nothing', async () => {
    await worked('connection-log', null)
    await lost('connection-log', 'not-permitted')
    expect(await notices()).toEqual([])
  })

  test('that loses its credentials is told of once for its whole account', async () => {
    await worked('things', '2026-11-20T10:00:00Z')
    await worked('policies', '2026-11-20T10:00:05Z')
    await lost('things', 'credentials')
    await worked('policies', '2026-11-20T10:00:09Z')
    await lost('policies', 'credentials')
    expect(await notices()).toEqual([
      { about: 'feed', severity: 'high', title: 'AWS does not accept our credentials of Home any more' },
    ])
  })
})

test('a run that takes too long to contain its targets is told of once', async () => {
  const run = '00000000-0000-4000-8000-000000000001'
  await world.pool.query(
    `insert into response_runs (id, account_id, action, target_kind, state, by_id, by_name, targets, queued_at, selection)
     values ($1, 1, 'cut-off-thing', 'thing', 'watching', 'ada', 'Ada', 1, $2::timestamptz - interval '1 hour', '{}')`,
    [run, world.now],
  )
  await world.pool.query(
    `insert into response_targets (run_id, n, account_id, action, kind, name, state) values ($1, 0, 1, 'cut-off-thing', 'thing', 'pump', 'not-contained')`,
    [run],
  )
  for (let n = 0; n < 2; n += 1) await tellLateRuns(world.pool, world.now)
  expect(await notices()).toMatchObject([
    { about: 'run', severity: 'high', title: expect.stringContaining('has not contained') },
  ])
})

test('a broken trail is told of once', async () => {
  await recordSome(world.db, 3)
  await checkAndTell(world.pool, 'recent', world.now)
  expect(await notices()).toEqual([])
  await recordSome(world.db, 2, 4)
  await tamper(world.db, "update activity set reason = 'Nothing' where reason = 'Stolen'")
  for (let n = 0; n < 2; n += 1) await checkAndTell(world.pool, 'recent', world.now)
  const told = { about: 'trail', severity: 'critical', title: 'The trail of activity has been tampered with' }
  expect(await notices()).toEqual([told])
})
