import { randomUUID } from 'node:crypto'
import { beforeAll } from 'vitest'
import type { Finding, FindingSummary } from '#contract/findings.ts'
import type { Role } from '#contract/roles.ts'
import { insertAccount } from '../support/builders.ts'
import { type TestPerson, useWeb } from '../support/web.ts'

type Row = Record<string, unknown>

const severities = ['critical', 'high', 'medium', 'low', 'info']

const aFinding = (row: Row) => ({
  id: randomUUID(),
  account_id: 1,
  check_id: 'certificate-expiring',
  subject_kind: 'certificate',
  subject: randomUUID().replaceAll('-', ''),
  reason: '',
  severity: 'medium',
  detail: 'Expires in 12 days',
  sources: ['ours'],
  open: true,
  first_seen_at: '2026-11-01T08:00:00Z',
  opened_at: '2026-11-01T08:00:00Z',
  resolved_at: null,
  content_hash: 1,
  ...row,
})

/** The web process with two accounts and a person of each role; findings as the evaluation would have written them. */
export function useFindings() {
  const api = useWeb()
  const people = new Map<Role, TestPerson>()
  const of = (role: Role) => {
    const person = people.get(role)
    if (!person) throw new Error('People exist from beforeAll on')
    return person
  }
  beforeAll(async () => {
    for (const role of ['viewer', 'responder', 'approver', 'admin'] as const) people.set(role, await api.person(role))
    await insertAccount(api.database.pool)
    await insertAccount(api.database.pool)
  })
  const send = (method: string, path: string, body?: unknown, as: TestPerson = of('responder')) =>
    api.call(path, { method, body, as })
  return {
    of,
    send,
    get web() {
      return api.web
    },
    get pool() {
      return api.database.pool
    },
    /** Takes away every finding, and what was decided about findings and checks. */
    async clear(): Promise<void> {
      await api.database.pool.query(
        'truncate findings, finding_witnesses, finding_log, finding_suppressions, check_results, check_settings, finding_days cascade',
      )
    },
    /** The resources of a list's first page, in its order. */
    async subjects(query = ''): Promise<string[]> {
      const response = await send('GET', `/findings?${query}`)
      const { items }: { items: FindingSummary[] } = await response.json()
      return items.map(({ subject }) => subject)
    },
    /** What the trail holds of findings and checks, oldest first. */
    async actions(): Promise<{ action: string; result: string }[]> {
      const { rows } = await api.database.pool.query(
        "select action, result from activity where action like 'finding.%' or action like 'check.%' order by id",
      )
      return rows
    },
    /** Writes a finding with its witness; returns its id. */
    async insert(row: Row = {}): Promise<string> {
      const finding: Row = aFinding(row)
      finding.rank = severities.indexOf(String(finding.severity))
      const names = Object.keys(finding)
      await api.database.pool.query(
        `insert into findings (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
        Object.values(finding),
      )
      await api.database.pool.query(
        `insert into finding_witnesses (finding_id, source, says, severity, first_at, last_at)
         select id, s, detail, severity, first_seen_at, opened_at from findings, unnest(sources) s where id = $1`,
        [finding.id],
      )
      return String(finding.id)
    },
    async json<Body>(path: string, as: TestPerson = of('viewer')): Promise<Body> {
      const response = await api.call(path, { as })
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    async get(id: string): Promise<Finding> {
      return this.json<Finding>(`/findings/${id}`)
    },
  }
}
