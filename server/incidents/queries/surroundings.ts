import type { Incident } from '#contract/incidents.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { openStates } from './list-incidents.ts'
import { principalsIn } from './sides.ts'

const suggestionsShown = 20
const incidentsLookedAt = 500

export type SuggestedRow = { id: string; number: number; client_id: string; principal: string; address: string | null }

/**
 * Other open incidents that a credential of an incident `i` has a side in, SuggestedRow each. An address alone proves
 * nothing: many share one.
 */
export const suggested: Fragment = sql`select o.id, o.number, o.client_id, min(p.value) as principal,
    (select min(b.value) from incident_actors a join incident_actors b on b.incident_id = o.id and b.kind = a.kind and b.value = a.value
      where a.incident_id = i.id and a.kind = 'address') as address
  from (select theirs.incident_id, theirs.value from incident_actors mine cross join lateral (
      select t.incident_id, t.value from incident_actors t where t.account_id = mine.account_id and t.kind = mine.kind
        and t.value = mine.value and t.incident_id <> mine.incident_id limit ${incidentsLookedAt}::int) theirs
    where mine.incident_id = i.id and mine.kind = 'principal') p
  join incidents o on o.id = p.incident_id
  where i.state <> 'merged' and o.state in ${openStates} and (o.drill is null) = (i.drill is null)
  group by o.id order by o.last_at desc, o.id limit ${suggestionsShown}::int`

/** Other open incidents that the same credential has a side in. */
export async function suggestionsFor(connection: Sql, { id }: { id: string }): Promise<Incident['suggestions']> {
  const { rows } = await connection.query<SuggestedRow>(
    toQuery(sql`select s.* from incidents i cross join lateral (${suggested}) s where i.id = ${id}::uuid`),
  )
  return rows.map(toSuggestion)
}

export function toSuggestion({ id, number, client_id: clientId, principal, address }: SuggestedRow) {
  const from = address === null ? '' : `, from the address ${address}`
  return { id, number, clientId, why: `The credential ${principal.slice(0, 12)}… has a side in both${from}.` }
}

/** How many things an incident `i` may reach: those of the other client IDs, and those its credentials are attached to. */
export const thingsReached: Fragment = sql`(select count(*)::int from (
    select t.id from things t where t.account_id = i.account_id and t.name = any(i.reach) and t.gone_at is null
    union
    select l.thing_row_id from certificates c join thing_certificates l on l.certificate_row_id = c.id
      where c.account_id = i.account_id and c.certificate_id = any(${principalsIn})) reached)`
