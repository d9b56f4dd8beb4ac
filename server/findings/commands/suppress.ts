import type pg from 'pg'
import type { FindingSelection, Suppression, SuppressionScope } from '#contract/findings.ts'
import { requireAccount } from '#server/accounts/require-account.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import { personWith } from '#server/incidents/people.ts'
import type { Actor, Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sql } from '#server/platform/sql.ts'
import { countHidden, readSuppression, toSuppression } from '../queries/suppressions.ts'
import { requireChecks } from '../require-scope.ts'
import { hide } from '../suppressions/apply.ts'
import { whyApproval, whyApprovalOfMany } from '../suppressions/approval.ts'
import { covered, requireNarrow } from '../suppressions/scope.ts'
import { announce, freeze, logFor } from './on-findings.ts'

type Terms = { why: string; owner?: string | undefined; days: number | null; alsoInAws: boolean }

const dayMs = 86_400_000
const mostAtOnce = 1_000

/**
 * Suppresses what a scope covers, now and later, until it expires. Waits for a second person where
 * suppressions/approval.ts says so. Throws a Refusal for a scope of everything, for a check that nobody knows and for an owner who is nobody.
 */
export async function suppress(
  context: Context,
  { scope, ...terms }: Terms & { scope: SuppressionScope },
): Promise<Suppression> {
  const attempted = {
    action: 'finding.suppressed',
    reason: terms.why,
    detail: { scope, days: terms.days, inAws: terms.alsoInAws },
  }
  return attempt(context, attempted, async (client, actor) => {
    requireNarrow(scope)
    await requireAccount(client, scope.account)
    await requireChecks(client, scope.check === null ? [] : [scope.check])
    await requireNoOther(client, scope)
    const hidden = await countHidden(client, covered(scope))
    const approval = whyApproval(scope, hidden, terms.days)
    const id = await insert(client, context, actor, { scope, terms, waits: approval !== null, hid: hidden.hides })
    if (approval === null) await begin(client, context, actor, [id])
    const detail = { ...attempted.detail, hides: hidden.hides, approval }
    await recordMany(client, context, [{ ...attempted, object: suppressionObject(id), detail }])
    return toSuppression(await readSuppression(client, id))
  })
}

/** Suppresses each finding of a frozen selection by itself: what is found later stays seen. */
export async function suppressSelected(
  context: Context,
  { selection, ...terms }: Terms & { selection: FindingSelection },
): Promise<{ suppressed: number; waiting: number }> {
  const attempted = {
    action: 'finding.suppressed',
    reason: terms.why,
    detail: { selection, days: terms.days, inAws: terms.alsoInAws },
  }
  return attempt(context, attempted, async (client, actor) => {
    const selected = (await freeze(client, context, selection, mostAtOnce)).map(({ id }) => id)
    const hidden = await countHidden(client, sql`f.id = any(${selected}::uuid[])`)
    const approval = whyApprovalOfMany(hidden, terms.days)
    const { rows } = await client.query<ScopedFinding>(
      `select account_id as account, check_id as check, subject_kind as kind, subject, reason from findings
       where id = any($1::uuid[]) and open and suppression_id is null order by id`,
      [selected],
    )
    const ids: string[] = []
    for (const scope of rows) {
      ids.push(await insert(client, context, actor, { scope, terms, waits: approval !== null, hid: 1 }))
    }
    if (approval === null) await begin(client, context, actor, ids)
    const detail = {
      days: terms.days,
      inAws: terms.alsoInAws,
      findings: ids.length,
      approval,
      first: ids.slice(0, 100),
    }
    await recordMany(client, context, [{ ...attempted, subject: `${ids.length} findings`, detail }])
    return approval === null ? { suppressed: ids.length, waiting: 0 } : { suppressed: 0, waiting: ids.length }
  })
}

type ScopedFinding = SuppressionScope & { account: number; check: string }

/** A suppression as the trail names it. */
export const suppressionObject = (id: string) => ({ kind: 'suppression', id, name: `Suppression ${id}` })

/** Makes suppressions that are active by now take hold, and writes so into the findings' logs. */
export async function begin(
  client: pg.PoolClient,
  { now }: Context,
  actor: Actor,
  ids: readonly string[],
): Promise<void> {
  const hidden = []
  for (const id of ids) {
    const findings = await hide(client, id, now)
    const text = `Suppression ${id}`
    await logFor(
      client,
      findings.map((one) => one.id),
      actor,
      now,
      { kind: 'suppressed', text },
    )
    hidden.push(...findings)
  }
  await announce(
    client,
    hidden.map(({ account_id }) => account_id),
  )
}

// A second click, or a second person, meets the first one: two of the same would have to be ended one by one.
async function requireNoOther(client: pg.PoolClient, scope: SuppressionScope) {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`suppress ${JSON.stringify(scope)}`])
  const { account, check, kind, subject, reason } = scope
  const { rows } = await client.query<{ id: string; state: string }>(
    `select id::text, state from finding_suppressions where state in ('waiting', 'active') and account_id is not distinct from $1
       and check_id is not distinct from $2 and subject_kind is not distinct from $3 and subject is not distinct from $4
       and reason is not distinct from $5 limit 1`,
    [account, check, kind, subject, reason],
  )
  const [other] = rows
  if (!other) return
  const how = other.state === 'waiting' ? 'waits for approval' : 'is active'
  throw new Refusal('conflict', `Suppression ${other.id} covers exactly this and ${how}.`)
}

type New = { scope: SuppressionScope; terms: Terms; waits: boolean; hid: number }

async function insert(
  client: pg.PoolClient,
  { now }: Context,
  actor: Actor,
  { scope, terms, waits, hid }: New,
): Promise<string> {
  const owner = terms.owner === undefined ? actor : await personWith(client, terms.owner)
  if (!owner) throw new Refusal('invalid', 'Nobody has the id of that owner.')
  const { account, check, kind, subject, reason } = scope
  const expires = terms.days === null ? null : new Date(now.getTime() + terms.days * dayMs)
  const { rows } = await client.query<{ id: string }>(
    `insert into finding_suppressions (account_id, check_id, subject_kind, subject, reason, why, owner_id, owner_name,
       by_id, by_name, at, state, expires_at, hid, in_aws)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id::text`,
    [
      ...[account, check, kind, subject, reason, terms.why, owner.id, owner.name, actor.id, actor.name, now],
      ...[waits ? 'waiting' : 'active', expires, hid, terms.alsoInAws ? 'wanted' : 'no'],
    ],
  )
  const [row] = rows
  if (!row) throw new Error('The suppression was not written')
  return row.id
}
