import type { ActionId } from '#contract/actions.ts'
import { actions } from '#contract/actions.ts'
import type { Run } from '#contract/response.ts'
import { whyNotRole } from '#contract/roles.ts'
import type { Actor } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { type Fragment, sql, toQuery } from '#server/platform/sql.ts'
import type { StoredRow } from './stored-run.ts'

/** Steps that were made and that AWS has a way back from: of `response_steps s`. */
export const reversible: Fragment = sql`(s.state in ('applied', 'confirmed') and (s.params->>'kind' in ('join-group', 'leave-group',
  'attach-policy', 'detach-policy', 'create-job') or (s.params->>'kind' = 'set-certificate-status' and s.params->>'to' <> 'REVOKED')))`

/** States in which an undo stands or may still come; what came to nothing does not count. */
const counting = ['awaiting-approval', 'queued', 'running', 'watching', 'done']

type Undo = { id: string; number: number; state: string; failed: boolean }

/** Whether a run can be undone, and by which run it is. */
export async function undoOf(
  connection: Sql,
  row: Pick<StoredRow, 'id' | 'state'>,
  { action, actor }: { action: ActionId; actor: Pick<Actor, 'role'> },
): Promise<Run['undo']> {
  const undo = await undoingRun(connection, row.id)
  if (undo) return { run: { id: undo.id, number: undo.number }, whyNot: whyUndone(undo) }
  const whyNot = whyNotUndo({ row, action, actor })
  if (whyNot) return { run: null, whyNot }
  // In the order of the index, so that the first one found ends the search.
  const { rowCount } = await connection.query(
    toQuery(sql`select 1 from response_steps s where s.run_id = ${row.id}::uuid and ${reversible}
      order by s.n, s.step limit 1`),
  )
  return { run: null, whyNot: rowCount ? null : 'There is nothing to put back.' }
}

/** The run that undid a run, or is about to; null when none. */
export async function undoingRun(connection: Sql, id: string): Promise<Undo | null> {
  const { rows } = await connection.query<Undo>(
    `select r.id, r.number, r.state, exists (select 1 from response_targets t
       where t.run_id = r.id and t.state in ('failed', 'not-started')) as failed
     from response_runs r where r.undo_of = $1 and r.state = any($2)`,
    [id, counting],
  )
  return rows[0] ?? null
}

/** The sentence about it. */
export function whyUndone({ number, state, failed }: Undo): string {
  if (state === 'done' && failed) return `Run ${number} undid a part of it. Retry there what failed.`
  return state === 'done' ? `Run ${number} undid it.` : `Run ${number} is undoing it.`
}

type Asked = {
  row: Pick<StoredRow, 'state'>
  action: ActionId
  actor: Pick<Actor, 'role'>
}

function whyNotUndo({ row, action, actor }: Asked): string | null {
  if (action === 'restore') return 'This is an undo itself. Act again instead.'
  if (action === 'prepare-quarantine') return 'Things may be held by it; detach the policy in AWS if you must.'
  if (action === 'cancel-job' || action === 'cancel-greengrass-deployment') return staysCancelled
  if (['queued', 'running'].includes(row.state)) return 'It is still running.'
  if (!undoable.includes(row.state)) return 'Nothing was changed.'
  if (actions[action].final) return noWayBack
  return whyNotRole(actor.role, actions[action].role) ?? null
}

const staysCancelled = 'AWS has no way back: what was cancelled stays so. Roll it out again instead.'
const noWayBack = 'AWS never lets a revoked certificate change its status again.'

/** States of runs that may have changed something and will change nothing more. */
const undoable = ['watching', 'done', 'stopped', 'cancelled']
