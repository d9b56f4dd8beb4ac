import type { Sql } from '#server/platform/db.ts'
import type { AttachedThing } from './connection.ts'
import { readDocument, type Statement } from './document.ts'

/** A policy that reaches a certificate, directly or through a group of one of its things. */
export type ReachingPolicy = {
  rowId: string
  name: string
  /** The group it comes through; null when it is attached to the certificate itself. */
  group: string | null
  /** The things of the certificate that are in such a group; null when it needs none. */
  through: string[] | null
  document: string
  statements: Statement[]
  unreadable: string | null
}

/** A certificate with what decides on its connects. */
export type Holder = { certificateId: string; things: AttachedThing[]; policies: ReachingPolicy[] }

type PolicyRow = {
  certificate_id: string
  id: string
  name: string
  via: string | null
  through: string[] | null
  document: string | null
}
type ThingRow = { certificate_id: string; name: string; type: string | null; attributes: unknown; exclusive: boolean }

/** The certificates of an account among `principals`, each with its things and the default versions of its policies. */
export async function holdersOf(connection: Sql, account: number, principals: string[]): Promise<Holder[]> {
  if (principals.length === 0) return []
  const values = [account, principals]
  const { rows: certificates } = await connection.query<{ certificate_id: string }>(
    'select certificate_id from certificates where account_id = $1 and certificate_id = any($2) order by certificate_id',
    values,
  )
  const { rows: things } = await connection.query<ThingRow>(thingsOf, values)
  const { rows: policies } = await connection.query<PolicyRow>(policiesOf, values)
  return certificates.map(({ certificate_id: id }) => ({
    certificateId: id,
    things: things
      .filter((row) => row.certificate_id === id)
      .map(({ name, type, attributes, exclusive }) => ({ name, type, attributes: recordIn(attributes), exclusive })),
    policies: policies.filter((row) => row.certificate_id === id).map(toPolicy),
  }))
}

const thingsOf = `select c.certificate_id, t.name, t.type_name as type, t.attributes, l.exclusive
  from certificates c join thing_certificates l on l.certificate_row_id = c.id join things t on t.id = l.thing_row_id
  where c.account_id = $1 and c.certificate_id = any($2) and t.gone_at is null order by t.name limit 1000`

// A policy of a group applies to what is in it, and in the groups below it.
const policiesOf = `with recursive own as (
    select c.id, c.certificate_id from certificates c where c.account_id = $1 and c.certificate_id = any($2)
  ), groups as (
    select o.certificate_id, m.thing_name, g.id, g.name, g.parent_name from own o
      join thing_certificates l on l.certificate_row_id = o.id join thing_group_members m on m.thing_row_id = l.thing_row_id
      join thing_groups g on g.id = m.group_row_id and not g.billing and g.gone_at is null
    union
    select b.certificate_id, b.thing_name, g.id, g.name, g.parent_name from groups b
      join thing_groups g on g.account_id = $1 and not g.billing and g.name = b.parent_name and g.gone_at is null
  ), reaching as (
    select o.certificate_id, t.policy_row_id, null as via, null as thing from own o
      join policy_targets t on t.certificate_row_id = o.id
    union
    select g.certificate_id, t.policy_row_id, g.name, g.thing_name from groups g join policy_targets t on t.group_row_id = g.id
  )
  select r.certificate_id, p.id::text as id, p.name, v.document,
    case when not bool_or(r.via is null) then min(r.via) end as via,
    case when not bool_or(r.via is null) then array_agg(distinct r.thing) end as through
  from reaching r join policies p on p.id = r.policy_row_id and p.gone_at is null
  left join policy_versions v on v.policy_row_id = p.id and v.is_default and v.gone_at is null
  group by r.certificate_id, p.id, p.name, v.document order by r.certificate_id, p.name limit 1000`

function toPolicy({ id, name, via, through, document }: PolicyRow): ReachingPolicy {
  const read = document === null ? { unreadable: 'Its default version has not been read yet.' } : readDocument(document)
  return {
    rowId: id,
    name,
    group: via,
    through,
    document: document ?? '',
    statements: 'statements' in read ? read.statements : [],
    unreadable: 'unreadable' in read ? read.unreadable : null,
  }
}

const recordIn = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
