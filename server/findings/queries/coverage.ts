import type { CoverageItem } from '#contract/findings.ts'
import type { Feed } from '#contract/sync.ts'
import { accountsInScope } from '#server/accounts/scope.ts'
import type { Context } from '#server/platform/context.ts'
import { listFeeds } from '#server/sync/queries.ts'
import { auditCoverage } from '../coverage/audits.ts'
import { item, type Watched } from '../coverage/item.ts'
import { indexCoverage, loggingCoverage } from '../coverage/settings.ts'
import { describeCheck } from '../describe.ts'

/** What is not judged, or on old facts, and the step that mends it; what is on is listed too, so that it can be seen. */
export async function listCoverage(
  context: Context,
  { account }: { account?: number | undefined },
): Promise<CoverageItem[]> {
  const accounts = await accountsInScope(context, account)
  const [watched, feeds, checks] = await Promise.all([
    readWatched(context, accounts),
    listFeeds(context, account === undefined ? {} : { account }),
    checkCoverage(context, accounts),
  ])
  const settings = watched.flatMap((one) => [...auditCoverage(one), ...loggingCoverage(one), ...indexCoverage(one)])
  return [...settings, ...feeds.map(feedCoverage), ...checks].sort(byNeed)
}

async function readWatched({ database }: Context, accounts: readonly number[]): Promise<Watched[]> {
  const { rows } = await database.pool.query<{ id: number; region: string }>(
    'select id, region from aws_accounts where id = any($1::int[]) order by id',
    [accounts],
  )
  const { rows: objects } = await database.pool.query<{
    account_id: number
    kind: string
    name: string
    facts: unknown
    seen_at: Date
  }>(
    `select account_id, kind, name, facts, seen_at from aws_objects where account_id = any($1::int[]) and gone_at is null
       and kind in ('audit-configuration', 'scheduled-audit', 'logging', 'index-configuration') order by kind, name`,
    [accounts],
  )
  return rows.map(({ id, region }) => {
    const own = objects.filter(({ account_id }) => account_id === id)
    const kinds = new Map<string, { name: string; facts: unknown; seenAt: Date }[]>()
    for (const { kind, name, facts, seen_at: seenAt } of own) {
      kinds.set(kind, [...(kinds.get(kind) ?? []), { name, facts, seenAt }])
    }
    return { account: id, region, objects: kinds }
  })
}

const noFacts: Partial<Record<Feed['state'], string>> = {
  stale: 'Its facts are older than three of its periods',
  never: 'It has never been read',
  'not-permitted': 'AWS does not permit it',
  unavailable: 'It is not there, or not configured',
  credentials: 'AWS refuses the credentials',
  failed: 'Reading it failed',
}

function feedCoverage({
  account,
  collector,
  title,
  state,
  lastOutcome,
  error,
  missingPermission,
  lastSuccessAt,
  needs,
}: Feed): CoverageItem {
  const partly = state === 'fresh' && lastOutcome === 'partial'
  const why = partly ? 'Its facts are fresh, but not all of them' : noFacts[state]
  const permission = state === 'not-permitted' || (partly && missingPermission !== null)
  return {
    ...{ id: `${account} feed ${collector}`, account, title, at: lastSuccessAt },
    area: permission ? 'permissions' : 'feeds',
    state: partly
      ? 'partly'
      : why === undefined
        ? 'on'
        : state === 'stale'
          ? 'stale'
          : state === 'never'
            ? 'unknown'
            : 'off',
    detail: why === undefined ? 'Its facts are fresh.' : `${why}${error ? `: ${error.replace(/\.$/, '')}` : ''}.`,
    step: permission ? `Permit ${missingPermission ?? needs.join(', ')} to the collecting role.` : null,
    command: permission ? 'npm run iam-policy' : null,
  }
}

// A check that answers needs no line: what it found has its own page.
async function checkCoverage({ database }: Context, accounts: readonly number[]): Promise<CoverageItem[]> {
  const { rows } = await database.pool.query<{
    account_id: number
    check_id: string
    source: string
    state: string
    why_not: string | null
    judged_at: Date | null
  }>(
    `select account_id, check_id, source, state, why_not, judged_at from check_results
     where account_id = any($1::int[]) and state in ('unknown', 'off', 'error')
       -- What is off in AWS's own settings stands with the audits.
       and not (source = 'audit' and state = 'off') order by check_id`,
    [accounts],
  )
  return rows.map(({ account_id: account, check_id, source, state, why_not, judged_at }) =>
    item(
      { account },
      {
        ...{ id: `check ${source} ${check_id}`, area: 'checks', title: describeCheck(check_id).title },
        state: state === 'off' ? 'off' : 'unknown',
        detail: why_not ?? (state === 'error' ? 'The check failed.' : 'It has no answer.'),
        at: judged_at,
      },
    ),
  )
}

const order: Record<CoverageItem['state'], number> = { off: 0, unknown: 1, stale: 2, partly: 3, on: 4 }
const byNeed = (a: CoverageItem, b: CoverageItem) =>
  order[a.state] - order[b.state] ||
  a.area.localeCompare(b.area) ||
  a.title.localeCompare(b.title, 'en') ||
  a.account - b.account
