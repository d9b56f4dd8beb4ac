import type { Incident } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import type { Sql } from '#server/platform/db.ts'
import { dismissalIn, evidenceIn, membersIn } from '../stored.ts'
import { feedsOf } from './feeds.ts'
import { readIncident, toSummary } from './row.ts'
import { runsOf } from './runs.ts'
import { partiesOf } from './sides.ts'
import { reachOf, suggestionsFor } from './surroundings.ts'
import { tasksOf, tasksVersion } from './tasks.ts'

const membersShown = 100

/**
 * One incident with everything its page shows. Reads with connections of its own: never call it inside a transaction,
 * which would hold one while it waits for another. Throws a Refusal when there is none.
 */
export async function getIncident(context: Context, { id }: { id: string }): Promise<Incident> {
  const connection = context.database.pool
  const row = await readIncident(connection, id)
  const dismissal = dismissalIn(row.dismissal)
  const tasks = await tasksOf(connection, id)
  return {
    ...toSummary(row),
    evidence: evidenceIn(row.evidence),
    wouldDecide: row.would_decide,
    sides: await partiesOf(connection, row),
    severityReasons: row.severity_reasons,
    severityNote: row.severity_note,
    memberClients: membersIn(row.members).slice(0, membersShown),
    joined: await joinedTo(connection, id),
    suggestions: await suggestionsFor(connection, row),
    reach: await reachOf(connection, row),
    tasks,
    tasksVersion: tasksVersion(tasks),
    runs: await runsOf(connection, id),
    dismissal: dismissal && { reason: dismissal.reason, by: dismissal.by, at: dismissal.at },
    craApplies: await isUnderCra(connection, row.account_id),
    feeds: await feedsOf(context, row.account_id),
  }
}

async function joinedTo(connection: Sql, id: string): Promise<Incident['joined']> {
  const { rows } = await connection.query<{ id: string; number: number; client_id: string }>(
    'select id, number, client_id from incidents where merged_into = $1 order by number limit 500',
    [id],
  )
  return rows.map(({ client_id: clientId, ...row }) => ({ ...row, clientId }))
}

async function isUnderCra(connection: Sql, account: number): Promise<boolean> {
  const { rows } = await connection.query<{ cra_applies: boolean }>(
    'select cra_applies from aws_accounts where id = $1',
    [account],
  )
  return rows[0]?.cra_applies ?? false
}
