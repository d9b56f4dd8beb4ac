import type { IncidentRule } from '#contract/incident-rules.ts'
import { requireAccount } from '#server/accounts/require-account.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { isTaken, type Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { requireChecks, requireScope } from '../require-scope.ts'
import { listIncidentRules } from './queries.ts'

type Input = Omit<IncidentRule, 'id' | 'version' | 'changedAt' | 'changedBy' | 'opened'> & {
  id?: string | undefined
  version?: number | undefined
  why: string
}

const nameTaken = () => new Refusal('conflict', 'Another rule has that name.')
const objectOf = (id: string, name: string) => ({ kind: 'incident-rule', id, name })

/**
 * Adds a rule or changes one; it is about findings that open from now on. Throws a Refusal for a taken name, a check,
 * type or group that nobody knows, and a change made over somebody else's.
 */
export async function saveIncidentRule(context: Context, { id, version, why, ...rule }: Input): Promise<IncidentRule> {
  const action = id === undefined ? 'incident-rule.added' : 'incident-rule.changed'
  const attempted = { action, object: objectOf(id ?? 'new', rule.name), reason: why }
  return attempt(context, attempted, async (client, actor) => {
    await requireAccount(client, rule.account)
    const { rowCount: taken } = await client.query(
      'select from incident_rules where name = $1 and id is distinct from $2::bigint',
      [rule.name, id ?? null],
    )
    if (taken) throw nameTaken()
    const before = id === undefined ? null : await lock(client, context, id)
    if (before && before.version !== version)
      throw new Refusal('conflict', `${before.changedBy} changed it since you looked. Review it again.`)
    await requireChecks(client, fresh(rule.checks, before?.checks))
    await requireScope(client, { types: fresh(rule.types, before?.types), groups: fresh(rule.groups, before?.groups) })
    const values = [
      ...[rule.name, rule.enabled, rule.account, rule.checks, rule.minSeverity, rule.types, rule.groups],
      ...[rule.opens, rule.mostPerHour, context.now, actor.name],
    ]
    const { rows } = await client
      .query<{ id: string }>(
        before
          ? `update incident_rules set name = $1, enabled = $2, account_id = $3, checks = $4, min_severity = $5, types = $6, groups = $7,
             opens = $8, most_per_hour = $9, changed_at = $10, changed_by = $11, version = version + 1 where id = $12 returning id::text as id`
          : `insert into incident_rules (name, enabled, account_id, checks, min_severity, types, groups, opens, most_per_hour, changed_at, changed_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id::text as id`,
        before ? [...values, id] : values,
      )
      .catch((error) => {
        throw isTaken(error) ? nameTaken() : error
      })
    const saved = rows[0]?.id ?? ''
    const after = (await listIncidentRules(context, client)).find((one) => one.id === saved)
    if (!after) throw new Error('The rule that was saved cannot be read')
    await recordMany(client, context, [{ ...attempted, object: objectOf(saved, rule.name), before, after }])
    return after
  })
}

/** Removes a rule; what it opened stays. Throws a Refusal when there is none. */
export async function removeIncidentRule(context: Context, { id }: { id: string }): Promise<{ removed: boolean }> {
  const attempted = { action: 'incident-rule.removed', object: { kind: 'incident-rule', id } }
  return attempt(context, attempted, async (client) => {
    const before = await lock(client, context, id)
    await client.query('delete from incident_rules where id = $1', [id])
    await recordMany(client, context, [{ ...attempted, object: objectOf(id, before.name), before }])
    return { removed: true }
  })
}

// What stood there already may be gone from the fleet meanwhile, which is no reason to refuse something else.
const fresh = (names: readonly string[], before: readonly string[] = []) => names.filter((one) => !before.includes(one))

async function lock(client: Sql, context: Context, id: string): Promise<IncidentRule> {
  await client.query('select from incident_rules where id = $1 for update', [id])
  const rule = (await listIncidentRules(context, client)).find((one) => one.id === id)
  if (!rule) throw new Refusal('not-found', 'There is no such rule.')
  return rule
}
