import { type ActionId, actionIds } from '#contract/actions.ts'
import { type ActionOptions, actionOptions } from '#contract/response.ts'
import type { FactAccount } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import type { TargetFacts } from '../action.ts'
import { CannotPlan } from './plan-parts.ts'

/** The names an account's responder uses. */
export type ResponderNames = {
  quarantineGroup: string
  quarantinePolicy: string
  stopTopic: string | null
  stopPayload: string | null
}

/** A run as it is planned. */
export type PlannedRun = {
  id: string
  account: FactAccount
  action: ActionId
  kind: Exclude<TargetFacts['kind'], 'undo'>
  options: ActionOptions
  targets: number
  undoOf: string | null
  responder: ResponderNames
}

type Row = {
  id: string
  account: number
  aws_account_id: string
  region: string
  action: string
  kind: PlannedRun['kind']
  options: unknown
  targets: number
  undo_of: string | null
}

/** Reads what is to be planned. Throws when there is no such run, or it asks for what this version does not know. */
export async function readPlannedRun(sql: Sql, runId: string): Promise<PlannedRun> {
  const { rows } = await sql.query<Row>(
    `SELECT r.id, a.id AS account, a.aws_account_id, a.region, r.action, r.target_kind AS kind, r.options, r.targets, r.undo_of
     FROM response_runs r JOIN aws_accounts a ON a.id = r.account_id WHERE r.id = $1`,
    [runId],
  )
  const [row] = rows
  if (!row) throw new Error(`There is no run ${runId}`)
  const action = actionIds.find((id) => id === row.action)
  if (!action) throw new CannotPlan(`This version knows no action ${row.action}.`)
  const options = actionOptions.safeParse(row.options)
  if (!options.success) throw new CannotPlan('Its options cannot be read.')
  const account = { id: row.account, awsAccountId: row.aws_account_id, region: row.region }
  const { id, kind, targets, undo_of: undoOf } = row
  return {
    id,
    account,
    action,
    kind,
    options: options.data,
    targets,
    undoOf,
    responder: await readNames(sql, account.id),
  }
}

/** The account's names, or those that a new responder has. */
export async function readNames(sql: Sql, accountId: number): Promise<ResponderNames> {
  const { rows } = await sql.query<ResponderNames>(
    `SELECT coalesce(r.quarantine_group, 'fleetwarden-quarantine') AS "quarantineGroup",
       coalesce(r.quarantine_policy, 'FleetwardenQuarantine') AS "quarantinePolicy",
       r.stop_topic AS "stopTopic", r.stop_payload AS "stopPayload"
     FROM aws_accounts a LEFT JOIN responders r ON r.account_id = a.id WHERE a.id = $1`,
    [accountId],
  )
  const [row] = rows
  if (!row) throw new Error(`There is no account ${accountId}`)
  return row
}

/** The account of a row id, as facts are written for it. */
export async function readAccount(sql: Sql, accountId: number): Promise<FactAccount> {
  const { rows } = await sql.query<FactAccount>(
    'SELECT id, aws_account_id AS "awsAccountId", region FROM aws_accounts WHERE id = $1',
    [accountId],
  )
  const [row] = rows
  if (!row) throw new Error(`There is no account ${accountId}`)
  return row
}
