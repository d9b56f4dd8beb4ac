import type { Sql } from '#server/platform/db.ts'

/** A client ID in use that is not the name of a thing its certificate is attached to. */
export type Breaking = { clientId: string; certificateId: string; thing: string | null }

/** What the narrow statement of some policies would keep out, and what that rests on. */
export type Prediction = {
  breaking: Breaking[]
  count: number
  capped: boolean
  records: number
  recordsSince: Date | null
  sessions: number
}

const shown = 100
const countAtMost = 10_000
const recordsLookedAt = 200_000

/**
 * Whom it would break if these policies let nobody connect but as the thing they are attached to: certificates that have
 * one of them, whose client IDs in use (the latest connection records, and presence) are another's name. `except` are
 * client IDs that the change is meant to keep out, of the certificates `exceptOf`.
 */
export async function wouldBreak(
  connection: Sql,
  account: number,
  policies: string[],
  { except, exceptOf }: { except: string[]; exceptOf: string[] },
): Promise<Prediction> {
  if (policies.length === 0)
    return { breaking: [], count: 0, capped: false, records: 0, recordsSince: null, sessions: 0 }
  const { rows } = await connection.query<Row>(text, [account, policies, except, exceptOf])
  const first = rows[0]
  const found = rows.filter((row) => row.client_id !== null)
  return {
    breaking: found.slice(0, shown).map(({ client_id, certificate_id: certificateId, thing }) => ({
      clientId: client_id ?? '',
      certificateId,
      thing,
    })),
    count: Math.min(first?.total ?? 0, countAtMost),
    capped: (first?.total ?? 0) > countAtMost,
    records: first?.records ?? 0,
    recordsSince: first?.since ?? null,
    sessions: first?.sessions ?? 0,
  }
}

type Row = {
  client_id: string | null
  certificate_id: string
  thing: string | null
  total: number
  records: number
  since: Date | null
  sessions: number
}

// The latest records rather than all: there may be millions, and who connects at all connects again.
const text = `with recursive below as (
    select g.id, g.name from policy_targets t join thing_groups g on g.id = t.group_row_id where t.policy_row_id = any($2::bigint[])
    union
    select g.id, g.name from below b join thing_groups g on g.account_id = $1 and not g.billing and g.parent_name = b.name
  ), latest as materialized (
    select principal, client_id, at from connection_events where account_id = $1 and principal is not null
      and kind in ('connect', 'disconnect') order by at desc limit ${recordsLookedAt}
  ), used as (
    select distinct c.id, c.certificate_id, l.client_id from latest l
      join certificates c on c.account_id = $1 and c.certificate_id = l.principal
    union
    select c.id, c.certificate_id, p.client_id from presence p
      join thing_certificates l on l.thing_row_id = p.thing_row_id join certificates c on c.id = l.certificate_row_id
      where p.account_id = $1 and p.client_id <> p.thing_name and c.status = 'ACTIVE'
  ), breaking as materialized (
    select u.* from used u where not (u.client_id = any($3) and u.certificate_id = any($4))
      and not exists (select from thing_certificates l join things t on t.id = l.thing_row_id
        where l.certificate_row_id = u.id and t.name = u.client_id and t.gone_at is null)
      and (exists (select from policy_targets t where t.certificate_row_id = u.id and t.policy_row_id = any($2::bigint[]))
        or exists (select from thing_certificates l join thing_group_members m on m.thing_row_id = l.thing_row_id
          where l.certificate_row_id = u.id and m.group_row_id in (select id from below)))
    limit ${countAtMost + 1}
  ), first_ones as (select * from breaking order by client_id, certificate_id limit ${shown})
  select b.client_id, b.certificate_id, (select t.name from thing_certificates l join things t on t.id = l.thing_row_id
      where l.certificate_row_id = b.id and t.gone_at is null order by l.exclusive desc, t.name limit 1) as thing,
    (select count(*)::int from breaking) as total, (select count(*)::int from latest) as records,
    (select min(at) from latest) as since,
    (select count(*)::int from presence where account_id = $1 and client_id <> thing_name) as sessions
  from (select 1) one left join first_ones b on true order by b.client_id, b.certificate_id`
