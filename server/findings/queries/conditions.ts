import type { FindingFilters } from '#contract/findings.ts'
import { actorOf, type Context } from '#server/platform/context.ts'
import { escapeLike, type Fragment, sql } from '#server/platform/sql.ts'
import { ranks } from '../ranks.ts'
import { reachingThing } from './reaching-thing.ts'

/** What a filter asks of a finding `f`; the account apart. Without a state: open ones that nobody suppressed. */
export function conditionsOf(context: Pick<Context, 'actor'>, filters: FindingFilters): Fragment[] {
  const { account, check, severity, state = 'open', source, kind, subject, thing, search, owner, incident } = filters
  return [
    states[state],
    ...(check ? [sql`f.check_id = ${check}`] : []),
    ...(severity ? [sql`f.rank = ${ranks[severity]}::smallint`] : []),
    ...(source ? [sql`f.sources @> array[${source}]::text[]`] : []),
    // What others see is little, and indexed by who they are.
    ...(source && source !== 'ours'
      ? [sql`f.id in (select w.finding_id from finding_witnesses w where w.source = ${source} and w.source <> 'ours')`]
      : []),
    // What holds of every finding lets both partial indexes by kind be asked.
    ...(kind ? [sql`f.subject_kind = ${kind} and (f.subject_row_id is null or f.subject_row_id is not null)`] : []),
    ...(subject ? [sql`f.subject = ${subject}`] : []),
    ...(thing ? [reachingThing(thing, account)] : []),
    ...(search ? [named(search)] : []),
    ...(owner ? [ownedBy(context, owner)] : []),
    ...(incident ? [sql`f.incident_id = ${incident}::uuid`] : []),
  ]
}

// Resources are indexed by their text apart from their findings.
const named = (search: string) => sql`exists (select from finding_subjects s
  where s.account_id = f.account_id and s.subject = f.subject and s.subject ilike ${`%${escapeLike(search)}%`})`

// As the partial indexes say it.
const states: Record<NonNullable<FindingFilters['state']>, Fragment> = {
  open: sql`f.open and f.suppression_id is null`,
  suppressed: sql`f.open and f.suppression_id is not null`,
  resolved: sql`not f.open`,
}

function ownedBy(context: Pick<Context, 'actor'>, owner: string): Fragment {
  if (owner === 'nobody') return sql`f.owner_id is null`
  return sql`f.owner_id = ${owner === 'me' ? actorOf(context).id : owner}`
}
