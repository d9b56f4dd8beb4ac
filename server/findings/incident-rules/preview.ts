import type { IncidentRulePreview, RuleDraft } from '#contract/incident-rules.ts'
import { requireAccount } from '#server/accounts/require-account.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { type SummaryRow, summaryColumns, toSummary } from '../queries/row.ts'
import { ranks } from '../ranks.ts'
import { type CandidateRow, candidateColumns, candidateTables, rulesInForce, toCandidate } from './load.ts'
import { replay } from './replay.ts'
import type { Rule } from './rules.ts'

const countedUpTo = 10_000
// Of what may be about the things named, so many are looked at, the worst first.
const lookedAtMost = 20_000
const examplesShown = 5
const days = 7
const replayedMost = 2_000

/** What a rule is about now, and what it would have opened in the last days. Throws a Refusal for an account that nobody knows. */
export async function previewIncidentRule(context: Context, draft: RuleDraft): Promise<IncidentRulePreview> {
  await requireAccount(context.database.pool, draft.account)
  const accounts = await accountsInScope(context, draft.account ?? undefined)
  const fits = sql`f.account_id = any(${accounts}::int[]) and f.suppression_id is null and f.rank <= ${ranks[draft.minSeverity]}::int
    and (${draft.checks.length === 0} or f.check_id = any(${draft.checks}::text[]))`
  const [now, week] = await Promise.all([matchingNow(context, draft, fits), lastDays(context, draft, fits)])
  return { ...now, week }
}

async function matchingNow({ database: { pool } }: Context, draft: RuleDraft, fits: Fragment) {
  const { rows } = await pool.query<{ n: number; looked: number; examples: string[] }>(
    toQuery(sql`with f as materialized (
        select f.id, f.account_id, f.subject_kind, f.subject, f.rank, f.opened_at from findings f where f.open and ${fits}
        order by f.rank, f.opened_at, f.id limit ${lookedAtMost}),
      hit as materialized (select f.id, f.rank, f.opened_at from f where ${concerns(draft)} limit ${countedUpTo + 1})
      select (select count(*)::int from hit) as n, (select count(*)::int from f) as looked,
        array(select id::text from hit order by rank, opened_at, id limit ${examplesShown}) as examples`),
  )
  const { n = 0, looked = 0, examples = [] } = rows[0] ?? {}
  const { rows: first } = await pool.query<SummaryRow>(
    toQuery(
      sql`select ${summaryColumns} from findings f where f.id = any(${examples}::uuid[]) order by f.rank, f.opened_at, f.id`,
    ),
  )
  return {
    matches: { count: Math.min(n, countedUpTo), capped: n > countedUpTo || looked >= lookedAtMost },
    examples: first.map(toSummary),
  }
}

/** Whether a finding `f` is about a thing of the types or groups that are named; true where none is. */
function concerns({ types, groups }: RuleDraft): Fragment {
  if (types.length + groups.length === 0) return sql`true`
  return sql`exists (select from (
      select t.id, t.type_name from things t where f.subject_kind in ('thing', 'client') and t.account_id = f.account_id
        and t.name = f.subject and t.gone_at is null
      union all
      select t.id, t.type_name from certificates c join thing_certificates l on l.certificate_row_id = c.id
        join things t on t.id = l.thing_row_id and t.gone_at is null
        where f.subject_kind = 'certificate' and c.account_id = f.account_id and c.certificate_id = f.subject) t
    where t.type_name = any(${types}::text[]) or exists (
      select from thing_group_members m join thing_groups g on g.id = m.group_row_id
      where m.thing_row_id = t.id and g.name = any(${groups}::text[]) and not g.billing and g.gone_at is null))`
}

async function lastDays({ database: { pool }, now }: Context, draft: RuleDraft, fits: Fragment) {
  const since = new Date(now.getTime() - days * 86_400_000)
  const most = replayedMost + 1
  const { rows } = await pool.query<CandidateRow>(
    toQuery(sql`with opened as (
        (select f.* from findings f where f.open and ${fits} and f.opened_at >= ${since} order by f.opened_at, f.id limit ${most})
        union all
        (select f.* from findings f where not f.open and f.resolved_at >= ${since} and ${fits} and f.opened_at >= ${since}
          order by f.opened_at, f.id limit ${most})),
      first as materialized (select * from opened order by opened_at, id limit ${most})
      select ${text(candidateColumns)} from ${text(candidateTables('first'))} order by f.opened_at, f.id`),
  )
  const rule = ruleOf(draft)
  const others = (await rulesInForce(pool, now)).filter(({ id }) => id !== rule.id)
  // By name, as the database orders them: character by character.
  const rules = [...others, rule].sort((a, b) => (a.name < b.name ? -1 : 1))
  const opened = rows.slice(0, replayedMost).map((row) => ({ account: row.account, candidate: toCandidate(row) }))
  return { days, ...replay(rules, rule, draft.mostPerHour, opened), partly: rows.length > replayedMost }
}

// Text of our own that takes no values.
const text = (own: string) => new Fragment([own], [])

const ruleOf = ({ id = '', name = '', minSeverity, mostPerHour, ...rest }: RuleDraft): Rule => ({
  ...rest,
  ...{ id, name, version: 0, minRank: ranks[minSeverity], left: mostPerHour },
})
