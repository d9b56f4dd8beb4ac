import type pg from 'pg'
import type { Unupdatable } from '#contract/deployments.ts'
import { requireAccount } from '#server/accounts/require-account.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { registerColumns, toUnupdatable, type UnupdatableRow } from '../queries/unupdatable.ts'

type Input = {
  account: number
  thing: string
  declared?: boolean | undefined
  plan?: string | null | undefined
  owner?: string | null | undefined
  due?: string | null | undefined
  done?: boolean | undefined
  why: string
}

/**
 * Declares a thing that cannot be updated, or sets what is to be done about one of the register. What is absent stays.
 * Throws a Refusal for a thing that is neither declared nor in the register, for nobody of that id, for a day that is past
 * or far away, and for what is called done without a plan.
 */
export async function setUnupdatable(context: Context, input: Input): Promise<Unupdatable> {
  const { account, thing, declared, why } = input
  const object = { kind: 'thing', id: `${account}/${thing}`, name: thing }
  const attempted = { action: 'thing.cannot-be-updated', object, reason: why }
  return attempt(context, attempted, async (client, actor) => {
    await requireAccount(client, account)
    const before = await lock(client, context.now, input)
    if (!before) {
      if (!declared) throw new Refusal('invalid', 'It is not in the register. Declare first that it cannot be updated.')
      const { rowCount } = await client.query('select from things where account_id = $1 and name = $2', [
        account,
        thing,
      ])
      if (!rowCount) throw new Refusal('invalid', 'There is no such thing.')
      // Of two who declare it at once, the second adds to what the first said.
      await client.query(
        'insert into unupdatable_things (account_id, thing) values ($1, $2) on conflict (account_id, thing) do nothing',
        [account, thing],
      )
    }
    refuseOddPlan(input, before, context.now)
    const owner = await ownerOf(client, input.owner)
    await client.query(
      `update unupdatable_things set changed_at = $3,
         declared_why = case when $4 then case when $5 then $6 end else declared_why end,
         declared_at = case when $4 then case when $5 then coalesce(declared_at, $3) end else declared_at end,
         declared_by = case when $4 then case when $5 then $7 end else declared_by end,
         plan = case when $8 then $9 else plan end,
         owner_id = case when $10 then $11 else owner_id end, owner_name = case when $10 then $12 else owner_name end,
         due = case when $13 then $14::date else due end,
         done_at = case when $15 then case when $16 then $3 end else done_at end,
         done_by = case when $15 then case when $16 then $7 end else done_by end
       where account_id = $1 and thing = $2`,
      [
        ...[account, thing, context.now, declared !== undefined, declared ?? false, why, actor.name],
        ...[input.plan !== undefined, input.plan || null, owner !== undefined, owner?.id ?? null, owner?.name ?? null],
        ...[input.due !== undefined, input.due ?? null, input.done !== undefined, input.done ?? false],
      ],
    )
    const after = await lock(client, context.now, input)
    if (!after) throw new Error('The entry of the register that was written cannot be read')
    await recordMany(client, context, [{ ...attempted, before, after }])
    return after
  })
}

const mostYears = 10

/** A day that stands already may be past: the rest of the plan can still be changed. */
function refuseOddPlan({ due, done, plan }: Input, before: Unupdatable | null, now: Date) {
  const today = now.toISOString().slice(0, 10)
  const last = `${now.getUTCFullYear() + mostYears}${today.slice(4)}`
  if (due && due !== before?.due && (due < today || due > last))
    throw new Refusal('invalid', `The day must lie between today and ${mostYears} years from now.`)
  const planned = plan === undefined ? before?.plan : plan
  if (done && before?.state !== 'done' && !planned)
    throw new Refusal('invalid', 'Say in the plan what was done about it.')
}

async function ownerOf(client: pg.PoolClient, owner: string | null | undefined) {
  if (owner === undefined || owner === null) return owner
  const { rows } = await client.query<{ id: string; name: string }>(
    'select id, name from users where id = $1 and not banned',
    [owner],
  )
  if (!rows[0]) throw new Refusal('invalid', 'Nobody has that id.')
  return rows[0]
}

async function lock(client: pg.PoolClient, now: Date, { account, thing }: Input): Promise<Unupdatable | null> {
  const { rows } = await client.query<UnupdatableRow>(
    toQuery(sql`select ${registerColumns(now)} from unupdatable_things u
      where u.account_id = ${account} and u.thing = ${thing} for update`),
  )
  return rows[0] ? toUnupdatable(rows[0]) : null
}
