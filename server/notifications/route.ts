import type pg from 'pg'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { afterQuiet, type Routed, type Rule, wants } from './rules.ts'

type Notice = Routed & {
  id: string
  title: string
  person: string | null
  thread: string | null
  ends: boolean
  at: Date
}

// Workers take turns: which message a notice joins depends on those before it.
const routing = 'fleetwarden notices'
const most = 500

/**
 * Turns notices that nobody has looked at into deliveries, by the rules of this moment. Both are written in one
 * transaction: killed in between, nothing was routed, and what is routed is never routed again. Returns how many there were.
 */
export async function routeNotices(pool: pg.Pool, now: Date): Promise<number> {
  return inTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [routing])
    const { rows: notices } = await tx.query<Notice>(
      `select id::text, about, severity, account_id as account, cause, drill, person_id as person, title, thread, ends, at
       from notices where routed_at is null order by id limit ${most}`,
    )
    if (notices.length === 0) return 0
    const rules = await activeRules(tx)
    for (const notice of notices) {
      for (const rule of receiversOf(rules, notice)) {
        if (notice.ends && !(await isOpen(tx, rule, notice))) continue
        if (!(await joined(tx, rule, notice, now))) await deliver(tx, rule, notice, now)
      }
    }
    await tx.query('update notices set routed_at = $2 where id = any($1::bigint[])', [notices.map(({ id }) => id), now])
    await tell(tx, { type: 'notifications' })
    return notices.length
  })
}

async function activeRules(tx: pg.PoolClient): Promise<Rule[]> {
  const { rows } = await tx.query<Rule>(
    `select r.id::text, c.id::text as "channelId", c.kind, r.about, r.min_severity as "minSeverity", r.causes, r.accounts,
       r.drills, r.group_minutes as "groupMinutes", r.quiet_from as "quietFrom", r.quiet_to as "quietTo"
     from notification_rules r join notification_channels c on c.id = r.channel_id where r.enabled and c.enabled
     union all (select null, c.id::text, c.kind, array['mention'], 'info', '{}', '{}', true, 0, null, null
       from notification_channels c where c.enabled and c.kind = 'email' order by c.id limit 1)`,
  )
  return rows
}

/** Whom a notice goes to. Only pagers hear that something is over; e-mail of a mention follows a rule only once. */
function receiversOf(rules: readonly Rule[], notice: Notice): Rule[] {
  if (notice.ends) return rules.filter(({ id, kind }) => id !== null && kind === 'pagerduty')
  const wanting = rules.filter((rule) => wants(rule, notice))
  const mails = wanting.some(({ id, kind }) => id !== null && kind === 'email')
  return wanting.filter(({ id }) => id !== null || !mails)
}

/** Whether a pager was told of what is over now. */
async function isOpen(tx: pg.PoolClient, rule: Rule, { thread }: Notice): Promise<boolean> {
  const { rows } = await tx.query('select 1 from deliveries where channel_id = $1 and thread = $2 limit 1', [
    rule.channelId,
    thread,
  ])
  return rows.length > 0
}

const plus = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000)

/** When a notice may be told at the earliest, and when at the latest. */
function span(rule: Rule, { severity, ends }: Notice, now: Date): { from: Date; to: Date; isHeld: boolean } {
  // A pager keeps incidents apart by itself, and hears of each at once.
  const grouped = rule.kind === 'pagerduty' ? now : plus(now, rule.groupMinutes)
  if (severity === 'critical' || ends) return { from: now, to: grouped, isHeld: false }
  const from = afterQuiet(rule, now)
  return { from, to: afterQuiet(rule, grouped), isHeld: from > now }
}

/** Adds the notice to a message of the same rule that waits and goes out in time for it. */
async function joined(tx: pg.PoolClient, rule: Rule, notice: Notice, now: Date): Promise<boolean> {
  const { from, to, isHeld } = span(rule, notice, now)
  if (rule.kind === 'pagerduty' || rule.id === null || (rule.groupMinutes === 0 && !isHeld)) return false
  const { rows } = await tx.query<{ id: string; nextAt: Date }>(
    `select id::text, next_at as "nextAt" from deliveries
     where rule_id = $1 and state = 'waiting' and attempts = 0 and person_id is not distinct from $2 and thread is null
       and next_at between $3 and $4 order by next_at, id for update`,
    [rule.id, personOf(rule, notice), from, to],
  )
  // A critical message may go out in quiet hours; what is not critical does not go with it.
  const fits = rows.find(({ nextAt }) => notice.severity === 'critical' || afterQuiet(rule, nextAt) <= nextAt)
  if (!fits) return false
  await tx.query(
    `update deliveries set notices = notices || $2::bigint,
       subject = $3 || ' and ' || cardinality(notices) || ' more' where id = $1`,
    [fits.id, notice.id, notice.title],
  )
  return true
}

async function deliver(tx: pg.PoolClient, rule: Rule, notice: Notice, now: Date): Promise<void> {
  // The same of every attempt to route it. The time keeps two installations apart that tell one receiver.
  const key = `${rule.id ?? 'mention'}-${notice.id}-${notice.at.getTime()}`
  const thread = rule.kind === 'pagerduty' ? notice.thread : null
  await tx.query(
    `insert into deliveries (channel_id, rule_id, key, notices, subject, next_at, created_at, thread, person_id)
     values ($1, $2, $3, array[$4::bigint], $5, $6, $7, $8, $9) on conflict (key) do nothing`,
    [
      ...[rule.channelId, rule.id, key, notice.id, notice.title, span(rule, notice, now).to, now, thread],
      personOf(rule, notice),
    ],
  )
}

/** A mention goes to the person's own address, where that is something the channel knows. */
const personOf = (rule: Rule, { person }: Notice) => (rule.kind === 'email' ? person : null)
