import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import yauzl from 'yauzl'
import { answerIncidentPack } from '#server/web/exports.ts'
import { readPdf, textsOf } from '../support/pdf.ts'
import { toRequest } from '../support/web.ts'
import { useIncidents } from './incidents-world.ts'

const world = useIncidents()
let id = ''
const asked = '10000000-0000-4000-8000-000000000001'
const onlyPlanned = '10000000-0000-4000-8000-000000000002'

beforeAll(async () => {
  id = await world.add({ client_id: '=HYPERLINK("x")', thing_name: null })
  await world.pool.query(
    `insert into connection_events (account_id, at, event_key, kind, client_id, principal, source_ip, duplicate, feed)
     select 1, timestamptz '2026-11-20 08:00Z' + n * interval '1 second', md5(n::text)::uuid, 'disconnect', $1, 'c', '192.0.2.1', true, 'logs'
     from generate_series(1, 500) n`,
    ['=HYPERLINK("x")'],
  )
  for (const [run, requested] of [
    [asked, `'2026-11-20 08:02Z'`],
    [onlyPlanned, 'null'],
  ] as const)
    await world.pool.query(
      `insert into response_runs (id, account_id, action, target_kind, state, by_id, by_name, targets, selection, incident_id,
         requested_at, finished_at, contained_in_s, reason)
       values ($1, 1, 'restore', 'thing', 'done', 'u', 'Ada', 1, '{}', $2, ${requested}, '2026-11-20 08:03Z', 4.2, 'A clone')`,
      [run, id],
    )
  await world.pool.query(
    `insert into activity (actor_name, action, object_kind, object_id, detail)
     values ('Ada', 'response.requested', 'run', $1, '{}'), ('System', 'response.target', 'certificate', 'c', jsonb_build_object('run', $1::text))`,
    [asked],
  )
  await world.post(`/incidents/${id}/comments`, { text: 'Seen at the second site, naïve 雪' })
})

const ask = (incident: string, as = world.of('viewer')) =>
  answerIncidentPack(world.web, toRequest(`/api/exports/incidents/${incident}.zip`, { as }))

async function unpacked(response: Response): Promise<Map<string, Buffer>> {
  const open = promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)
  const zip = await open(Buffer.from(await response.arrayBuffer()), { lazyEntries: true })
  const files = new Map<string, Buffer>()
  zip.readEntry()
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error)
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(Buffer.from(chunk))
        files.set(entry.fileName, Buffer.concat(chunks))
        zip.readEntry()
      })
    })
    zip.once('end', () => resolve(files))
    zip.once('error', reject)
  })
}

test('every file is in the manifest with its hash, and says what the console says', async () => {
  const response = await ask(id)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toMatch(/filename="incident-1-\d{4}-\d\d-\d\d\.zip"/)
  const files = await unpacked(response)
  const names = [
    'incident.pdf',
    'incident.json',
    'timeline.csv',
    'records.csv',
    'members.csv',
    'decisions.csv',
    'decisions.jsonl',
    'response.csv',
  ]
  expect([...files.keys()]).toEqual([...names, 'manifest.json'])
  const manifest = JSON.parse(String(files.get('manifest.json')))
  expect(manifest).toMatchObject({ id, exercise: false })
  expect(manifest.files).toEqual(
    names.map((name) => {
      const content = files.get(name) ?? Buffer.alloc(0)
      return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
    }),
  )
  const { tree, pages } = readPdf(files.get('incident.pdf') ?? Buffer.alloc(0))
  expect(pages.flatMap(({ strays }) => strays)).toEqual([])
  expect(textsOf(tree, 'H1')).toEqual(['Incident 1: =HYPERLINK("x")'])
  expect(textsOf(tree, 'H2')).toEqual(['Both sides', 'Response', 'Timeline, newest first', 'What this rests on'])
  expect(tree.text).toContain('Seen at the second site, naïve U+96EA')
  expect(JSON.parse(String(files.get('incident.json'))).id).toBe(id)
  const records = String(files.get('records.csv')).trim().split('\n')
  expect(records).toHaveLength(501)
  expect(records[1]).toContain(`"'=HYPERLINK(""x"")"`)
  expect(String(files.get('timeline.csv'))).toContain('Seen at the second site, naïve 雪')
  expect(String(files.get('decisions.csv'))).toContain('incident.commented')
})

test('the timeline is the one of the page, with the runs that were asked for', async () => {
  const timeline = String((await unpacked(await ask(id))).get('timeline.csv'))
  const { items } = await (await world.call(`/incidents/${id}/timeline`, { as: world.of('viewer') })).json()
  expect(timeline.trim().split('\n')).toHaveLength(1 + items.length)
  for (const { title } of items) expect(timeline).toContain(title)
  expect(timeline).toContain('asked for: Undo')
  expect(timeline).toContain('ended: done')
  expect(timeline).not.toContain('Run 2')
})

