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

test('names that nothing has, numbers out of bounds and a taken name are refused', async () => {
  expect((await save({ types: ['no-such-type'] })).status).toBe(400)
  expect((await save({ groups: ['no-such-group'] })).status).toBe(400)
  expect((await save({ account: 999 })).status).toBe(400)
  expect((await save({ mostPerHour: 0 })).status).toBe(400)
  expect((await save({ mostPerHour: 1.5 })).status).toBe(400)
  expect((await save({})).status).toBe(200)
  expect((await save({})).status).toBe(409)
})
