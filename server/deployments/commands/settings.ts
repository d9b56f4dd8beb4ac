import type { DeploymentSettings, DeploymentThresholds, TypeThresholds } from '#contract/deployments.ts'
import { requireAccount } from '#server/accounts/require-account.ts'
import { attempt } from '#server/activity/attempt.ts'
import { type Happening, recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { deploymentSettings } from '../queries/settings.ts'

type Given<Values> = { [Name in keyof Values]?: Values[Name] | undefined }

/** Sets when something counts as stalled, for all things. Every running deployment is judged anew. */
export function setThresholds(
  context: Context,
  { values, why }: { values: Given<DeploymentThresholds>; why: string },
): Promise<DeploymentSettings> {
  return set(context, { type: '', values, why })
}

/** The same for things of one type; null takes the type's own thresholds away. Throws a Refusal for a type of no thing. */
export function setTypeThresholds(
  context: Context,
  given: { type: string; values: Given<TypeThresholds> | null; why: string },
): Promise<DeploymentSettings> {
  return set(context, given)
}

async function set(
  context: Context,
  { type, values, why }: { type: string; values: object | null; why: string },
): Promise<DeploymentSettings> {
  const object = { kind: 'deployment-thresholds', id: type || 'all', name: type || 'All things' }
  const attempted = { action: 'deployment-thresholds.set', object, reason: why }
  return attempt(context, attempted, async (client, actor) => {
    const { rows } = await client.query(
      'select "values" as before from deployment_thresholds where type_name = $1 for update',
      [type],
    )
    if (type !== '' && values !== null) await requireType(client, type)
    if (values === null) await client.query('delete from deployment_thresholds where type_name = $1', [type])
    else
      await client.query(
        `insert into deployment_thresholds (type_name, "values", changed_at, changed_by) values ($1, $2, $3, $4)
         on conflict (type_name) do update set "values" = excluded."values", changed_at = excluded.changed_at,
           changed_by = excluded.changed_by`,
        [type, JSON.stringify(values), context.now, actor.name],
      )
    await judgeAgain(client, context.now)
    const after = values === null ? null : { ...values }
    await recordMany(client, context, [{ ...attempted, before: rows[0]?.before ?? null, after } satisfies Happening])
    return deploymentSettings(client)
  })
}

async function requireType(client: Sql, type: string) {
  const { rowCount } = await client.query(
    `(select from things where type_name = $1 and gone_at is null limit 1)
     union all (select from thing_types where name = $1 and gone_at is null limit 1)`,
    [type],
  )
  if (!rowCount) throw new Refusal('invalid', `There is no thing type ${type}.`)
}

async function judgeAgain(client: Sql, now: Date) {
  await client.query(
    `update deployments set judge_at = least(judge_at, $1) where gone_at is null
       and (queued + in_progress > 0 or judge_at is not null) and judge_at is distinct from least(judge_at, $1)`,
    [now],
  )
}

/** Says that things of a type cannot be updated, or can after all. Throws a Refusal for an account that nobody knows. */
export async function setUnsupported(
  context: Context,
  { account, type, unsupported, why }: { account: number; type: string; unsupported: boolean; why: string },
): Promise<DeploymentSettings> {
  const object = { kind: 'thing-type', id: `${account}/${type}`, name: type }
  const attempted = { action: 'thing-type.updates-set', object, reason: why, detail: { unsupported } }
  return attempt(context, attempted, async (client, actor) => {
    await requireAccount(client, account)
    if (unsupported)
      await client.query(
        `insert into unsupported_types (account_id, type_name, why, changed_at, changed_by) values ($1, $2, $3, $4, $5)
         on conflict (account_id, type_name) do update set why = excluded.why, changed_at = excluded.changed_at,
           changed_by = excluded.changed_by`,
        [account, type, why, context.now, actor.name],
      )
    else await client.query('delete from unsupported_types where account_id = $1 and type_name = $2', [account, type])
    await client.query('update deployment_figures set register_at = null where account_id = $1', [account])
    await recordMany(client, context, [attempted])
    return deploymentSettings(client)
  })
}
