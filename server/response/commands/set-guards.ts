import { type Guards, guards as shape } from '#contract/response-settings.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { guardsKey, readGuards } from '../guards/settings.ts'

/** Changes what holds actions back, for requests to come and, because execution judges again, for those that wait. */
export async function setGuards(context: Context, after: Guards): Promise<Guards> {
  return inTransaction(context.database.pool, async (client) => {
    await client.query(`insert into settings (key, value) values ($1, '{}') on conflict (key) do nothing`, [guardsKey])
    await client.query('select 1 from settings where key = $1 for update', [guardsKey])
    const before = await readGuards(client)
    await client.query('update settings set value = $2, updated_at = now() where key = $1', [
      guardsKey,
      JSON.stringify(after),
    ])
    const changed = Object.keys(shape.shape).filter(
      (name) => JSON.stringify(before[name as keyof Guards]) !== JSON.stringify(after[name as keyof Guards]),
    )
    const only = (guards: Guards) =>
      Object.fromEntries(Object.entries(guards).filter(([name]) => changed.includes(name)))
    await recordMany(client, context, [
      {
        action: 'response.guards-changed',
        object: { kind: 'settings', id: guardsKey, name: 'Guards of response actions' },
        before: only(before),
        after: only(after),
      },
    ])
    // What runs looks at the guards between its steps; a switch to read-only should not wait for its next timer.
    await tell(client, { type: 'wake' })
    return after
  })
}
