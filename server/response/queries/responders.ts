import { type Responder, responder } from '#contract/response-settings.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import { noResponder } from '../guards/judge.ts'
import { quarantineDocuments } from '../quarantine.ts'
import { steps } from '../steps.ts'
import { iso } from './run-row.ts'

type Row = {
  account: number
  aws_account_id: string
  region: string
  enabled: boolean
  role_arn: string | null
  has_external_id: boolean
  quarantine_group: string
  quarantine_policy: string
  stop_topic: string | null
  stop_payload: string | null
  quarantine: string
  quarantine_read_at: Date | null
  groups_read_at: Date | null
  group_listed: boolean
  permissions: { action: string; allowed: boolean; at: string }[]
}

// An account without a row has what a new row would have.
const columns = sql`a.id as account, a.aws_account_id, a.region, a.enabled, r.role_arn,
  r.external_id is not null as has_external_id,
  coalesce(r.quarantine_group, 'fleetwarden-quarantine') as quarantine_group,
  coalesce(r.quarantine_policy, 'FleetwardenQuarantine') as quarantine_policy, r.stop_topic, r.stop_payload,
  coalesce(r.quarantine, 'unknown') as quarantine, r.quarantine_read_at,
  (select c.last_success_at from collections c where c.account_id = a.id and c.collector = 'thing-groups') as groups_read_at,
  exists (select from thing_groups g where g.account_id = a.id and not g.billing and g.gone_at is null
    and g.name = coalesce(r.quarantine_group, 'fleetwarden-quarantine')) as group_listed,
  coalesce((select jsonb_agg(jsonb_build_object('action', p.action, 'allowed', p.allowed, 'at',
      to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
    from responder_permissions p where p.account_id = a.id), '[]') as permissions`

/** How actions reach each account, in the order the accounts were added. */
export async function listResponders({ database }: Context): Promise<Responder[]> {
  return read(database.pool, sql`true`)
}

/** The same of one account; undefined when there is no such account. */
export async function readResponder(connection: Sql, account: number): Promise<Responder | undefined> {
  return (await read(connection, sql`a.id = ${account}`))[0]
}

async function read(connection: Sql, where: Fragment): Promise<Responder[]> {
  const { rows } = await connection.query<Row>(
    toQuery(sql`select ${columns} from aws_accounts a left join responders r on r.account_id = a.id
      where ${where} order by a.id`),
  )
  return rows.map(toResponder)
}

function toResponder(row: Row): Responder {
  const names = {
    quarantineGroup: row.quarantine_group,
    quarantinePolicy: row.quarantine_policy,
    awsAccountId: row.aws_account_id,
    region: row.region,
  }
  return {
    account: row.account,
    responderRoleArn: row.role_arn,
    hasExternalId: row.has_external_id,
    quarantineGroup: row.quarantine_group,
    quarantinePolicy: row.quarantine_policy,
    stopTopic: row.stop_topic,
    stopPayload: row.stop_payload,
    whyNot: !row.enabled ? 'This account is not watched any more.' : row.role_arn ? null : noResponder,
    ...quarantineOf(row),
    documents: quarantineDocuments(names),
    permissions: permissionsOf(row),
  }
}

/** As the last plan read it; where the list of groups is newer, that says whether there is the group at all. */
function quarantineOf(row: Row): Pick<Responder, 'quarantine' | 'quarantineReadAt'> {
  const read = responder.shape.quarantine.catch('unknown').parse(row.quarantine)
  const { groups_read_at: listedAt, quarantine_read_at: readAt, group_listed: listed } = row
  if (listedAt !== null && (readAt === null || listedAt > readAt)) {
    if (!listed) return { quarantine: 'no-group', quarantineReadAt: iso(listedAt) }
    if (read === 'no-group') return { quarantine: 'unknown', quarantineReadAt: null }
  }
  return { quarantine: read, quarantineReadAt: iso(readAt) }
}

const needed = [...new Set(Object.values(steps).flatMap(({ needs }) => [...needs.applies, ...needs.reads]))].sort()

/** What actions need, and what AWS last said of it. There is no way to ask beforehand: unproved until it was called. */
function permissionsOf({ permissions }: Row): Responder['permissions'] {
  const said = new Map(permissions.map((permission) => [permission.action, permission]))
  return [...new Set([...needed, ...said.keys()])].map((action) => {
    const { allowed, at } = said.get(action) ?? {}
    return { action, state: allowed === undefined ? 'unproved' : allowed ? 'allowed' : 'denied', at: at ?? null }
  })
}
