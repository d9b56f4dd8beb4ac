import { describe, expect, test } from 'vitest'
import type { Incident, TimelineEntry } from '#contract/incidents.ts'
import type { Playbook } from '#contract/playbooks.ts'
import { defaultPlaybooks } from '#server/incidents/playbooks.ts'
import { useIncidents } from './incidents-world.ts'
import { refusal } from './response-world.ts'

const world = useIncidents()
let made = 0
const add = (row: object = {}) => world.add({ client_id: `client-${++made}`, ...row })

describe('a playbook', () => {
  const put = (cause: string, body: object, as = world.of('approver')) =>
    world.send('PUT', `/playbooks/${cause}`, body, as)
  const reset = (cause: string, version: number, as = world.of('approver')) =>
    world.send('POST', `/playbooks/${cause}/reset`, { version }, as)
  const read = async (cause: string): Promise<Playbook> => {
    const all: Playbook[] = await (await world.call('/playbooks', { as: world.of('viewer') })).json()
    expect(all).toHaveLength(8)
    return all.find((one) => one.cause === cause) as Playbook
  }

  test('is what the next incident begins with, once somebody changed it', async () => {
    const own = defaultPlaybooks['flapping-link']
    const before = await read('flapping-link')
    expect(before).toEqual({ cause: 'flapping-link', steps: own, own, version: 0, changed: null })
    expect((await put('flapping-link', { steps: ['x'], version: 0 }, world.of('responder'))).status).toBe(403)
    const after = await (await put('flapping-link', { steps: [' Ring the operator '], version: 0 })).json()
    expect(after).toMatchObject({ steps: ['Ring the operator'], own, version: 1, changed: { by: 'A approver' } })
    expect(await read('flapping-link')).toEqual(after)
    const id = await add({ cause: 'flapping-link' })
    const { tasks }: Incident = await (await world.change(id, { assignee: 'me' })).json()
    expect(tasks.map(({ text }) => text)).toEqual(['Ring the operator'])
  })

  test('is given back to what the product comes with, and who did it stays', async () => {
    expect((await reset('undecided', 0, world.of('responder'))).status).toBe(403)
    await put('undecided', { steps: ['One'], version: 0 })
    const back = await (await reset('undecided', 1, world.of('admin'))).json()
    expect(back).toMatchObject({ steps: defaultPlaybooks.undecided, version: 2, changed: { by: 'A admin' } })
    expect(await world.recorded('undecided')).toEqual(['playbook.changed', 'playbook.reset'])
  })

  test('of two who looked at the same one, the second is told and overwrites nothing', async () => {
    const answers = await Promise.all(
      ['One', 'Two'].map((step) => put('client-or-sdk-bug', { steps: [step], version: 0 })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const late = answers.find(({ status }) => status === 409) as Response
    expect(await refusal(late)).toMatch(/^409 A approver changed this playbook after you looked/)
    expect(await refusal(await reset('client-or-sdk-bug', 0))).toMatch(/^409 /)
    expect((await world.recorded('client-or-sdk-bug')).sort()).toEqual([
      ...['playbook.changed', 'playbook.changed refused', 'playbook.reset refused'],
    ])
  })

  test.each<[string, object]>([
    ['solar-flare', { steps: [], version: 0 }],
    ['undecided', { steps: [' '], version: 2 }],
    ['undecided', { steps: Array(31).fill('x'), version: 2 }],
    ['undecided', { steps: ['x'] }],
  ])('%s is refused with %j', async (cause, body) => {
    expect((await put(cause, body)).status).toBe(400)
  })
})

describe('the tasks of an incident', () => {
  const set = (id: string, body: object, as = world.of('responder')) =>
    world.send('PUT', `/incidents/${id}/tasks`, body, as)
  const begin = async (): Promise<Incident> =>
    (await world.change(await add({ cause: 'second-process' }), { assignee: 'me' })).json()

  test('are reworded, ordered, added and removed at once; ticks stay', async () => {
    const { id, tasks, tasksVersion } = await begin()
    const [a, b, c] = tasks.map((task) => task.id)
    await world.send('PATCH', `/incidents/${id}/tasks/${c}`, { done: true }, world.of('responder'))
    const wanted = [{ id: c, text: tasks[2]?.text }, { text: 'Call the site' }, { id: a, text: 'Find both' }]
    const after: Incident = await (await set(id, { tasks: wanted, version: tasksVersion })).json()
    expect(after.tasks.map(({ text }) => text)).toEqual([tasks[2]?.text, 'Call the site', 'Find both'])
    expect(after.tasks[0]).toMatchObject({ id: c, doneBy: 'A responder' })
    expect(after.tasksVersion).not.toBe(tasksVersion)
    const answer = await world.call(`/incidents/${id}/timeline`, { as: world.of('viewer') })
    const [entry]: TimelineEntry[] = (await answer.json()).items
    expect(entry).toMatchObject({ kind: 'task', title: 'Tasks changed', by: 'A responder' })
    expect(entry?.detail?.split('\n')).toEqual([
      'Added: Call the site',
      'Reworded: Find both',
      `Removed: ${tasks[1]?.text}`,
      'In another order',
    ])
    expect((await world.recorded(id)).at(-1)).toBe('incident.tasks-changed')
    expect(await refusal(await set(id, { tasks: [{ id: b, text: 'Gone' }], version: after.tasksVersion }))).toMatch(
      /^400 Each task is one of this incident/,
    )
    const twice = [a, a].map((one) => ({ id: one, text: 'x' }))
    expect((await set(id, { tasks: twice, version: after.tasksVersion })).status).toBe(400)
  })

  test('saying the same again changes nothing', async () => {
    const { id, tasks, tasksVersion } = await begin()
    const same = tasks.map(({ id, text }) => ({ id, text }))
    expect((await set(id, { tasks: same, version: tasksVersion })).status).toBe(200)
    expect(await world.recorded(id)).toEqual(['incident.changed'])
  })

  test('of two people at once the second is told', async () => {
    const { id, tasksVersion } = await begin()
    const answers = await Promise.all(
      ['One', 'Two'].map((text) => set(id, { tasks: [{ text }], version: tasksVersion })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await world.get(id)).tasks).toHaveLength(1)
    expect((await set(id, { tasks: [], version: 'x' }, world.of('viewer'))).status).toBe(403)
    const nobody = '00000000-0000-4000-8000-000000000000'
    expect((await set(nobody, { tasks: [], version: 'x' })).status).toBe(404)
  })
})

test('names are found by their beginning or that of an address, and nothing but names is given', async () => {
  const { pool } = world
  await pool.query(
    `insert into users (id, name, email, banned) values ('p1', 'Zoe Example', 'night.shift@example.test', false),
       ('p2', 'Zoe Gone', 'gone@example.test', true), ('p3', '100% Zed', 'zed@example.test', false)`,
  )
  const ask = async (search: string) =>
    (await world.call(`/people/names?search=${encodeURIComponent(search)}`, { as: world.of('viewer') })).json()
  for (const search of ['zoe', 'EXAM', 'night']) expect(await ask(search)).toEqual([{ id: 'p1', name: 'Zoe Example' }])
  expect(await ask('100%')).toEqual([{ id: 'p3', name: '100% Zed' }])
  expect(await ask('%')).toEqual([])
  expect((await ask('')).length).toBeLessThanOrEqual(8)
  expect((await world.call('/people/names')).status).toBe(401)
})
