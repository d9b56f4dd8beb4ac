import type { Report } from '#contract/reports.ts'
import { type FigureId, figures } from '#generated/figures.ts'
import { frameworks } from '#generated/frameworks.ts'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { type FeedRow, feedState } from '#server/sync/rules.ts'
import type { FailingItem, ReportContent } from '../content.ts'
import { findingIn, narrowedKinds } from '../facts/checks.ts'
import { figuresById } from '../facts/figures.ts'
import { loadFacts, type ReportFacts } from '../facts/load.ts'
import type { Framework } from '../framework.ts'
import { checksById, controlsById, judgeAll, tally } from '../judge.ts'
import { ofFramework } from '../queries/controls.ts'
import { listedSelect } from '../register.ts'
import { registers } from '../registers/all.ts'
import { listRetention } from '../retention/settings.ts'
import { accountIn, type FactScope } from '../scope.ts'
import type { WantedReport } from './wanted.ts'

const mostItems = 100
const frameworksById: Readonly<Record<string, Framework>> = frameworks

/** What a report says but for its registers, read on the connection of its snapshot. */
export async function gatherContent(
  connection: Sql,
  wanted: WantedReport,
  scope: FactScope,
): Promise<Omit<ReportContent, 'registers'>> {
  const facts = await loadFacts(connection, scope, { within: true })
  const results = ofFramework(judgeAll(facts), wanted.framework)
  const items = await failingItems(connection, scope)
  const framework = wanted.framework === null ? undefined : frameworksById[wanted.framework]
  return {
    format: 'fleetwarden-report/1',
    ...{ id: wanted.id, number: wanted.number, title: wanted.title },
    framework:
      framework && wanted.framework !== null
        ? { id: wanted.framework, title: framework.title, edition: framework.edition }
        : null,
    scope: { accounts: await accountsOf(connection, scope), groups: [...scope.groups] },
    asOf: scope.now.toISOString(),
    requestedBy: wanted.by_name,
    answers: tally(results),
    controls: results.map((result) => {
      const { about, checks = [] } = controlOf(result.control)
      return { ...result, about, items: checks.flatMap((check) => items.get(check) ?? []) }
    }),
    figures: figuresIn(facts),
    facts: await feedsOf(connection, scope),
    records: await listRecords(connection, scope),
    retention: (await listRetention(connection)).map(({ kind, days, oldestAt }) => ({ kind, days, oldestAt })),
    notes: [...notesOn(facts), ...(await groupsMissing(connection, scope))],
  }
}

const controlOf = (id: string) => {
  const found = Object.entries(controlsById).find(([name]) => name === id)?.[1]
  if (!found) throw new Error(`There is no control ${id}`)
  return found
}

async function accountsOf(connection: Sql, { accounts }: FactScope): Promise<ReportContent['scope']['accounts']> {
  const { rows } = await connection.query<ReportContent['scope']['accounts'][number]>(
    `select id, name, aws_account_id as "awsAccountId", region from aws_accounts where id = any($1::int[]) order by id`,
    [accounts],
  )
  return rows
}

/** The worst that fail each check, at most a hundred, by the check. All of them are in the register of findings. */
async function failingItems(connection: Sql, scope: FactScope): Promise<Map<string, FailingItem[]>> {
  const { rows } = await connection.query<FailingItem & { since: Date }>(
    toQuery(sql`select c.id as "check", item.* from unnest(${Object.keys(checksById)}::text[]) c(id) cross join lateral (
        select f.account_id as account, f.subject_kind as kind, f.subject as name, f.severity, f.detail, f.opened_at as since
        from findings f where f.open and f.suppression_id is null and f.check_id = c.id
          and ${accountIn(scope, sql`f.account_id`)} and ${findingIn(scope)}
        order by f.rank, f.opened_at, f.id limit ${mostItems}) item`),
  )
  const items = new Map<string, FailingItem[]>()
  for (const row of rows) {
    const item = { ...row, since: (row.since as Date).toISOString() }
    items.set(row.check, [...(items.get(row.check) ?? []), item])
  }
  return items
}

function figuresIn({ figures: told }: ReportFacts): ReportContent['figures'] {
  return (Object.keys(figures) as FigureId[]).map((id) => {
    const { value = null, of = null, at = null, whyNot = null } = told.get(id) ?? {}
    return { id, title: figuresById[id].title, value, of, at: at?.toISOString() ?? null, whyNot }
  })
}

async function feedsOf(connection: Sql, { accounts, now }: FactScope): Promise<Report['facts']> {
  const { rows } = await connection.query<FeedRow & { account: number; collector: string }>(
    `select account_id as account, collector, state, last_outcome as "lastOutcome", last_success_at as "lastSuccessAt",
       last_finished_at as "lastFinishedAt", lease_until as "leaseUntil" from collections where account_id = any($1::int[])`,
    [accounts],
  )
  return accounts.flatMap((account) =>
    Object.entries(feedKinds).map(([collector, { title, everyMs }]) => {
      const row = rows.find((one) => one.account === account && one.collector === collector) ?? null
      const at = row?.lastSuccessAt?.toISOString() ?? null
      return { account, feed: title, state: feedState(row, everyMs / 1000, now), at }
    }),
  )
}

async function listRecords(connection: Sql, scope: FactScope): Promise<ReportContent['records']> {
  const records: ReportContent['records'] = {}
  for (const register of registers.filter(({ listed }) => listed > 0)) {
    const { rows } = await connection.query<{ item: Record<string, unknown> }>(toQuery(listedSelect(register, scope)))
    records[register.name] = rows.map(({ item }) => item)
  }
  return records
}

/** What a reader must know: what is wider than the scope, and what could not be told at all. */
function notesOn({ scope, figures: told }: ReportFacts): string[] {
  const notes = ['The trail is of the whole installation: what people did is not divided by accounts.']
  const untold = [...told].filter(([, { value }]) => value === null).map(([id]) => figuresById[id].title)
  if (untold.length > 0) notes.push(`Figures that could not be told: ${untold.join('; ')}.`)
  if (scope.groups.length === 0) return notes
  const checks = Object.values(checksById).filter(({ about }) => !narrowedKinds.includes(about))
  const wide = Object.values(figuresById).filter(({ narrows }) => narrows === 'accounts')
  const whole = registers.filter(({ narrows }) => narrows === 'accounts')
  return [
    ...notes,
    `Thing groups narrow what is about things, their certificates and client IDs, groups beneath them included. ${checks.length} checks are about other resources and cover whole accounts, as do ${wide.length} figures. Each says so where it stands.`,
    `Of whole accounts are the registers ${whole.map(({ name }) => name).join(', ')}.`,
  ]
}

/** Thing groups of the scope that some of its accounts do not have: of these accounts they narrow to nothing. */
async function groupsMissing(connection: Sql, { accounts, groups }: FactScope): Promise<string[]> {
  const { rows } = await connection.query<{ name: string; of: string[] }>(
    `select g.name, array_agg(a.name order by a.id) as of from unnest($2::text[]) g(name) cross join aws_accounts a
     where a.id = any($1::int[]) and not exists (select from thing_groups t
       where t.account_id = a.id and t.name = g.name and not t.billing and t.gone_at is null)
     group by g.name order by g.name`,
    [accounts, groups],
  )
  return rows.map(({ name, of }) => `There is no thing group ${name} in ${of.join(', ')}.`)
}
