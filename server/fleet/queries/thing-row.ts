import { type Fragment, instantText, sql } from '#server/platform/sql.ts'
import { healthAt } from './thing-conditions.ts'

/** A listed thing, field by field as the contract has it, from `things t left join presence p`. */
export const thingFields = (now: Date): Fragment => sql`t.id::text as id, t.account_id as account, t.name,
  t.type_name as type, t.billing_group as "billingGroup",
  array(select g.name from thing_group_members m join thing_groups g on g.id = m.group_row_id
    where m.thing_row_id = t.id and not g.billing order by g.name limit 5) as groups,
  ${attributeTexts} as attributes, ${presenceWord} as presence, ${instantText(sql`p.since`)} as "presenceSince",
  p.disconnect_reason as "disconnectReason", p.client_id as "clientId", ${healthAt(now)} as health,
  ${instantText(sql`t.credential_not_after`)} as "credentialExpiresAt", t.certificate_count as certificates,
  t.active_certificates as "activeCertificates", ${instantText(sql`t.first_seen_at`)} as "firstSeenAt",
  ${instantText(sql`t.changed_at`)} as "changedAt", ${instantText(sql`t.gone_at`)} as "goneAt"`

/** A thing without a presence row is unknown, not disconnected: nothing says anything about it. */
export const presenceWord = sql`case when p.thing_row_id is null then 'unknown' else presence_state(p.connected, p.since) end`

// AWS's attributes are text. What is none was not written by us, and is no reason to show no thing at all.
const attributeTexts = sql`case when jsonb_typeof(t.attributes) <> 'object' then '{}'
  when t.attributes @? '$.* ? (@.type() <> "string")'
    then (select jsonb_object_agg(key, coalesce(value #>> '{}', 'null')) from jsonb_each(t.attributes))
  else t.attributes end`
