import { type CredentialHealth, credentialHealth, type Presence } from '#contract/health.ts'
import type { ThingFilters } from '#contract/things.ts'
import { daysAfter, expiryWindows } from '#server/credentials/rules.ts'
import { type Fragment, sql } from '#server/platform/sql.ts'
import { lacksCredentialSql } from '../own-credential.ts'
import { namePart } from './thing-names.ts'

export const conditionNames = [
  'gone',
  'search',
  'type',
  'group',
  'billingGroup',
  'attribute',
  'presence',
  'quiet',
  'health',
  'credential',
] as const
export type ThingConditions = Partial<Record<(typeof conditionNames)[number], Fragment>>

/** What each filter asks of a thing `t` and its presence `p`. */
export function thingConditions(filters: ThingFilters, now: Date): ThingConditions {
  const { search, type, group, billingGroup, attribute, presence, quietDays, health, withoutCredential } = filters
  return {
    gone: filters.gone ? sql`t.gone_at is not null` : sql`t.gone_at is null`,
    ...(search && { search: namePart(search) }),
    ...(type && { type: sql`t.type_name = ${type}` }),
    ...(group && { group: isMember(group) }),
    ...(billingGroup && { billingGroup: sql`t.billing_group = ${billingGroup}` }),
    ...(attribute && { attribute: hasAttribute(attribute) }),
    ...(presence && { presence: presenceConditions[presence] }),
    ...(quietDays && { quiet: sql`(not p.connected and p.since < ${daysAfter(now, -quietDays)})` }),
    ...(health && { health: hasHealth(health, now) }),
    ...(withoutCredential && { credential: lacksCredentialSql }),
  }
}

export const presenceConditions: Record<Presence, Fragment> = {
  connected: sql`p.connected`,
  disconnected: sql`(not p.connected and p.since is not null)`,
  'never-connected': sql`(not p.connected and p.since is null)`,
  unknown: sql`p.thing_row_id is null`,
}

/** Health that a date decides, so that it may have changed since it was stored. */
export const datedHealth = ['valid', 'expiring', 'expired'] as const satisfies CredentialHealth[]
export type DatedHealth = (typeof datedHealth)[number]
export const everyHealth = credentialHealth.options

export const isDated = (health: CredentialHealth): health is DatedHealth => datedHealth.some((one) => one === health)

/** A thing's credential health at `now`: as stored, unless its date has been passed since. */
export function healthAt(now: Date): Fragment {
  const { expired, expiring } = expiryWindows(now)
  return sql`case when t.credential_not_after is null or t.credential_health not in ('valid', 'expiring', 'expired')
      then t.credential_health
    when t.credential_not_after < ${expired.lt}::timestamptz then 'expired'
    when t.credential_not_after < ${expiring.lt}::timestamptz then 'expiring' else 'valid' end`
}

/** Where the last expiry of a thing with this health lies, from included, to excluded. */
export function healthWindow(health: DatedHealth, now: Date): { from: string; to: string } {
  const { expired, expiring, valid } = expiryWindows(now)
  if (health === 'expired') return { from: '-infinity', to: expired.lt.toISOString() }
  if (health === 'expiring') return { from: expiring.gte.toISOString(), to: expiring.lt.toISOString() }
  return { from: valid.gte.toISOString(), to: 'infinity' }
}

function hasHealth(health: CredentialHealth, now: Date): Fragment {
  if (!isDated(health)) return sql`t.credential_health = ${health}`
  const { from, to } = healthWindow(health, now)
  return sql`((t.credential_health = any(${[...datedHealth]}::text[]) and t.credential_not_after >= ${from}::timestamptz
    and t.credential_not_after < ${to}::timestamptz) or (t.credential_health = ${health} and t.credential_not_after is null))`
}

function isMember(group: string): Fragment {
  return sql`exists (select 1 from thing_group_members m join thing_groups g on g.id = m.group_row_id
    where m.thing_row_id = t.id and g.account_id = t.account_id and not g.billing and g.name = ${group})`
}

function hasAttribute(attribute: string): Fragment {
  const equals = attribute.indexOf('=')
  const pair = { [attribute.slice(0, equals)]: attribute.slice(equals + 1) }
  return sql`t.attributes @> ${JSON.stringify(pair)}::jsonb`
}
