import { expect, test } from 'vitest'
import { refreshFacts } from '#server/response/plan/refresh-facts.ts'
import { joinGroup, leaveGroup } from '#simulator/fleet/attachments.ts'
import { certificateOf, usePlanWorld } from './plan-world.ts'

const world = usePlanWorld(240)

const groupsOf = async (name: string) => {
  const rows = await world.rows<{ name: string }>(
    `SELECT g.name FROM thing_group_members m JOIN thing_groups g ON g.id = m.group_row_id
     WHERE m.thing_name = $1 ORDER BY g.name`,
    [name],
  )
  return rows.map((row) => row.name)
}

test('what a run touched is in the tables at once, with its history', async () => {
  const quarantine = await world.prepareQuarantine()
  const thing = world.thing('dev-007')
  const before = await groupsOf('dev-007')
  certificateOf(thing).status = 'INACTIVE'
  joinGroup(thing, quarantine)
  await refreshFacts(world.parts(), world.account(), {
    things: ['dev-007', 'no-such'],
    certificates: [certificateOf(thing).id],
  })
  const [row] = await world.rows('SELECT status FROM certificates WHERE certificate_id = $1', [certificateOf(thing).id])
  expect(row).toEqual({ status: 'INACTIVE' })
  expect(await groupsOf('dev-007')).toEqual([...before, 'fleetwarden-quarantine'].sort())
  const history = await world.rows(`SELECT change FROM fact_history WHERE subject = 'dev-007' AND related = $1`, [
    'fleetwarden-quarantine',
  ])
  expect(history).toEqual([{ change: 'joined' }])
  const [health] = await world.rows(`SELECT credential_health, active_certificates FROM things WHERE name = 'dev-007'`)
  expect(health).toEqual({ credential_health: 'inactive', active_certificates: 0 })
  const [responder] = await world.rows('SELECT quarantine FROM responders')
  expect(responder).toEqual({ quarantine: 'ready' })
  // Pages say at once what the group carries.
  const carried = await world.rows(
    `SELECT p.name, v.is_default FROM policy_targets t JOIN policies p ON p.id = t.policy_row_id
     JOIN policy_versions v ON v.policy_row_id = p.id WHERE t.kind = 'thing-group' AND t.target = 'fleetwarden-quarantine'
       AND t.group_row_id IS NOT NULL`,
  )
  expect(carried).toEqual([{ name: 'FleetwardenQuarantine', is_default: true }])
  leaveGroup(thing, quarantine)
  await refreshFacts(world.parts(), world.account(), { things: ['dev-007'], certificates: [] })
  expect(await groupsOf('dev-007')).toEqual(before)
})

test('many certificates are listed, not asked for one by one', async () => {
  const certificates = world
    .filled()
    .things.flatMap(({ certificates: own }) => own)
    .slice(0, 150)
  for (const certificate of certificates) certificate.status = 'INACTIVE'
  world.world.counts.reset()
  const ids = certificates.map(({ id }) => id)
  await refreshFacts(world.parts(), world.account(), { things: [], certificates: ids })
  const rows = await world.rows('SELECT DISTINCT status FROM certificates WHERE certificate_id = ANY($1::text[])', [
    ids,
  ])
  expect(rows).toEqual([{ status: 'INACTIVE' }])
  expect(world.world.counts.summary().operations).toMatchObject({ ListCertificates: { calls: 3 } })
  expect(world.world.counts.summary().operations).not.toHaveProperty('DescribeCertificate')
})
