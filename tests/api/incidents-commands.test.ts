import { describe, expect, test } from 'vitest'
import type { Drill, Incident, MergeCandidate, TimelineEntry } from '#contract/incidents.ts'
import { defaultPlaybooks } from '#server/incidents/playbooks.ts'
import { useIncidents } from './incidents-world.ts'
import { refusal } from './response-world.ts'

const world = useIncidents()
const nobody = '00000000-0000-4000-8000-000000000000'
let made = 0
const add = (row: object = {}) => world.add({ client_id: `client-${++made}`, ...row })
const timeline = async (id: string): Promise<TimelineEntry[]> =>
  (await (await world.call(`/incidents/${id}/timeline`, { as: world.of('viewer') })).json()).items

describe('moving', () => {
  test('from new to closed, with the tasks of its cause and the times', async () => {
    const id = await add()
    const triaged: Incident = await (await world.change(id, { state: 'triaged' })).json()
    expect(triaged.acknowledgedAt).not.toBeNull()
    expect(triaged.tasks.map(({ text }) => text)).toEqual(defaultPlaybooks['same-credential-two-places'])
    const resolved: Incident = await (await world.change(id, { state: 'resolved' })).json()
    expect(resolved.resolvedAt).not.toBeNull()
    expect(await (await world.change(id, { state: 'closed' })).json()).toMatchObject({ state: 'closed' })
    const again: Incident = await (await world.change(id, { state: 'new' })).json()
    expect(again).toMatchObject({ state: 'new', resolvedAt: null, acknowledgedAt: triaged.acknowledgedAt })
    expect(again.tasks).toHaveLength(triaged.tasks.length)
    expect(await world.recorded(id)).toEqual(Array(4).fill('incident.changed'))
    expect((await timeline(id)).map(({ title }) => title)).toEqual([
      'Closed → new',
      'Resolved → closed',
      'Triaged → resolved',
      'New → triaged',
    ])
  })

  test.each([
    ['resolved', 'resolved', /already/],
    ['closed', 'resolved', /take it up again/i],
    ['dismissed', 'resolved', /take it up again/i],
    ['merged', 'triaged', /joined/],
  ])('%s does not become %s', async (state, to, why) => {
    const id = await add({ state })
    const said = await refusal(await world.change(id, { state: to }))
    expect(said).toMatch(/^409 /)
    expect(said).toMatch(why)
    expect(await world.recorded(id)).toEqual(['incident.changed refused'])
  })

  test('contained is for data to say', async () => {
    expect((await world.change(await add(), { state: 'contained' })).status).toBe(400)
  })

  test('a closed one makes room: it cannot come back beside another of its client ID', async () => {
    const id = await add({ client_id: 'twice', state: 'closed' })
    await add({ client_id: 'twice' })
    expect(await refusal(await world.change(id, { state: 'new' }))).toMatch(/^409 .*has incident \d+ by now/)
  })

  test('of two people at once one moves it, the other hears', async () => {
    const id = await add()
    const answers = await Promise.all([1, 2, 3].map(() => world.change(id, { state: 'triaged' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect((await world.get(id)).tasks).toHaveLength(defaultPlaybooks['same-credential-two-places'].length)
  })

  test('all of a change or nothing', async () => {
    const id = await add()
    expect((await world.change(id, { state: 'triaged', tags: ['x'], assignee: 'a stranger' })).status).toBe(400)
    expect(await world.get(id)).toMatchObject({ state: 'new', tags: [], acknowledgedAt: null })
  })
})

describe('assigning and tagging', () => {
  test('to oneself, to somebody, to nobody', async () => {
    const id = await add()
    const me: Incident = await (await world.change(id, { assignee: 'me' })).json()
    expect(me.assignee).toEqual({ id: world.of('responder').id, name: 'A responder' })
    expect(me.acknowledgedAt).not.toBeNull()
    await world.change(id, { assignee: world.of('admin').id })
    await world.change(id, { assignee: null })
    expect((await world.get(id)).assignee).toBeNull()
    expect((await timeline(id)).map(({ title }) => title)).toEqual([
      'Assigned to nobody',
      'Assigned to A admin',
      'Assigned to themselves',
    ])
  })

  test('not to those who cannot sign in', async () => {
    const { pool } = world
    await pool.query(`insert into users (id, name, email, banned) values ('gone', 'Gone', 'gone@example.test', true)`)
    expect(await refusal(await world.change(await add(), { assignee: 'gone' }))).toMatch(/^400 .*no such person/)
  })

  test('tags are a set, and saying the same again is no change', async () => {
    const id = await add()
    await world.change(id, { tags: ['b', 'a', 'b'] })
    await world.change(id, { tags: ['a', 'b'] })
    expect((await world.get(id)).tags).toEqual(['a', 'b'])
    expect(await world.recorded(id)).toEqual(['incident.changed'])
  })
})

describe('severity and awareness', () => {
  test('a person overrides the rules, who and why is kept, and gives it back', async () => {
    const id = await add({ severity: 'high' })
    expect((await world.change(id, { severity: { to: 'low', reason: '' } })).status).toBe(400)
    await world.change(id, { severity: { to: 'low', reason: 'A test rig' } })
    await world.change(id, { severity: { to: 'info', reason: 'Not even that' } })
    expect(await world.get(id)).toMatchObject({
      severity: 'info',
      severityBy: { name: 'A responder' },
      severityNote: 'Not even that',
    })
    await world.change(id, { severity: { to: null, reason: 'It went live' } })
    expect(await world.get(id)).toMatchObject({ severity: 'high', severityBy: null, severityNote: null })
    const { rows } = await world.pool.query('select since from incident_work where client_id = $1', [`client-${made}`])
    expect(rows).toHaveLength(1)
    expect(await refusal(await world.change(id, { severity: { to: null, reason: 'Once more' } }))).toMatch(/^409 /)
  })

  test('becoming aware happens once', async () => {
    const id = await add()
    const answers = await Promise.all([1, 2].map(() => world.change(id, { aware: true })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await world.get(id)).awareAt).not.toBeNull()
    expect(await refusal(await world.change(id, { aware: false }))).toMatch(/^409 .*cannot be taken back/)
  })
})

describe('comments', () => {
  test('name whom they mention', async () => {
    const id = await add()
    const response = await world.post(`/incidents/${id}/comments`, { text: 'Look, @a ADMIN: again. Mail me@a' })
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({
      kind: 'comment',
      by: 'A responder',
      detail: expect.stringMatching(/^Look/),
    })
    const { rows } = await world.pool.query(`select detail from activity where action = 'incident.commented'`)
    expect(rows[0]).toMatchObject({ detail: { mentioned: ['A admin'] } })
    expect((await world.post(`/incidents/${nobody}/comments`, { text: 'Nothing there' })).status).toBe(404)
  })

  test('say whom an address names, and which word names nobody', async () => {
    const id = await add()
    const { email, id: person } = world.of('approver')
    const handle = email.split('@')[0]?.toUpperCase()
    const response = await world.post(`/incidents/${id}/comments`, { text: `@${handle} please look, and @xyz` })
    expect(await response.json()).toMatchObject({ kind: 'comment', notMentioned: ['xyz'] })
    const { rows } = await world.pool.query(`select 1 from notices where person_id = $1`, [person])
    expect(rows).toHaveLength(1)
  })
})

describe('dismissing', () => {
  const dismiss = (id: string, body: object = {}) =>
    world.post(`/incidents/${id}/dismissal`, { reason: 'A load test', days: 7, ...body })

  test('for some days, with the reason; taken up again it is gone', async () => {
    const id = await add()
    const incident: Incident = await (await dismiss(id)).json()
    expect(incident).toMatchObject({ state: 'dismissed', dismissal: { reason: 'A load test', by: 'A responder' } })
    const days = (new Date(String(incident.dismissedUntil)).getTime() - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(7, 1)
    const back = await (await world.change(id, { state: 'triaged' })).json()
    expect(back).toMatchObject({ state: 'triaged', dismissal: null, dismissedUntil: null })
  })

  test('twice at once is once', async () => {
    const id = await add()
    const answers = await Promise.all([dismiss(id), dismiss(id)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test.each(['resolved', 'closed', 'merged'])('not what is %s', async (state) => {
    expect((await dismiss(await add({ state }))).status).toBe(409)
  })

  test.each([{ days: 0 }, { days: 366 }, { days: 1.5 }, { reason: 'x' }])('not with %j', async (body) => {
    expect((await dismiss(await add(), body)).status).toBe(400)
  })
})

describe('merging', () => {
  const merge = (id: string, other: string) => world.post(`/incidents/${id}/merge`, { other })
  const unmerge = (id: string) => world.post(`/incidents/${id}/unmerge`, {})

  test('one follows the other, and stands as before when it is taken out', async () => {
    const [parent, child] = [await add(), await add({ state: 'triaged' })]
    const joined: Incident = await (await merge(parent, child)).json()
    expect(joined.joined).toMatchObject([{ id: child }])
    expect(await world.get(child)).toMatchObject({ state: 'merged', mergedInto: parent })
    const { items } = await (await world.call('/incidents?limit=200', { as: world.of('viewer') })).json()
    expect(items.map(({ id }: Incident) => id)).not.toContain(child)
    expect(await (await unmerge(child)).json()).toMatchObject({ state: 'triaged', mergedInto: null })
    expect((await world.get(parent)).joined).toEqual([])
    expect(await refusal(await unmerge(child))).toMatch(/^409 .*not joined/)
  })

  test('what was joined comes along', async () => {
    const [a, b, c] = [await add(), await add(), await add()]
    await merge(b, c)
    await merge(a, b)
    expect((await world.get(a)).joined.map(({ id }) => id).sort()).toEqual([b, c].sort())
  })

  test('no cycles, nothing twice, nothing across accounts or from an exercise', async () => {
    const [a, b] = [await add(), await add()]
    await merge(a, b)
    for (const [id, other, why] of [
      [a, a, /itself/],
      [b, a, /joined to another one itself/],
      [a, b, /already/],
      [a, await add({ account_id: 2 }), /different accounts/],
      [a, await add({ drill: 'second-process' }), /exercise/],
      [a, await add({ state: 'closed' }), /closed/],
      [await add({ state: 'closed' }), await add(), /closed/],
    ] as const) {
      const said = await refusal(await merge(id, other))
      expect(said).toMatch(/^409 /)
      expect(said).toMatch(why)
    }
    expect((await merge(a, nobody)).status).toBe(404)
  })

  test('is offered those of one actor first, what is found by name or number, and nothing that cannot be joined', async () => {
    const principal: ['principal', string][] = [['principal', 'c'.repeat(64)]]
    const id = await world.add({ client_id: 'pick-0', account_id: 2 }, principal)
    const same = await world.add({ client_id: 'pick-1', account_id: 2, first_at: '2026-01-01T00:00:00Z' }, principal)
    const later = await world.add({ client_id: 'pick-2', account_id: 2, last_at: '2026-11-20T09:00:00Z' })
    for (const row of [{ state: 'closed' }, { state: 'merged' }, { drill: 'second-process' }, { account_id: 1 }])
      await world.add({ client_id: `pick-${JSON.stringify(row)}`, account_id: 2, ...row })
    const ask = async (search = '', of = id): Promise<MergeCandidate[]> => {
      const answer = await world.call(`/incidents/${of}/candidates?search=${encodeURIComponent(search)}`, {
        as: world.of('viewer'),
      })
      return answer.status === 200 ? answer.json() : Promise.reject(new Error(String(answer.status)))
    }
    const all = await ask('pick-')
    expect((await ask()).map((one) => one.id).slice(0, 2)).toEqual([same, later])
    expect(all.map((one) => one.id)).toEqual([same, later])
    expect(all.map(({ why }) => why !== null)).toEqual([true, false])
    expect((await ask('ICK-2')).map((one) => one.id)).toEqual([later])
    expect((await ask(`#${all[0]?.number}`)).map((one) => one.id)).toEqual([same])
    await merge(later, same)
    expect(await ask('pick-2')).toMatchObject([{ id: later, joined: 1 }])
    await expect(ask('', nobody)).rejects.toThrow('404')
  })

  test('lists what was joined page by page, the most kicks first', async () => {
    const parent = await add()
    for (let n = 0; n < 5; n += 1) await add({ state: 'merged', merged_into: parent, kicks: n === 4 ? 3 : n })
    const ask = async (query: string) =>
      (await world.call(`/incidents/${parent}/members?${query}`, { as: world.of('viewer') })).json()
    const kicks: number[] = []
    let cursor = ''
    do {
      const page = await ask(`limit=2${cursor && `&cursor=${cursor}`}`)
      expect(page.total).toEqual({ count: 5, capped: false })
      kicks.push(...page.items.map((one: { kicks: number }) => one.kicks))
      cursor = page.nextCursor ?? ''
    } while (cursor)
    expect(kicks).toEqual([3, 3, 2, 1, 0])
    expect((await ask(`search=client-${made}`)).items).toMatchObject([{ clientId: `client-${made}`, kicks: 3 }])
    const statusOf = async (path: string) => (await world.call(path, { as: world.of('viewer') })).status
    expect(await statusOf(`/incidents/${nobody}/members`)).toBe(404)
    expect(await statusOf(`/incidents/${parent}/members?cursor=rubbish`)).toBe(400)
  })

  test('two people who join two incidents to each other', async () => {
    const [a, b] = [await add(), await add()]
    const answers = await Promise.all([merge(a, b), merge(b, a)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const states = [(await world.get(a)).state, (await world.get(b)).state].sort()
    expect(states).toEqual(['merged', 'new'])
  })
})

describe('tasks', () => {
  test('are added, ticked once, and opened again', async () => {
    const id = await add()
    const added = await world.post(`/incidents/${id}/tasks`, { text: ' Call the site ' })
    expect(added.status).toBe(201)
    const task = await added.json()
    const set = (done: boolean, as = world.of('responder')) =>
      world.send('PATCH', `/incidents/${id}/tasks/${task.id}`, { done }, as)
    await set(true)
    expect(await (await set(true, world.of('admin'))).json()).toMatchObject({
      text: 'Call the site',
      doneBy: 'A responder',
    })
    expect(await (await set(false)).json()).toMatchObject({ doneAt: null, doneBy: null })
    const elsewhere = `/incidents/${await add()}/tasks/${task.id}`
    expect((await world.send('PATCH', elsewhere, { done: true }, world.of('responder'))).status).toBe(404)
    expect((await timeline(id)).map(({ title }) => title)).toEqual(['Task open again', 'Task done', 'Task added'])
  })

  test('many at once have a place each', async () => {
    const id = await add()
    await Promise.all([1, 2, 3, 4].map((n) => world.post(`/incidents/${id}/tasks`, { text: `Task ${n}` })))
    expect((await world.get(id)).tasks).toHaveLength(4)
  })
})

describe('exercises', () => {
  const start = (body: object = {}) => world.post('/drills', { account: 2, scenario: 'second-process', ...body })

  test('need a simulator, an account, and their turn', async () => {
    expect(await refusal(await start())).toMatch(/^409 .*simulator/)
    await world.pool.query('insert into drill_ground (seen_at) values (now())')
    expect((await start({ account: 99 })).status).toBe(404)
    expect((await start({ scenario: 'undecided' })).status).toBe(400)
    const answers = await Promise.all([start(), start()])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const [drill]: Drill[] = await (await world.call('/drills?account=2', { as: world.of('viewer') })).json()
    expect(drill).toMatchObject({ scenario: 'second-process', state: 'wanted', by: 'A responder', incident: null })
  })
})

test('a run answers an incident of its account', async () => {
  const body = { action: 'disconnect-client', selection: { scope: 'named', names: ['some-client'] } }
  const id = await add()
  const plan = (more: object) => world.post('/response/runs', { account: 1, ...body, ...more })
  expect((await plan({ incident: nobody })).status).toBe(404)
  expect((await plan({ incident: await add({ account_id: 2 }) })).status).toBe(409)
  const run = await plan({ incident: id })
  expect(run.status).toBe(201)
  // A plan that nobody asked for answers nothing.
  expect((await world.get(id)).runs).toEqual([])
  expect(await timeline(id)).toEqual([])
  await world.pool.query(`update response_runs set state = 'queued', requested_at = now() where incident_id = $1`, [id])
  expect((await world.get(id)).runs).toMatchObject([{ action: 'disconnect-client', containedInS: null }])
  expect((await timeline(id)).map(({ title }) => title)).toEqual([
    expect.stringMatching(/^Run \d+ asked for: Disconnect client$/),
  ])
})

test('figures count what is real and open, and list exercises apart', async () => {
  const { pool } = world
  await pool.query('delete from drills')
  await pool.query('delete from response_targets')
  await pool.query('delete from response_runs')
  await pool.query('delete from incidents')
  await add({ severity: 'critical', opened_at: new Date(), acknowledged_at: new Date(Date.now() + 60_000) })
  await add({ state: 'resolved', assignee_id: 'x' })
  await add({ drill: 'second-process', drill_by: 'A responder', severity: 'critical' })
  const figures = await (await world.call('/incidents/figures', { as: world.of('viewer') })).json()
  expect(figures).toMatchObject({
    open: 1,
    unassigned: 1,
    exercises: [{ scenario: 'second-process', by: 'A responder' }],
  })
  expect(figures.bySeverity[0]).toEqual({ severity: 'critical', count: 1 })
  expect(figures.perDay).toHaveLength(30)
  expect(figures.perDay.at(-1)).toMatchObject({ day: new Date().toISOString().slice(0, 10) })
  expect(figures.acknowledge.at(-1).medianS).toBeGreaterThan(0)
})

test('more people at once than there are connections all get their answer', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, () => add()))
  const started = performance.now()
  const answers = await Promise.all(ids.map((id) => world.change(id, { assignee: 'me' })))
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200))
  expect(performance.now() - started).toBeLessThan(8_000)
})
