import { beforeEach, describe, expect, test } from 'vitest'
import type { CheckGroup, CoverageItem, FindingFigures, FindingSummary } from '#contract/findings.ts'
import { answerFindingsCsv } from '#server/web/exports.ts'
import { aCertificate, aGroup, aPolicy, aThing, insert } from '../support/builders.ts'
import { toRequest } from '../support/web.ts'
import { useFindings } from './findings-world.ts'

const world = useFindings()
const nobody = '00000000-0000-4000-8000-000000000000'

beforeEach(() => world.clear())

type Page = { items: FindingSummary[]; nextCursor: string | null }
const list = (query = '') => world.json<Page>(`/findings?${query}`)
const { actions, subjects } = world

describe('the list', () => {
  test('shows what is open and not suppressed, the worst first, then the longest failing', async () => {
    await world.insert({ subject: 'young', severity: 'high', opened_at: '2026-11-10T00:00:00Z' })
    await world.insert({ subject: 'old', severity: 'high', opened_at: '2026-11-02T00:00:00Z' })
    await world.insert({ subject: 'worst', severity: 'critical', account_id: 2 })
    await world.insert({ subject: 'over', open: false, resolved_at: '2026-11-12T00:00:00Z' })
    expect(await subjects()).toEqual(['worst', 'old', 'young'])
    expect(await subjects('state=resolved')).toEqual(['over'])
    expect(await subjects('account=1&sort=-opened')).toEqual(['young', 'old'])
  })

  test.each(['severity', 'opened', '-opened'])('page by page, sorted by %s, shows each once', async (sort) => {
    for (let index = 0; index < 9; index++) {
      const account_id = 1 + (index % 2)
      await world.insert({ subject: `s${index}`, severity: ['high', 'low'][index % 2], account_id })
    }
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page = await list(`sort=${sort}&limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      seen.push(...page.items.map(({ subject }) => subject))
      cursor = page.nextCursor
    }
    expect(seen.toSorted()).toEqual(Array.from({ length: 9 }, (_, index) => `s${index}`))
  })

  test('filters by check, severity, source, kind, resource, part of its name and owner', async () => {
    await world.insert({
      subject: 'pump-01',
      subject_kind: 'thing',
      check_id: 'x',
      severity: 'low',
      sources: ['audit'],
    })
    await world.insert({ subject: 'line_1' })
    for (const query of ['check=x', 'severity=low', 'source=audit', 'kind=thing', 'subject=pump-01', 'search=UMP']) {
      expect(await subjects(query), query).toEqual(['pump-01'])
    }
    expect(await subjects('search=e_1')).toEqual(['line_1'])
    expect(await subjects('owner=me')).toEqual([])
    expect(await subjects('owner=nobody')).toHaveLength(2)
    expect(await world.json('/findings/count?check=x')).toEqual({ count: 1, capped: false })
  })

  test('of a thing: its own, its certificates’, and those of the policies that reach it', async () => {
    const { pool } = world
    const own = async (table: string, row: Record<string, unknown>) => (await insert(pool, table, [row]))[0]
    const thing = await own('things', aThing({ name: 'same' }))
    await own('things', aThing({ name: 'same', account_id: 2 }))
    const certificate = await own('certificates', aCertificate({ certificate_id: 'cert' }))
    await insert(pool, 'thing_certificates', [
      { account_id: 1, thing_row_id: thing, certificate_row_id: certificate, exclusive: false },
    ])
    const site = await own('thing_groups', aGroup({ name: 'site' }))
    const line = await own('thing_groups', aGroup({ name: 'line', parent_name: 'site' }))
    const apart = await own('thing_groups', aGroup({ name: 'apart' }))
    await insert(pool, 'thing_group_members', [
      { account_id: 1, thing_row_id: thing, thing_name: 'same', group_row_id: line },
    ])
    const attach = async (name: string, severity: string, target: Record<string, unknown>, gone_at?: string) => {
      const policy_row_id = await own('policies', aPolicy({ name, gone_at: gone_at ?? null }))
      const kind = 'group_row_id' in target ? 'thing-group' : 'certificate'
      await insert(pool, 'policy_targets', [{ account_id: 1, policy_row_id, kind, target: name, ...target }])
      await world.insert({ subject: name, subject_kind: 'policy', severity })
    }
    await attach('of-certificate', 'medium', { certificate_row_id: certificate })
    await attach('of-parent', 'low', { group_row_id: site })
    await attach('of-another', 'low', { group_row_id: apart })
    await attach('gone', 'low', { certificate_row_id: certificate }, '2026-11-01T00:00:00Z')
    await world.insert({ subject: 'cert', severity: 'critical' })
    await world.insert({ subject: 'same', subject_kind: 'thing', severity: 'high' })
    await world.insert({ subject: 'same', subject_kind: 'policy', check_id: 'another' })
    await world.insert({ subject: 'same', subject_kind: 'thing', account_id: 2, severity: 'info' })
    expect(await subjects('account=1&thing=same')).toEqual(['cert', 'same', 'of-certificate', 'of-parent'])
    expect(await subjects('thing=same')).toHaveLength(5)
    expect(await subjects('account=1&thing=same&kind=policy')).toEqual(['of-certificate', 'of-parent'])
    expect(await subjects('thing=unheard-of')).toEqual([])
    expect(await world.json('/findings/count?account=1&thing=same')).toEqual({ count: 4, capped: false })
    const request = toRequest('/api/exports/findings.csv?account=1&thing=same', { as: world.of('viewer') })
    expect((await (await answerFindingsCsv(world.web, request)).text()).trim().split('\n')).toHaveLength(5)
  })

  test('as CSV, in the same order, with formulas made harmless', async () => {
    await world.insert({ subject: '=cmd()', severity: 'low' })
    await world.insert({ subject: 'worse', severity: 'high' })
    const request = toRequest('/api/exports/findings.csv', { as: world.of('viewer') })
    const [header, ...rows] = (await (await answerFindingsCsv(world.web, request)).text()).trim().split('\n')
    expect(header).toMatch(/^aws_account_id,region,check,severity,kind,resource/)
    expect(rows.map((row) => row.split(',')[5])).toEqual(['worse', "'=cmd()"])
  })

  test('refuses a page of another list', async () => {
    expect((await world.send('GET', '/findings?cursor=WzFd')).status).toBe(400)
  })
})

describe('by check', () => {
  const told = (row: Record<string, unknown>) => {
    const all = {
      account_id: 1,
      source: 'ours',
      subject_kind: 'certificate',
      judged_at: '2026-11-20T00:00:00Z',
      ...row,
    }
    const names = Object.keys(all)
    return world.pool.query(
      `insert into check_results (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(all),
    )
  }
  const groups = () => world.json<CheckGroup[]>('/findings/checks')

  test('facts are as old as our check’s, also when tonight’s audit looks at the same; each witness has its own', async () => {
    const audit = { source: 'audit', judged_at: '2026-11-20T00:00:00Z', facts_at: '2026-11-20T00:00:00Z' }
    const ours = { judged_at: '2026-11-20T09:31:00Z', facts_at: '2026-11-20T09:30:00Z' }
    await told({ check_id: 'certificate-expiring', state: 'failing', ...audit })
    await told({ check_id: 'certificate-expiring', state: 'failing', ...ours })
    const id = await world.insert({ sources: ['audit', 'ours'] })
    const [group] = await groups()
    expect(group?.factsAt).toBe('2026-11-20T09:30:00.000Z')
    const { factsAt, witnesses } = await world.get(id)
    expect(factsAt).toBe('2026-11-20T09:30:00.000Z')
    expect(witnesses.map(({ source, factsAt }) => [source, factsAt])).toEqual([
      ['audit', '2026-11-20T00:00:00.000Z'],
      ['ours', '2026-11-20T09:30:00.000Z'],
    ])
  })

  test('facts of the audit alone are as old as the audit', async () => {
    await told({ check_id: 'certificate-expiring', state: 'unknown', why_not: 'Never read' })
    const audit = { source: 'audit', judged_at: '2026-11-20T00:00:00Z', facts_at: '2026-11-20T00:00:00Z' }
    await told({ check_id: 'certificate-expiring', state: 'failing', ...audit })
    const id = await world.insert({ sources: ['audit'] })
    expect((await world.get(id)).factsAt).toBe('2026-11-20T00:00:00.000Z')
  })

  test('x of y, and what no facts decide is unknown, never passed', async () => {
    await told({ check_id: 'certificate-expiring', state: 'failing', evaluated: 10, failing: 1 })
    await told({ check_id: 'a-quiet-one', state: 'passed', evaluated: 10 })
    await told({ check_id: 'a-blind-one', state: 'unknown', why_not: 'Its facts are stale' })
    await told({ check_id: 'half-blind', state: 'passed', evaluated: 10, unknown: 3 })
    await told({ check_id: 'a-quiet-one', account_id: 2, state: 'unknown', why_not: 'Never read' })
    await world.insert()
    expect(
      (await groups()).map(({ check, state, failing, evaluated, unknown, whyNot }) => [
        check,
        state,
        failing,
        evaluated,
        unknown,
        whyNot,
      ]),
    ).toEqual([
      ['certificate-expiring', 'failing', 1, 10, 0, null],
      ['a-blind-one', 'unknown', 0, null, 0, 'Its facts are stale'],
      ['a-quiet-one', 'unknown', 0, 10, 0, 'Never read'],
      ['half-blind', 'unknown', 0, 10, 3, null],
    ])
  })

  test('two sources of one check count its resources once', async () => {
    await told({ check_id: 'certificate-expiring', state: 'passed', evaluated: 10 })
    await told({ check_id: 'certificate-expiring', source: 'audit', state: 'passed', evaluated: 9 })
    expect(await groups()).toMatchObject([{ state: 'passed', evaluated: 10, sources: ['ours'] }])
  })
})

describe('one finding', () => {
  test('a comment tells whom it names, and says which names are nobody’s', async () => {
    const id = await world.insert({ subject: 'c1' })
    const viewer = world.of('viewer')
    const text = 'Ask @A viewer and @Nemo'
    const answer = await world.send('POST', `/findings/${id}/comments`, { text })
    expect(await answer.json()).toMatchObject({ notMentioned: ['Nemo'] })
    const { rows } = await world.pool.query(
      `select title, body, path from notices where about = 'mention' and person_id = $1`,
      [viewer.id],
    )
    expect(rows).toEqual([
      {
        title: expect.stringContaining('mentioned A viewer in a finding on c1'),
        body: text,
        path: `/findings/${id}`,
      },
    ])
  })

  test('with its check, its witnesses and what was said of it', async () => {
    const id = await world.insert({ related: JSON.stringify([{ kind: 'thing', name: 'pump-01' }]) })
    await world.send('POST', `/findings/${id}/comments`, { text: 'Spare part' })
    expect(await world.get(id)).toMatchObject({
      title: 'Device certificate expires soon',
      related: [{ kind: 'thing', name: 'pump-01', detail: null }],
      witnesses: [{ source: 'ours', says: 'Expires in 12 days', goneAt: null }],
      log: [
        { kind: 'comment', text: 'Spare part', by: 'A responder' },
        { kind: 'opened', text: 'Expires in 12 days', by: null },
      ],
    })
  })

  test('that does not exist is not found, whatever is asked of it', async () => {
    expect((await world.send('GET', `/findings/${nobody}`)).status).toBe(404)
    expect((await world.send('POST', `/findings/${nobody}/comments`, { text: 'Hello' })).status).toBe(404)
    expect((await world.send('PUT', `/findings/${nobody}/incident`, { incident: null })).status).toBe(404)
  })

  test('is linked to an incident of its account only', async () => {
    const id = await world.insert()
    const { rows } = await world.pool.query(
      `insert into incidents (account_id, client_id, cause, confidence, severity, first_at, last_at, kicks, opened_at)
       values (1, 'a', 'undecided', 0, 'low', now(), now(), 3, now()), (2, 'b', 'undecided', 0, 'low', now(), now(), 3, now())
       returning id, account_id, number`,
    )
    const [own, other] = rows
    expect((await world.send('PUT', `/findings/${id}/incident`, { incident: other.id })).status).toBe(400)
    expect((await world.send('PUT', `/findings/${id}/incident`, { incident: own.id })).status).toBe(200)
    expect((await world.get(id)).incident).toEqual({ id: own.id, number: own.number })
    expect((await list(`incident=${own.id}`)).items).toMatchObject([{ id }])
    expect((await list(`incident=${other.id}`)).items).toEqual([])
  })
})

describe('owners', () => {
  test('are given to named findings, once, and it is in the trail', async () => {
    const id = await world.insert()
    const owner = world.of('approver')
    const give = () => world.send('POST', '/findings/assignments', { selection: { ids: [id] }, owner: owner.id })
    expect(await (await give()).json()).toEqual({ changed: 1 })
    expect(await (await give()).json()).toEqual({ changed: 0 })
    expect((await world.get(id)).owner).toEqual({ id: owner.id, name: 'A approver' })
    expect(await actions()).toContainEqual({ action: 'finding.assigned', result: 'ok' })
  })

  test('are given to a filter only while it matches as many as were seen', async () => {
    await world.insert({ check_id: 'x' })
    await world.insert({ check_id: 'x' })
    const give = (seen: number) =>
      world.send('POST', '/findings/assignments', {
        selection: { matching: { check: 'x' }, seen },
        owner: world.of('viewer').id,
      })
    expect((await give(1)).status).toBe(409)
    expect(await (await give(2)).json()).toEqual({ changed: 2 })
  })

  test('must be people', async () => {
    const id = await world.insert()
    expect((await world.send('POST', '/findings/assignments', { selection: { ids: [id] }, owner: 'x' })).status).toBe(
      400,
    )
    expect(
      (await world.send('POST', '/findings/assignments', { selection: { ids: [nobody] }, owner: null })).status,
    ).toBe(404)
  })
})

test('figures say what there is, day by day, and nothing where nothing was judged', async () => {
  await world.insert({ severity: 'critical' })
  await world.pool.query(
    `insert into finding_days (account_id, day, check_id, open, opened, resolved) values (1, current_date, 'x', 3, 2, 1)`,
  )
  const figures = await world.json<FindingFigures>('/findings/figures?account=1')
  expect(figures).toMatchObject({ open: 1, suppressed: 0, medianDaysToResolve: null })
  expect(figures.bySeverity[0]).toEqual({ severity: 'critical', count: 1 })
  expect(figures.perDay).toHaveLength(90)
  expect(figures.perDay.at(-1)).toMatchObject({ open: 3, opened: 2, resolved: 1 })
  expect(figures.perDay[0]).toMatchObject({ open: null })
})

test('coverage names what is off and the command that turns it on; what was not read is unknown', async () => {
  const keep = (kind: string, facts: object) =>
    world.pool.query(
      `insert into aws_objects (account_id, kind, name, facts, content_hash, seen_at) values (1, $1, 'account', $2, 1, now())`,
      [kind, JSON.stringify(facts)],
    )
  await keep('audit-configuration', { auditCheckConfigurations: { LOGGING_DISABLED_CHECK: { enabled: true } } })
  await keep('logging', { configured: true, defaultLogLevel: 'ERROR' })
  await world.pool.query(
    `insert into collections (account_id, collector, last_outcome, last_finished_at, last_success_at, last_error, left_out)
     values (1, 'mitigation', 'partial', now(), now(), 'Not everything could be read.', '{mitigation-action}')`,
  )
  const items = await world.json<CoverageItem[]>('/findings/coverage?account=1')
  const of = (id: string) => items.find((item) => item.id === `1 ${id}`)
  expect(of('audit')).toMatchObject({ state: 'partly' })
  expect(of('audit DEVICE_CERTIFICATE_SHARED_CHECK')).toMatchObject({
    state: 'off',
    command: expect.stringContaining('update-account-audit-configuration'),
  })
  expect(of('schedule LOGGING_DISABLED_CHECK')).toMatchObject({
    state: 'partly',
    command: expect.stringContaining('create-scheduled-audit'),
  })
  expect(of('logging')).toMatchObject({ state: 'partly', command: expect.stringContaining('--default-log-level INFO') })
  expect(of('index')).toMatchObject({ state: 'unknown' })
  expect(of('feed certificates')).toMatchObject({ state: 'unknown' })
  expect(of('feed mitigation')).toMatchObject({
    state: 'partly',
    detail: 'Its facts are fresh, but not all of them: Not everything could be read.',
  })
})
