import type pg from 'pg'
import type { ActionId, TargetKind } from '#contract/actions.ts'
import { type ActionOptions, runTarget, type Selection } from '#contract/response.ts'
import type { Actor } from '#server/platform/context.ts'
import { actionOf, noSuchRun, readRun, type StoredRow } from '../queries/stored-run.ts'

export type NewRun = {
  account: number
  action: ActionId
  kind: TargetKind
  selection: Selection
  options: ActionOptions
  actor: Actor
  targets: number
  undoOf?: string
  retryOf?: string
  incident?: string | null
}

/** Writes a run that is yet to be planned. */
export async function insertRun(client: pg.PoolClient, run: NewRun): Promise<{ id: string; number: number }> {
  const { rows } = await client.query<{ id: string; number: number }>(
    `insert into response_runs (account_id, action, target_kind, selection, options, targets, by_id, by_name, undo_of,
       retry_of, incident_id, wake_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now()) returning id, number`,
    [
      run.account,
      run.action,
      run.kind,
      JSON.stringify(run.selection),
      JSON.stringify(run.options),
      run.targets,
      run.actor.id,
      run.actor.name,
      run.undoOf,
      run.retryOf,
      run.incident,
    ],
  )
  const [inserted] = rows
  if (!inserted) throw new Error('The run was not inserted')
  return inserted
}

/**
 * Reads a run and keeps everybody else from changing its row until the transaction ends: of two commands at once, and
 * of a command and a worker, the second sees what the first did. Throws a Refusal when there is no such run.
 */
export async function lockRun(client: pg.PoolClient, id: string): Promise<{ row: StoredRow; action: ActionId }> {
  const { rowCount } = await client.query('select id from response_runs where id = $1 for update', [id])
  if (!rowCount) throw noSuchRun()
  const row = await readRun(client, id)
  return { row, action: actionOf(row) }
}

const kindOf = runTarget.shape.kind

/** What a stored run is aimed at. */
export const targetKindOf = ({ target_kind }: Pick<StoredRow, 'target_kind'>): TargetKind => kindOf.parse(target_kind)
