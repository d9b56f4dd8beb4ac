import type { Thing, ThingDetail } from '#contract/things.ts'
import { lastChance } from '#server/credentials/last-chance.ts'
import { factHistory } from '#server/history/queries.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { instantText, sql, toQuery } from '#server/platform/sql.ts'
import { certificatesOfThing } from './thing-certificates.ts'
import { groupsOfThing } from './thing-groups.ts'
import { thingFields } from './thing-row.ts'

type OneThing = { account: number; name: string }

type DetailRow = {
  thing: Thing
  arn: string | null
  thing_id: string | null
  version: number | null
  other_principals: string[]
  checked_at: string | null
  credential_not_after: Date | null
  present: boolean
  connected: boolean | null
  since: Date | null
  keep_alive_s: number | null
  clean_session: boolean | null
  gaps_observed: number | null
  typical_gap_s: number | null
  longest_gap_s: number | null
  raw: Record<string, unknown>
}

/** One thing with everything attached to it. Throws a Refusal when the account never had it. */
export async function getThing(context: Context, { account, name }: OneThing): Promise<ThingDetail> {
  const { now, database } = context
  const { rows } = await database.pool.query<DetailRow>(
    toQuery(sql`select (select row_to_json(f) from (select ${thingFields(now)}) f) as thing, t.arn, t.thing_id, t.version,
        t.other_principals, ${instantText(sql`k.checked_at`)} as checked_at, t.credential_not_after,
        p.thing_row_id is not null as present, p.connected, p.since, p.keep_alive_s, p.clean_session, p.gaps_observed,
        p.typical_gap_s, p.longest_gap_s, to_jsonb(t) - 'content_hash' || jsonb_build_object('presence', to_jsonb(p)) as raw
      from things t left join presence p on p.thing_row_id = t.id
      left join thing_principal_checks k on k.thing_row_id = t.id
      where t.account_id = ${account} and t.name = ${name}`),
  )
  const row = rows[0]
  if (!row) throw notKnown(name)
  const [allGroups, attachedCertificates] = await Promise.all([
    groupsOfThing(context, row.thing.id),
    certificatesOfThing(context, row.thing.id),
  ])
  return {
    ...row.thing,
    arn: row.arn,
    thingId: row.thing_id,
    version: row.version,
    allGroups,
    attachedCertificates,
    otherPrincipals: row.other_principals,
    principalsReadAt: row.checked_at,
    keepAliveS: row.keep_alive_s,
    cleanSession: row.clean_session,
    lastChance: lastChance(row.credential_not_after, visitsOf(row), now),
    raw: row.raw,
  }
}

/** Observed changes of a thing, newest first. */
export async function thingHistory(
  context: Context,
  { account, name, ...paging }: OneThing & { cursor?: string | undefined; limit?: number | undefined },
) {
  const { rows } = await context.database.pool.query<{ id: string }>(
    'select id::text from things where account_id = $1 and name = $2',
    [account, name],
  )
  const rowId = rows[0]?.id
  if (!rowId) throw notKnown(name)
  return factHistory(context, { kind: 'thing', rowId }, paging)
}

const notKnown = (name: string) => new Refusal('not-found', `No thing called “${name}” has been seen in this account.`)

function visitsOf(row: DetailRow) {
  if (!row.present) return null
  return {
    connected: row.connected ?? false,
    since: row.since,
    gapsObserved: row.gaps_observed ?? 0,
    typicalGapS: row.typical_gap_s,
    longestGapS: row.longest_gap_s,
  }
}
