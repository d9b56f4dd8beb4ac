import { inParallel } from '#server/platform/in-parallel.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import type { FactsOf } from '../../action.ts'
import { coveredCondition, groupsWithin } from '../../guards/never-touch.ts'
import { clientsOf } from './certificate-facts.ts'
import { coveredThings } from './covered.ts'
import type { FactsSource } from './facts-source.ts'

const mostMembers = 1_000

type Row = { arn: string | null; group_id: string | null; dynamic: boolean; policies: string[] }

/** The facts of thing groups, members of the groups below them included. `attached`: policies that AWS told just now. */
export function groupTargets(
  source: FactsSource,
  names: string[],
  attached: ReadonlyMap<string, string[]>,
): Promise<FactsOf<'thing-group'>[]> {
  return inParallel(names, 4, (name) => groupTarget(source, name, attached.get(name)))
}

async function groupTarget(source: FactsSource, name: string, attached: string[] | undefined) {
  const { sql: connection, account, feeds } = source
  const { rows } = await connection.query<Row>(
    `SELECT g.arn, g.thing_group_id AS group_id, g.query_string IS NOT NULL AS dynamic,
       ARRAY(SELECT o.name FROM policy_targets x JOIN policies o ON o.id = x.policy_row_id
         WHERE x.group_row_id = g.id AND o.gone_at IS NULL ORDER BY o.name) AS policies
     FROM thing_groups g WHERE g.account_id = $1 AND NOT g.billing AND g.name = $2 AND g.gone_at IS NULL`,
    [account.id, name],
  )
  const [row] = rows
  const members = await membersOf(source, name)
  const facts: FactsOf<'thing-group'> = {
    kind: 'thing-group',
    name,
    identity: row?.group_id ?? row?.arn ?? null,
    exists: row !== undefined,
    neverTouch: await coveredMember(source, name),
    arn: row?.arn ?? null,
    dynamic: row?.dynamic ?? false,
    members: members.count,
    things: members.things,
    clients: members.clients,
    policies: attached ?? row?.policies ?? [],
    // Members are never asked for: listing them takes a call for each 250.
    at: feeds.get('thing-group-members') ?? feeds.get('things') ?? null,
    fromAws: false,
  }
  return facts
}

const below = (source: FactsSource, name: string) =>
  groupsWithin(sql`${source.account.id}::int`, sql`array[${name}]::text[]`)

async function membersOf(source: FactsSource, name: string) {
  const { rows } = await source.sql.query<{ name: string; client_id: string | null; count: number }>(
    toQuery(sql`with members as (select distinct m.thing_row_id as id, m.thing_name as name from thing_group_members m
        where m.group_row_id in (${below(source, name)}))
      select m.name, p.client_id, (select count(*) from members)::int as count
      from members m left join presence p on p.thing_row_id = m.id order by m.name limit ${mostMembers}`),
  )
  return {
    count: rows[0]?.count ?? 0,
    things: rows.map((row) => row.name),
    clients: [...new Set(rows.flatMap(clientsOf))].sort(),
  }
}

async function coveredMember(source: FactsSource, group: string): Promise<string | null> {
  const { sql: connection, account, neverTouch } = source
  if (neverTouch.length === 0) return null
  const { rows } = await connection.query<{ name: string }>(
    toQuery(sql`select t.name from thing_group_members m join things t on t.id = m.thing_row_id
      where m.group_row_id in (${below(source, group)}) and t.gone_at is null and ${coveredCondition(neverTouch)}
      order by t.name limit 1`),
  )
  const [row] = rows
  if (!row) return null
  const why = (await coveredThings(connection, account.id, neverTouch, [row.name])).get(row.name)
  return `It holds ${row.name}. ${why ?? 'On the never-touch list'}`
}
