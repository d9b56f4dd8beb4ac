import { expect, test } from 'vitest'
import type { IncidentRule } from '#contract/incident-rules.ts'
import { useFindings } from './findings-world.ts'

const world = useFindings()

const rule = {
  ...{ name: 'Expiry', enabled: true, account: null, checks: ['certificate-expired'], minSeverity: 'high' },
  ...{ types: [], groups: [], opens: true, mostPerHour: 5, why: 'Nobody looks otherwise' },
}
const save = (body: object) => world.send('PUT', '/incident-rules', { ...rule, ...body }, world.of('admin'))

test('a rule is added, changed and removed, each in the trail; a change over somebody else’s is refused', async () => {
  const response = await save({})
  expect(response.status).toBe(200)
  const added: IncidentRule = await response.json()
  expect(added).toMatchObject({ name: 'Expiry', version: 1, opened: 0, checks: ['certificate-expired'] })
  expect((await save({ id: added.id, version: 1, mostPerHour: 9 })).status).toBe(200)
  const late = await save({ id: added.id, version: 1, mostPerHour: 7 })
  expect(late.status).toBe(409)
  const listed = await world.json<IncidentRule[]>('/incident-rules')
  expect(listed).toMatchObject([{ mostPerHour: 9, version: 2 }])
  expect((await world.send('DELETE', `/incident-rules/${added.id}`, undefined, world.of('admin'))).status).toBe(200)
  const { rows } = await world.pool.query(
    `select action, result, reason from activity where object_kind = 'incident-rule' order by id`,
  )
  expect(rows).toEqual([
    { action: 'incident-rule.added', result: 'ok', reason: rule.why },
    { action: 'incident-rule.changed', result: 'ok', reason: rule.why },
    { action: 'incident-rule.changed', result: 'refused', reason: rule.why },
    { action: 'incident-rule.removed', result: 'ok', reason: null },
  ])
})

test('before it is saved, a rule says what it is about and what it would have opened in the last days', async () => {
  await world.pool.query('truncate findings, things, thing_groups, incident_rules restart identity cascade')
  await world.pool.query(
    `with t as (insert into things (account_id, name, type_name, content_hash) values (1, 'p1', 'pump', 1), (1, 'm1', 'meter', 2) returning id, name),
       g as (insert into thing_groups (account_id, name) values (1, 'hall') returning id)
     insert into thing_group_members (group_row_id, thing_name, thing_row_id, account_id) select g.id, t.name, t.id, 1 from t, g where t.name = 'm1'`,
  )
  await world.pool.query(
    `insert into findings (account_id, check_id, subject_kind, subject, severity, rank, detail, sources, first_seen_at, opened_at, content_hash, open, resolved_at)
     select 1, c, 'thing', s, 'high', 1, 'x', '{ours}', now(), now() - make_interval(days => d), 1, o, case when not o then now() end
     from (values ('thing-gone-quiet', 'p1', 1, true), ('thing-gone-quiet', 'm1', 2, true), ('thing-gone-quiet', 'p2', 3, false),
       ('thing-without-certificate', 'm1', 30, true)) v (c, s, d, o)`,
  )
  const ask = async (more: object) => {
    const { name: _, enabled: __, why: ___, ...asked } = { ...rule, checks: [], ...more }
    const response = await world.send('POST', '/incident-rules/preview', asked, world.of('viewer'))
    return response.status === 200 ? await response.json() : response.status
  }
  expect(await ask({})).toMatchObject({
    matches: { count: 3, capped: false },
    week: { days: 7, findings: 3, taken: 0, incidents: 3, shared: 0, partly: false },
  })
  const typed = await ask({ types: ['pump'] })
  expect(typed).toMatchObject({ matches: { count: 1 }, examples: [{ subject: 'p1' }], week: { findings: 1 } })
  expect(await ask({ groups: ['hall'], checks: ['thing-gone-quiet'] })).toMatchObject({ matches: { count: 1 } })
  expect(await ask({ mostPerHour: 1, minSeverity: 'critical' })).toMatchObject({ matches: { count: 0 }, examples: [] })
  expect(await ask({ account: 999 })).toBe(400)
  expect(await world.json('/incident-rules')).toEqual([])
})

test('names that nothing has, numbers out of bounds and a taken name are refused', async () => {
  expect((await save({ types: ['no-such-type'] })).status).toBe(400)
  expect((await save({ groups: ['no-such-group'] })).status).toBe(400)
  expect((await save({ account: 999 })).status).toBe(400)
  expect((await save({ mostPerHour: 0 })).status).toBe(400)
  expect((await save({ mostPerHour: 1.5 })).status).toBe(400)
  expect((await save({})).status).toBe(200)
  expect((await save({})).status).toBe(409)
})
