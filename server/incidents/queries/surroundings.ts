import type { Incident } from '#contract/incidents.ts'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { clientsOf, sidesIn } from '../stored.ts'
import { isOpen } from './list-incidents.ts'
import type { StoredIncident } from './row.ts'
import { principalsOf } from './sides.ts'

const suggestionsShown = 20

/** Other open incidents that the same credential has a side in. An address alone proves nothing: many share one. */
export async function suggestionsFor(connection: Sql, incident: StoredIncident): Promise<Incident['suggestions']> {
  if (incident.state === 'merged') return []
  const { rows } = await connection.query<{
    id: string
    number: number
    client_id: string
    principal: string
    address: string | null
  }>(
    toQuery(sql`select i.id, i.number, i.client_id, min(theirs.value) filter (where theirs.kind = 'principal') as principal,
        min(theirs.value) filter (where theirs.kind = 'address') as address
      from incident_actors mine join incident_actors theirs on theirs.account_id = mine.account_id
        and theirs.kind = mine.kind and theirs.value = mine.value and theirs.incident_id <> mine.incident_id
      join incidents i on i.id = theirs.incident_id
      where mine.incident_id = ${incident.id}::uuid and ${isOpen} and (i.drill is null) = ${incident.drill === null}
      group by i.id having bool_or(theirs.kind = 'principal') order by i.last_at desc, i.id limit ${suggestionsShown}`),
  )
  return rows.map(({ id, number, client_id: clientId, principal, address }) => {
    const from = address === null ? '' : `, from the address ${address}`
    return { id, number, clientId, why: `The credential ${principal.slice(0, 12)}… has a side in both${from}.` }
  })
}

const recordsLookedAt = 5_000
const clientsShown = 100

/** What else its credentials did while it lasted, from the latest records of each. */
export async function reachOf(connection: Sql, incident: StoredIncident): Promise<Incident['reach']> {
  const principals = principalsOf(sidesIn(incident.sides)).slice(0, 20)
  if (principals.length === 0) return { otherClients: [], things: 0 }
  const { rows } = await connection.query<{ clients: string[]; things: number }>(
    toQuery(sql`with others as (
        select distinct e.client_id from unnest(${principals}::text[]) p(principal) cross join lateral (
          select client_id from connection_events e where e.account_id = ${incident.account_id} and e.principal = p.principal
            and e.at between ${incident.first_at} and ${incident.last_at} order by e.at desc limit ${recordsLookedAt}) e
        where e.client_id <> all(${clientsOf(incident)}::text[])
      ), things_of as (
        select t.id from things t join others o on o.client_id = t.name where t.account_id = ${incident.account_id} and t.gone_at is null
        union
        select l.thing_row_id from certificates c join thing_certificates l on l.certificate_row_id = c.id
          where c.account_id = ${incident.account_id} and c.certificate_id = any(${principals}::text[])
      )
      select array(select client_id from others order by client_id limit ${clientsShown}) as clients,
        (select count(*)::int from things_of) as things`),
  )
  return { otherClients: rows[0]?.clients ?? [], things: rows[0]?.things ?? 0 }
}
