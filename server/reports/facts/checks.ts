import { type CheckState, checkState } from '#contract/findings.ts'
import { severity } from '#contract/incidents.ts'
import { type CheckId, checks } from '#generated/checks.ts'
import type { Check } from '#server/findings/check.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import type { CheckFacts } from '../control.ts'
import { accountIn, certificateIn, type FactScope, thingIn, thingNamedIn } from '../scope.ts'
import { oldest, type Trust } from './feeds.ts'
import type { Counted } from './kept.ts'

type Row = {
  check_id: string
  accounts: number
  states: string[]
  evaluated: number | string | null
  unknown: number | string
  facts_at: Date | null
  why_not: string | null
  failing: number
  suppressed: number
  worst: string | null
}

/** What was counted of the findings of each check, by the check. */
export type CheckCounts = ReadonlyMap<string, Row>

/** Counts what is open and what was judged over the scope: all findings that are open are looked at. */
export async function countChecks(connection: Sql, scope: FactScope): Promise<CheckCounts> {
  const { rows } = await connection.query<Row>(toQuery(checksStatement(scope)))
  return new Map(rows.map((row) => [row.check_id, row]))
}

/**
 * What every check says over the scope, by its id. What was judged on facts that are stale by now is unknown, and no age
 * is younger than the counts.
 */
export function checksSay(
  { value: counts, at: countedAt }: Counted<CheckCounts>,
  scope: FactScope,
  trust: Trust,
): Map<CheckId, CheckFacts> {
  const all = Object.entries<Check>(checks) as [CheckId, Check][]
  return new Map(
    all.map(([id, check]) => {
      const facts = toFacts(check, counts.get(id), scope, trust)
      return [id, { ...facts, factsAt: facts.factsAt && oldest([facts.factsAt, countedAt]) }]
    }),
  )
}

/** The statement behind the checks' figures: open findings counted by resource, and what the checks could not judge. */
export function checksStatement(scope: FactScope): Fragment {
  return sql`with open as (
      -- Resources, not findings: one may fail in several ways.
      select f.check_id, count(distinct (f.account_id, f.subject)) filter (where f.suppression_id is null)::int as failing,
        count(distinct (f.account_id, f.subject)) filter (where f.suppression_id is not null)::int as suppressed,
        min(f.rank) filter (where f.suppression_id is null) as worst
      from findings f where f.open and ${accountIn(scope, sql`f.account_id`)} and ${findingIn(scope)} group by f.check_id),
    told as (
      select check_id, count(*)::int as accounts, array_agg(distinct state) as states, sum(evaluated) as evaluated,
        sum(unknown) as unknown, min(why_not) as why_not, min(facts_at) as facts_at
      from check_results r where r.source = 'ours' and ${accountIn(scope, sql`r.account_id`)} group by check_id)
    select coalesce(t.check_id, o.check_id) as check_id, coalesce(t.accounts, 0) as accounts, coalesce(t.states, '{}') as states,
      t.evaluated, coalesce(t.unknown, 0) as unknown, t.facts_at, t.why_not, coalesce(o.failing, 0) as failing,
      coalesce(o.suppressed, 0) as suppressed, (array['critical', 'high', 'medium', 'low', 'info'])[o.worst + 1] as worst
    from told t full join open o on o.check_id = t.check_id order by 1`
}

/** Whether a finding `f` is about a resource in scope. Groups narrow things, their certificates and clients; the rest is the account's. */
export function findingIn(scope: FactScope): Fragment {
  if (scope.groups.length === 0) return sql`true`
  return sql`case f.subject_kind when 'thing' then ${thingIn(scope, sql`f.subject_row_id`)}
    when 'certificate' then ${certificateIn(scope, sql`f.subject_row_id`)}
    when 'client' then ${thingNamedIn(scope, sql`f.account_id`, sql`f.subject`)} else true end`
}

/** The kinds of resources whose findings a group narrows. */
export const narrowedKinds: readonly string[] = ['thing', 'certificate', 'client']

function toFacts({ title, reads }: Check, row: Row | undefined, scope: FactScope, trust: Trust): CheckFacts {
  const { whyNot, factsAt } = trust(reads)
  const missing = scope.accounts.length - (row?.accounts ?? 0)
  const notJudged = missing > 0 ? notJudgedIn(missing, scope.accounts.length) : null
  const failing = row?.failing ?? 0
  const said = stateOf(row, failing)
  const unsure = said === 'passed' ? (whyNot ?? notJudged) : null
  // What a check looked at is counted by account: of a group nobody knows.
  const narrowed = scope.groups.length > 0
  return {
    title,
    state: unsure === null ? said : 'unknown',
    failing,
    worst: row?.worst ? severity.parse(row.worst) : null,
    suppressed: row?.suppressed ?? 0,
    unknown: Number(row?.unknown ?? 0),
    evaluated: narrowed || row?.evaluated == null ? null : Number(row.evaluated),
    factsAt: row?.facts_at ? oldest([row.facts_at, factsAt]) : factsAt,
    whyNot: unsure ?? row?.why_not ?? notJudged ?? whyNot,
  }
}

const notJudgedIn = (missing: number, of: number) =>
  missing === of ? 'Not judged yet' : `Not judged yet in ${missing} of ${of} accounts`

// From what must be seen first to what may be seen last, as the page of findings has it.
const gravity: readonly CheckState[] = ['error', 'unknown', 'waiting', 'off', 'passed']

function stateOf(row: Row | undefined, failing: number): CheckState {
  if (failing > 0) return 'failing'
  if (!row || row.states.length === 0) return 'unknown'
  const said = row.states.map((state) => checkState.catch('unknown').parse(state))
  return gravity.find((state) => said.includes(state)) ?? 'passed'
}
