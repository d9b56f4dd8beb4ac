import { type CheckGroup, type CheckState, checkState, findingSource, subjectKind } from '#contract/findings.ts'
import { severity } from '#contract/incidents.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { describeCheck } from '../describe.ts'

type Row = {
  check_id: string
  subject_kind: string
  states: string[]
  evaluated: number | null
  unknown: number
  sources: string[]
  judged_at: Date | null
  facts_at: Date | null
  why_not: string | null
  failing: number
  suppressed: number
  worst: string | null
  oldest_at: Date | null
}

/**
 * Findings by check, those with the worst first. What could not be judged is unknown, also when nothing fails: the
 * least certain of the accounts decides, and one that fails decides before it.
 */
export async function listCheckGroups(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<CheckGroup[]> {
  const accounts = await accountsInScope(context, account)
  const { rows } = await context.database.pool.query<Row>(
    toQuery(sql`with counted as (
        select check_id, min(subject_kind) as subject_kind, bool_or(reason <> '') as reasoned,
          (count(*) filter (where suppression_id is null))::int as failing,
          (count(*) filter (where suppression_id is not null))::int as suppressed,
          min(rank) filter (where suppression_id is null) as worst, min(opened_at) filter (where suppression_id is null) as oldest_at
        from findings where open and account_id = any(${accounts}::int[]) group by check_id),
      open as (
        -- Resources, not findings: of some checks one may fail in several ways.
        select c.check_id, c.subject_kind, case when c.reasoned then r.failing else c.failing end as failing,
          case when c.reasoned then r.suppressed else c.suppressed end as suppressed, c.worst, c.oldest_at
        from counted c cross join lateral (
          select count(distinct (f.account_id, f.subject)) filter (where f.suppression_id is null)::int as failing,
            count(distinct (f.account_id, f.subject)) filter (where f.suppression_id is not null)::int as suppressed
          from findings f where c.reasoned and f.open and f.account_id = any(${accounts}::int[]) and f.check_id = c.check_id) r),
      told as (
        select check_id, min(subject_kind) as subject_kind, array_agg(distinct state) as states,
          array_agg(distinct source) as sources, max(judged_at) as judged_at, min(facts_at) as facts_at,
          -- Two sources look at the same resources: the larger number is of what was looked at.
          sum(evaluated) as evaluated, sum(unknown)::int as unknown, min(why_not) as why_not
        from (select distinct on (account_id, check_id) account_id, check_id, subject_kind, evaluated, unknown,
                -- Of who stands for it: an audit of this night makes what we read a minute ago no older.
                facts_at, max(judged_at) over one as judged_at, state, source,
                first_value(why_not) over (partition by account_id, check_id order by why_not nulls last) as why_not
              from check_results where account_id = any(${accounts}::int[])
              window one as (partition by account_id, check_id)
              order by account_id, check_id, (source = 'ours') desc, evaluated desc nulls last) one
        group by check_id)
      select coalesce(t.check_id, o.check_id) as check_id, coalesce(t.subject_kind, o.subject_kind) as subject_kind,
        coalesce(t.states, '{}') as states, t.evaluated, coalesce(t.unknown, 0) as unknown, coalesce(t.sources, '{}') as sources,
        t.judged_at, t.facts_at, t.why_not, coalesce(o.failing, 0) as failing, coalesce(o.suppressed, 0) as suppressed,
        (array['critical', 'high', 'medium', 'low', 'info'])[o.worst + 1] as worst, o.oldest_at
      from told t full join open o on o.check_id = t.check_id`),
  )
  return rows.map(toGroup).sort(byGravity)
}

function toGroup(row: Row): CheckGroup {
  const kind = subjectKind.catch('other').parse(row.subject_kind)
  const text = describeCheck(row.check_id, kind)
  return {
    check: row.check_id,
    title: text.title,
    subjectKind: kind,
    severity: row.worst === null ? text.severity : severity.parse(row.worst),
    state: stateOf(row),
    failing: row.failing,
    suppressed: row.suppressed,
    unknown: row.unknown,
    evaluated: row.evaluated === null ? null : Number(row.evaluated),
    sources: findingSource.options.filter((source) => row.sources.includes(source)),
    oldestAt: row.oldest_at?.toISOString() ?? null,
    judgedAt: row.judged_at?.toISOString() ?? null,
    factsAt: row.facts_at?.toISOString() ?? null,
    whyNot: row.why_not,
  }
}

// From what must be seen first to what may be seen last.
const gravity: readonly CheckState[] = ['failing', 'error', 'unknown', 'waiting', 'off', 'passed']

function stateOf({ states, failing, unknown }: Row): CheckState {
  if (failing > 0) return 'failing'
  const said: CheckState[] = states
    .map((state) => checkState.catch('unknown').parse(state))
    .filter((one) => one !== 'failing')
  const worst = gravity.find((state) => said.includes(state)) ?? (states.length > 0 ? 'passed' : 'unknown')
  return worst === 'passed' && unknown > 0 ? 'unknown' : worst
}

const severities = severity.options

function byGravity(a: CheckGroup, b: CheckGroup): number {
  return (
    gravity.indexOf(a.state) - gravity.indexOf(b.state) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    b.failing - a.failing ||
    a.title.localeCompare(b.title, 'en')
  )
}
