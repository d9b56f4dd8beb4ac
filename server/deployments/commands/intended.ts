import type { IntendedVersion } from '#contract/deployments.ts'
import { requireAccount } from '#server/accounts/require-account.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { listIntended } from '../queries/intended.ts'

type Input = {
  account: number
  kind: 'type' | 'group'
  of: string
  package: string
  version: string | null
  why: string
}

/**
 * States which version of a package the things of a type or group are meant to run; null leaves it to the deployments
 * again. Returns what is meant of that package. Throws a Refusal for a type or group that is not there, and for a package
 * that nothing runs, nothing brings and no catalog has: a slip of the pen would be meant for the whole fleet.
 */
export async function setIntended(context: Context, input: Input): Promise<IntendedVersion[]> {
  const { account, kind, of, version, why } = input
  const object = { kind: 'software-package', id: `${account}/${input.package}`, name: input.package }
  const attempted = { action: 'software.intended', object, reason: why, detail: { [kind]: of, version } }
  await attempt(context, attempted, async (client, actor) => {
    await requireAccount(client, account)
    const key = [account, kind, of, input.package]
    const { rows } = await client.query<{ version: string }>(
      'select version from software_stated where account_id = $1 and kind = $2 and "of" = $3 and package = $4 for update',
      key,
    )
    if (version === null) {
      await client.query(
        'delete from software_stated where account_id = $1 and kind = $2 and "of" = $3 and package = $4',
        key,
      )
    } else {
      const { rowCount: there } = await client.query(
        kind === 'type'
          ? 'select from things where account_id = $1 and type_name = $2 and gone_at is null limit 1'
          : 'select from thing_groups where account_id = $1 and name = $2 and not billing and gone_at is null',
        [account, of],
      )
      if (!there) throw new Refusal('invalid', `There is no ${kind === 'type' ? 'thing of the type' : 'group'} ${of}.`)
      await requirePackage(client, account, input.package)
      await client.query(
        `insert into software_stated (account_id, kind, "of", package, version, why, by_id, by_name, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (account_id, kind, "of", package) do update set version = excluded.version, why = excluded.why,
           by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at`,
        [...key, version, why, actor.id, actor.name, context.now],
      )
    }
    await recordMany(client, context, [
      { ...attempted, before: rows[0] ? { version: rows[0].version } : null, after: { version } },
    ])
  })
  return listIntended(context, { account, package: input.package })
}

async function requirePackage(client: Sql, account: number, name: string) {
  const { rows } = await client.query<{ known: boolean }>(
    `select exists (select from software_packages where account_id = $1 and name = $2 and gone_at is null)
       or exists (select from thing_software where account_id = $1 and package = $2)
       or exists (select from deployments where account_id = $1 and gone_at is null
         and (packages || components) @> jsonb_build_array(jsonb_build_object('name', $2::text))) as known`,
    [account, name],
  )
  if (!rows[0]?.known)
    throw new Refusal('invalid', `Nothing runs a package ${name}, and neither the catalog nor a deployment has it.`)
}
