import { expect, test } from 'vitest'
import { checkTrail } from '#server/activity/check.ts'
import { getOverview } from '#server/overview/get-overview.ts'
import { useTestDatabase } from '../../support/database.ts'
import { recordSome, tamper } from '../activity/tamper.ts'

const test_ = useTestDatabase()
const now = new Date()
const noticed = async () => {
  const overview = await getOverview({ database: test_.db, now, actor: null, ipAddress: null }, {})
  return overview.attention.filter(({ id }) => id.startsWith('trail-'))
}

test('a broken trail is the first thing that needs attention, a stuck target one of the next', async () => {
  await recordSome(test_.db, 5)
  await checkTrail(test_.db.pool, 'recent', now)
  expect(await noticed()).toEqual([])
  await test_.db.pool.query(
    `insert into activity_targets (name, address, failing_since)
     values ('webhook', 'https://siem.example', now() - interval '11 minutes'), ('file', '/var/log/x', now() - interval '1 minute')`,
  )
  await tamper(test_.db, "update activity set reason = 'x' where id = 2")
  await checkTrail(test_.db.pool, 'full', now)
  expect(await noticed()).toMatchObject([
    {
      id: 'trail-broken',
      severity: 'critical',
      detail: expect.stringContaining('Entry 2 at position 2 was changed'),
      href: '/activity',
    },
    { id: 'trail-stuck', severity: 'medium', detail: expect.stringContaining('10 minutes: webhook.') },
  ])
})
