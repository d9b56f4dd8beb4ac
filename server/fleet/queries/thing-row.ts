import type { CredentialHealth } from '#contract/health.ts'
import type { Thing } from '#contract/things.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { healthAt } from './thing-conditions.ts'

/** Columns of a listed thing, from `things t left join presence p`. */
export const thingColumns = (now: Date): Fragment => sql`t.id::text as id, t.account_id, t.name, t.type_name,
  t.billing_group, t.attributes, ${healthAt(now)} as health, t.credential_not_after, t.certificate_count,
  t.active_certificates, t.first_seen_at, t.changed_at, t.gone_at, p.thing_row_id is not null as present, p.connected,
  p.since, p.disconnect_reason, p.client_id,
  array(select g.name from thing_group_members m join thing_groups g on g.id = m.group_row_id
    where m.thing_row_id = t.id and not g.billing order by g.name limit 5) as groups`

export type ThingRow = {
  id: string
  account_id: number
  name: string
  type_name: string | null
  billing_group: string | null
  attributes: Record<string, unknown>
  health: CredentialHealth
  credential_not_after: Date | null
  certificate_count: number
  active_certificates: number
  first_seen_at: Date
  changed_at: Date
  gone_at: Date | null
  present: boolean
  connected: boolean | null
  since: Date | null
  disconnect_reason: string | null
  client_id: string | null
  groups: string[]
}

export function toThing(row: ThingRow): Thing {
  return {
    id: row.id,
    account: row.account_id,
    name: row.name,
    type: row.type_name,
    billingGroup: row.billing_group,
    groups: row.groups,
    attributes: textsIn(row.attributes),
    presence: presenceOf(row),
    presenceSince: row.since?.toISOString() ?? null,
    disconnectReason: row.disconnect_reason,
    clientId: row.client_id,
    health: row.health,
    credentialExpiresAt: row.credential_not_after?.toISOString() ?? null,
    certificates: row.certificate_count,
    activeCertificates: row.active_certificates,
    firstSeenAt: row.first_seen_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    goneAt: row.gone_at?.toISOString() ?? null,
  }
}

// AWS's attributes are text. What is none was not written by us, and is no reason to show no thing at all.
function textsIn(attributes: Record<string, unknown>): Record<string, string> {
  const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, asText(value)]))
}

/** A thing without a presence row is unknown, not disconnected: nothing says anything about it. */
function presenceOf({ present, connected, since }: Pick<ThingRow, 'present' | 'connected' | 'since'>) {
  if (!present) return 'unknown'
  if (connected) return 'connected'
  return since ? 'disconnected' : 'never-connected'
}
