import { isIP } from 'node:net'
import type { SecurityProfile } from '#contract/behaviours.ts'
import { requireAccount } from '#server/accounts/require-account.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { isTaken, type Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { staticLimit } from '../criteria.ts'
import { metrics } from '../metrics.ts'
import { listProfiles } from '../queries/profiles.ts'

type Input = Pick<SecurityProfile, 'name' | 'description' | 'account' | 'targets' | 'behaviours' | 'enabled'> & {
  id?: string | undefined
  version?: number | undefined
  why: string
}

const nameTaken = () => new Refusal('conflict', 'Another profile has that name.')
const objectOf = (id: string, name: string) => ({ kind: 'security-profile', id, name })

/** Adds a profile or changes one. Throws a Refusal for criteria that do not fit their metric, a taken name, and a change made over somebody else's. */
export async function saveProfile(context: Context, { id, version, why, ...profile }: Input): Promise<SecurityProfile> {
  const action = id === undefined ? 'security-profile.added' : 'security-profile.changed'
  const attempted = { action, object: objectOf(id ?? 'new', profile.name), reason: why }
  return attempt(context, attempted, async (client, actor) => {
    requireSense(profile.behaviours)
    await requireAccount(client, profile.account)
    const { name, description, account, targets, behaviours, enabled } = profile
    const { rowCount: taken } = await client.query(
      'select from security_profiles where name = $1 and id is distinct from $2::bigint',
      [name, id ?? null],
    )
    if (taken) throw nameTaken()
    const before = id === undefined ? null : await lock(client, id)
    if (before && before.version !== version)
      throw new Refusal('conflict', `${before.changed_by} changed it since you looked. Review it again.`)
    const values = [
      name,
      description,
      account,
      JSON.stringify(targets),
      JSON.stringify(behaviours),
      enabled,
      context.now,
      actor.name,
    ]
    const { rows } = await client
      .query<{ id: string }>(
        before
          ? `update security_profiles set name = $1, description = $2, account_id = $3, targets = $4, behaviours = $5, enabled = $6,
             changed_at = $7, changed_by = $8, version = version + 1 where id = $9 returning id::text as id`
          : `insert into security_profiles (name, description, account_id, targets, behaviours, enabled, changed_at, changed_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::text as id`,
        before ? [...values, id] : values,
      )
      .catch((error) => {
        throw isTaken(error) ? nameTaken() : error
      })
    const saved = rows[0]?.id ?? ''
    const after = { name, description, account, targets, behaviours, enabled }
    await recordMany(client, context, [
      { ...attempted, object: objectOf(saved, name), before: before?.shown ?? null, after },
    ])
    const whole = (await listProfiles(context, client)).find((one) => one.id === saved)
    if (!whole) throw new Error('The profile that was saved cannot be read')
    return whole
  })
}

/** Removes a profile; the next judgement invalidates its alarms. Throws a Refusal when there is none. */
export async function removeProfile(context: Context, { id }: { id: string }): Promise<{ removed: boolean }> {
  const attempted = { action: 'security-profile.removed', object: { kind: 'security-profile', id } }
  return attempt(context, attempted, async (client) => {
    const before = await lock(client, id)
    await client.query('delete from security_profiles where id = $1', [id])
    await recordMany(client, context, [{ ...attempted, object: objectOf(id, before.shown.name), before: before.shown }])
    return { removed: true }
  })
}

async function lock(client: Sql, id: string) {
  const { rows } = await client.query(
    `select name, description, account_id as account, targets, behaviours, enabled, version, changed_by
     from security_profiles where id = $1 for update`,
    [id],
  )
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such profile.')
  const { version, changed_by, ...shown } = row
  return { version: version as number, changed_by: changed_by as string, shown }
}

function requireSense(behaviours: SecurityProfile['behaviours']) {
  const names = new Set<string>()
  for (const { name, metric, criteria } of behaviours) {
    if (names.has(name)) throw new Refusal('invalid', `Two behaviours are called ${name}.`)
    names.add(name)
    const { kind } = metrics[metric]
    if (criteria.kind !== 'static') {
      if (kind !== 'number') throw new Refusal('invalid', `${name}: ${metric} is a set; hold it against a set.`)
      continue
    }
    const set = criteria.operator.endsWith('-set')
    if (set === (kind === 'number'))
      throw new Refusal('invalid', `${name}: ${criteria.operator} does not fit ${metric}.`)
    if (set && criteria.operator.includes('cidr') !== (kind === 'addresses'))
      throw new Refusal('invalid', `${name}: ${criteria.operator} does not fit ${metric}.`)
    if (!set && !staticLimit(criteria)) throw new Refusal('invalid', `${name}: a number is missing.`)
    if (set && criteria.values.length === 0) throw new Refusal('invalid', `${name}: name at least one value.`)
    const odd = set
      ? criteria.values.find((value) => !(kind === 'addresses' ? isNetwork(value) : isPort(value)))
      : undefined
    if (odd !== undefined)
      throw new Refusal(
        'invalid',
        `${name}: ${odd} is no ${kind === 'addresses' ? 'network, such as 192.0.2.0/24' : 'port'}.`,
      )
  }
}

const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535

function isNetwork(text: string): boolean {
  const [base = '', bits, ...more] = text.split('/')
  const family = isIP(base)
  if (family === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}
