import { beforeEach, describe, expect, test } from 'vitest'
import type { CheckSettings, Suppression } from '#contract/findings.ts'
import { useFindings } from './findings-world.ts'

const world = useFindings()
const { actions, subjects } = world

beforeEach(() => world.clear())

describe('suppressions', () => {
  const everything = { account: null, check: null, kind: null, subject: null, reason: null }
  const check = 'certificate-expiring'
  const terms = { why: 'Known, replaced in spring', days: 30 }
  const ask = async (scope: object, more: object = {}, as = world.of('responder')) => {
    const response = await world.send(
      'POST',
      '/findings/suppressions',
      { scope: { ...everything, ...scope }, ...terms, ...more },
      as,
    )
    return { status: response.status, made: (await response.json()) as Suppression }
  }
  const decide = (id: string, approve: boolean, as = world.of('approver')) =>
    world.send('POST', `/findings/suppressions/${id}/decision`, { approve }, as)

  test('of one resource hides it at once, with its reason, and ending it shows it again', async () => {
    const id = await world.insert({ subject: 'c1' })
    await world.insert({ subject: 'c2' })
    const { made } = await ask({ check, subject: 'c1' })
    expect(made).toMatchObject({ state: 'active', hides: 1 })
    expect(await subjects()).toEqual(['c2'])
    expect(await subjects('state=suppressed')).toEqual(['c1'])
    expect((await world.get(id)).suppression).toMatchObject({ id: made.id, why: terms.why })
    expect((await world.send('DELETE', `/findings/suppressions/${made.id}`)).status).toBe(200)
    expect(await subjects()).toHaveLength(2)
    expect((await world.send('DELETE', `/findings/suppressions/${made.id}`)).status).toBe(409)
    expect((await world.get(id)).log.map(({ kind }) => kind)).toEqual(['unsuppressed', 'suppressed', 'opened'])
  })

  test('of a whole check wait for a second person, who is not the first', async () => {
    await world.insert()
    const { made } = await ask({ check: 'certificate-expiring' }, {}, world.of('approver'))
    expect(made).toMatchObject({ state: 'waiting', hides: 0 })
    expect(await subjects()).toHaveLength(1)
    expect((await decide(made.id, true)).status).toBe(403)
    expect((await decide(made.id, true, world.of('admin'))).status).toBe(200)
    expect(await subjects()).toHaveLength(0)
    expect((await decide(made.id, true, world.of('admin'))).status).toBe(409)
    expect(await actions()).toContainEqual({ action: 'finding.suppression-approved', result: 'refused' })
  })

  test.each([
    ['no end', { check: 'certificate-expiring', subject: 'c1' }, { days: null }],
    ['half a year', { check: 'certificate-expiring', subject: 'c1' }, { days: 181 }],
    ['a pattern', { check: 'certificate-expiring', subject: 'c*' }, {}],
    ['any check', { subject: 'c1' }, {}],
    ['what is critical', { check: 'certificate-expiring', subject: 'grave' }, {}],
    ['what is not found yet', { check: 'certificate-expiring', subject: 'tomorrow' }, {}],
  ])('with %s wait, too; a rejected one hides nothing', async (_, scope, more) => {
    await world.insert({ subject: 'c1' })
    await world.insert({ subject: 'grave', severity: 'critical' })
    const { made } = await ask(scope, more)
    expect(made.state).toBe('waiting')
    expect(await (await decide(made.id, false)).json()).toMatchObject({ state: 'rejected', approvedBy: null })
    expect(await subjects()).toHaveLength(2)
  })

  test('of everything are refused, also by stars', async () => {
    expect((await ask({})).status).toBe(400)
    expect((await ask({ subject: '**' })).status).toBe(400)
    expect((await ask({ check, subject: 'c1' }, { owner: 'nobody' })).status).toBe(400)
  })

  test('are previewed: what they would hide, and why they would wait', async () => {
    await world.insert({ subject: 'c_1' })
    await world.insert({ subject: 'cx1' })
    const preview = await world.send('POST', '/findings/suppressions/preview', {
      ...everything,
      subject: 'c_*',
      days: 30,
    })
    expect(await preview.json()).toMatchObject({
      hides: { count: 1, capped: false },
      examples: [{ subject: 'c_1' }],
      approval: 'It hides by a pattern, also what is not found yet',
    })
  })

  test('of a frozen selection are one for each', async () => {
    await world.insert({ subject: 'c1' })
    await world.insert({ subject: 'c2' })
    const selected = { selection: { matching: {}, seen: 2 }, ...terms }
    expect(await (await world.send('POST', '/findings/suppressions/selected', selected)).json()).toEqual({
      suppressed: 2,
      waiting: 0,
    })
    await world.insert({ subject: 'c3' })
    expect(await subjects()).toEqual(['c3'])
    expect((await world.send('POST', '/findings/suppressions/selected', selected)).status).toBe(409)
    const { items } = await world.json<{ items: Suppression[] }>('/findings/suppressions?state=active')
    expect(items.map(({ scope, hides }) => `${scope.subject} ${hides}`).toSorted()).toEqual(['c1 1', 'c2 1'])
  })

  test('what two hide stays hidden while one lasts; two of the same are refused', async () => {
    await world.insert({ subject: 'c1' })
    const first = await ask({ check, subject: 'c1' })
    expect((await ask({ check, subject: 'c1' })).status).toBe(409)
    const second = await ask({ check, kind: 'certificate', subject: 'c1' })
    expect(second.made).toMatchObject({ state: 'waiting', hides: 0 })
    await decide(second.made.id, true)
    await world.send('DELETE', `/findings/suppressions/${first.made.id}`)
    expect(await subjects('state=suppressed')).toEqual(['c1'])
    expect(await subjects()).toEqual([])
  })

  test('two clicks at once make one', async () => {
    await world.insert({ subject: 'c1' })
    const both = await Promise.all([ask({ check, subject: 'c1' }), ask({ check, subject: 'c1' })])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  test('of accounts and checks and by numbers that nothing has are refused', async () => {
    expect((await ask({ check: 'no-such-check', subject: 'c1' })).status).toBe(400)
    expect((await ask({ account: 999, check, subject: 'c1' })).status).toBe(400)
    expect((await ask({ account: 2 ** 31, check, subject: 'c1' })).status).toBe(400)
    expect((await decide('9999999999999999999', true)).status).toBe(400)
  })
})

describe('settings of checks', () => {
  const set = (body: object, check = 'certificate-expiring') =>
    world.send(
      'PUT',
      `/findings/settings/${check}`,
      {
        ...{ version: 0, enabled: true, severity: null, parameters: {}, perType: [], perGroup: [] },
        ...{ why: 'Longer lead times', ...body },
      },
      world.of('admin'),
    )

  test('are kept, with what was before in the trail', async () => {
    await world.pool.query(`insert into thing_types (account_id, name, content_hash) values (1, 'edge', 1)`)
    expect(
      (await set({ parameters: { days: 60 }, perType: [{ type: 'edge', parameter: 'days', value: 90 }] })).status,
    ).toBe(200)
    const all = await world.json<CheckSettings[]>('/findings/settings')
    const one = all.find(({ check }) => check === 'certificate-expiring')
    expect(one?.parameters.find(({ name }) => name === 'days')).toMatchObject({ value: 60, default: 30 })
    expect(one?.perType).toEqual([{ type: 'edge', parameter: 'days', value: 90 }])
    expect(await actions()).toContainEqual({ action: 'check.set', result: 'ok' })
    // What deployments say is set alike; its thresholds have a page of their own.
    expect(all.find((each) => each.check === 'deployment-stalled')).toMatchObject({
      ...{ enabled: true, parameters: [], numbersAt: '/settings/deployments' },
    })
    expect((await set({ enabled: false, severity: 'high' }, 'deployment-stalled')).status).toBe(200)
    expect((await set({ version: 1, parameters: { days: 3 } }, 'deployment-stalled')).status).toBe(400)
  })

  test('over what somebody else set meanwhile are refused, who says so', async () => {
    const check = 'certificate-long-lived'
    const first = await set({}, check)
    expect(first.status).toBe(200)
    expect(await first.json()).toMatchObject({ version: 1 })
    for (const version of [0, 2]) {
      const late = await set({ version, enabled: false }, check)
      expect(late.status).toBe(409)
      expect(await late.json()).toMatchObject({ detail: expect.stringContaining('changed it since you looked') })
    }
    const both = await Promise.all([set({ version: 1 }, check), set({ version: 1 }, check)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('out of bounds, of no such number, type, group or check are refused', async () => {
    expect((await set({ parameters: { days: 1.5 } })).status).toBe(400)
    const named = { parameter: 'days', value: 9 }
    expect((await set({ perType: [{ type: 'no-such-type', ...named }] })).status).toBe(400)
    expect((await set({ perGroup: [{ group: 'no-such-group', ...named }] })).status).toBe(400)
    expect((await set({ parameters: { days: 0 } })).status).toBe(400)
    expect((await set({ parameters: { toString: 1 } })).status).toBe(400)
    expect((await set({}, 'no-such-check')).status).toBe(404)
  })
})