test('decisions hold what was done in its runs, each with what its seal covers', async () => {
  const lines = String((await unpacked(await ask(id))).get('decisions.jsonl'))
    .trim()
    .split('\n')
  const entries = lines.map((line) => JSON.parse(line))
  const names = entries.map(({ action }) => action)
  expect(names).toEqual(expect.arrayContaining(['incident.commented', 'response.requested', 'response.target']))
  for (const { previousHash, sealed, hash } of entries)
    expect(createHash('sha256').update(Buffer.from(previousHash, 'hex')).update(sealed).digest('hex')).toBe(hash)
})

test('a storm has the records of all that is joined to it, on the page and in the pack', async () => {
  const members = 130
  const storm = await world.add({ client_id: 'member-7', storm_key: 'type pump', member_count: members })
  await world.pool.query(
    `insert into incidents (account_id, client_id, cause, confidence, severity, state, merged_into, first_at, last_at, kicks)
     select 1, 'member-' || n, 'client-or-sdk-bug', 1, 'high', 'merged', $1, s.first_at, s.last_at, n
     from incidents s, generate_series(1, ${members}) n where s.id = $1`,
    [storm],
  )
  await world.pool.query(
    `insert into connection_events (account_id, at, event_key, kind, client_id, duplicate, feed)
     select 1, s.first_at + (n * 7 % 60) * interval '1 second', md5('storm' || n)::uuid, 'disconnect', 'member-' || (n % ${members} + 1), true, 'logs'
     from incidents s, generate_series(1, ${3 * members}) n where s.id = $1`,
    [storm],
  )
  const seen: { key: string; at: string }[] = []
  let cursor = ''
  do {
    const path = `/incidents/${storm}/events?limit=60${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
    const page = await (await world.call(path, { as: world.of('viewer') })).json()
    seen.push(...page.items)
    cursor = page.nextCursor ?? ''
  } while (cursor)
  expect(new Set(seen.map(({ key }) => key)).size).toBe(3 * members)
  expect(seen).toHaveLength(3 * members)
  expect(seen.map(({ at }) => at)).toEqual(
    seen
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  )
  const files = await unpacked(await ask(storm))
  const lines = (name: string) => String(files.get(name)).trim().split('\n')
  expect(lines('records.csv')).toHaveLength(1 + 3 * members)
  expect(lines('members.csv')).toHaveLength(1 + members)
  expect(lines('members.csv')[1]).toContain(`member-${members},`)
})

test('a run that was undone is nowhere said to keep anybody out', async () => {
  const undone = await world.add({ client_id: 'let-in-again' })
  const runOf = async (
    action: string,
    state: string,
    undoOf: string | null,
  ): Promise<{ id: string; number: number }> => {
    const { rows } = await world.pool.query(
      `with run as (insert into response_runs (account_id, action, target_kind, state, by_id, by_name, targets, selection,
           incident_id, requested_at, finished_at, contained_in_s, undo_of)
         values (1, $1, 'thing', 'done', 'u', 'Ada', 1, '{}', $3, now(), now(), case when $2 = 'contained' then 12 end, $4)
         returning id, number),
       target as (insert into response_targets (run_id, n, account_id, action, kind, name, state, attempted_at)
         select id, 1, 1, $1, 'thing', 'pump-7', $2, now() from run)
       select id, number from run`,
      [action, state, undone, undoOf],
    )
    return rows[0]
  }
  const { id: run, number } = await runOf('cut-off-thing', 'contained', null)
  const by = (await runOf('restore', 'confirmed', run)).number
  const files = await unpacked(await ask(undone))
  expect(String(files.get('response.csv')).split('\n')[1]).toMatch(
    new RegExp(`^${number},cut-off-thing,done,${by},Ada,.*,thing,pump-7,undone,`),
  )
  expect(String(files.get('timeline.csv'))).toContain(`1 contained, in 12.0 s, undone since by run ${by}`)
  const { tree } = readPdf(files.get('incident.pdf') ?? Buffer.alloc(0))
  expect(tree.text.replaceAll(/\s+/g, ' ')).toContain(`contained in 12.0 s, undone since by run ${by}`)
})

test('the trail says which incident was taken', async () => {
  await (await ask(id)).arrayBuffer()
  for (const action of ['exported', 'export.ended']) {
    const path = `/activity?action=${action}&limit=1`
    const { items } = await (await world.call(path, { as: world.of('viewer') })).json()
    expect(items[0]).toMatchObject({ subject: 'Incident 1', object: { kind: 'incident', id, name: 'Incident 1' } })
  }
})

test('nothing is held once it is taken or left', async () => {
  await (await ask(id)).arrayBuffer()
  await (await ask(id)).body?.cancel()
  await expect.poll(() => world.pool.totalCount - world.pool.idleCount).toBe(0)
})

test('one that is not there, one that is none, and strangers', async () => {
  expect((await ask('00000000-0000-4000-8000-000000000000')).status).toBe(404)
  expect((await ask('none')).status).toBe(400)
  const stranger = new Request('http://console.test/api/exports/incidents/x.zip')
  expect((await answerIncidentPack(world.web, stranger)).status).toBe(401)
})
