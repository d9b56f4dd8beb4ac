import type pg from 'pg'
import type { Drill } from '#contract/incidents.ts'
import { attempt } from '#server/activity/attempt.ts'
import { recordMany } from '#server/activity/record.ts'
import type { Context } from '#server/platform/context.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { isThereGround } from '../drill-ground.ts'
import { type DrillRow, drillColumns, toDrill } from '../queries/drills.ts'

/**
 * Asks for an exercise, which a worker begins within seconds. Throws a Refusal where there is no simulator to play it, and
 * while another exercise of the account is under way: records could not be told apart.
 */
export async function startDrill(
  context: Context,
  { account, scenario }: { account: number; scenario: Drill['scenario'] },
): Promise<Drill> {
  const { now } = context
  const attempted = { action: 'drill.started', subject: scenario, detail: { account, scenario } }
  return attempt(context, attempted, async (client, actor) => {
    const { rows: accounts } = await client.query<{ enabled: boolean }>(
      'select enabled from aws_accounts where id = $1 for no key update',
      [account],
    )
    if (!accounts[0]) throw new Refusal('not-found', 'There is no such account.')
    if (!accounts[0].enabled) throw new Refusal('conflict', 'This account is not watched any more.')
    if (!(await isThereGround(client, now))) {
      throw new Refusal(
        'conflict',
        'Exercises are played by the simulator’s devices, and no worker reaches a simulator. Start the demo, or set FLEETWARDEN_SIMULATOR_CONTROL for the worker.',
      )
    }
    const { rows: running } = await client.query<{ by_name: string }>(
      `select by_name from drills where account_id = $1 and state in ('wanted', 'running') limit 1`,
      [account],
    )
    if (running[0]) throw new Refusal('conflict', `${running[0].by_name} has an exercise under way. Wait for its end.`)
    const { rows } = await client.query<DrillRow>(
      toQuery(sql`with d as (insert into drills (account_id, scenario, by_id, by_name, created_at)
        values (${account}, ${scenario}, ${actor.id}, ${actor.name}, ${now}) returning *) select ${drillColumns} from d`),
    )
    if (!rows[0]) throw new Error('The exercise was not inserted')
    await recordMany(client, context, [{ ...attempted, object: { kind: 'drill', id: rows[0].id } }])
    await wakeDrills(client)
    return toDrill(rows[0])
  })
}

/** Has a worker look at exercises now; while it is asked already, once is enough. Else it looks within a minute. */
async function wakeDrills(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regnamespace('graphile_worker') is not null as there`,
  )
  if (!rows[0]?.there) return
  await client.query(`select graphile_worker.add_job($1, '{}'::json, job_key => $1, max_attempts => 1)`, [
    'hold-drills',
  ])
}
