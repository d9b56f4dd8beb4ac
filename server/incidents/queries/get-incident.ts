import type { Incident } from '#contract/incidents.ts'
import type { Context } from '#server/platform/context.ts'
import { sql, toPrepared } from '#server/platform/sql.ts'
import { clientsOf, dismissalIn, evidenceIn, membersIn } from '../stored.ts'
import { type FeedRow, feedsIn, feedsOf } from './feeds.ts'
import { found, rowsOf, type StoredIncident, storedColumns, toSummary } from './row.ts'
import { type RunRow, runsIn, toRun } from './runs.ts'
import { certificatesIn, type KnownCertificate, partiesOf } from './sides.ts'
import { type SuggestedRow, suggested, thingsReached, toSuggestion } from './surroundings.ts'
import { type TaskRow, tasksIn, tasksVersion, toTask } from './tasks.ts'

const membersShown = 100
const joinedShown = 500

type Page = StoredIncident & {
  cra_applies: boolean
  enabled: boolean
  certificates: KnownCertificate[]
  joined: { id: string; number: number; clientId: string }[]
  suggested: SuggestedRow[]
  things: number
  tasks: (Omit<TaskRow, 'done_at'> & { done_at: string | null })[]
  runs: RunRow[]
  feeds: FeedRow[]
}

// One statement that every connection plans once: each of its parts is found by key.
const page = (id: string) => sql`select ${storedColumns}, a.cra_applies, a.enabled, ${certificatesIn} as certificates,
    ${rowsOf(sql`select j.id, j.number, j.client_id as "clientId" from (select * from incidents where merged_into = i.id
      order by kicks desc, id limit ${joinedShown}::int) j order by j.number`)} as joined,
    ${rowsOf(suggested)} as suggested, ${thingsReached} as things, ${rowsOf(tasksIn(sql`i.id`))} as tasks,
    ${rowsOf(runsIn(sql`i.id`))} as runs, ${feedsIn} as feeds
  from incidents i join aws_accounts a on a.id = i.account_id where i.id = ${id}::uuid`

/**
 * One incident with everything its page shows. Reads with a connection of its own: never call it inside a transaction,
 * which would hold one while it waits for another. Throws a Refusal when there is none.
 */
export async function getIncident({ database, now }: Context, { id }: { id: string }): Promise<Incident> {
  const { rows } = await database.pool.query<Page>(toPrepared(page(id)))
  const row = found(rows[0])
  const dismissal = dismissalIn(row.dismissal)
  const clients = clientsOf(row)
  const tasks = row.tasks.map((task) =>
    toTask({ ...task, done_at: task.done_at === null ? null : new Date(task.done_at) }),
  )
  return {
    ...toSummary(row),
    evidence: evidenceIn(row.evidence),
    wouldDecide: row.would_decide,
    sides: partiesOf(row.sides, row.certificates),
    severityReasons: row.severity_reasons,
    severityNote: row.severity_note,
    memberClients: membersIn(row.members).slice(0, membersShown),
    joined: row.joined,
    suggestions: row.suggested.map(toSuggestion),
    reach: { otherClients: row.reach.filter((client) => !clients.includes(client)), things: row.things },
    tasks,
    tasksVersion: tasksVersion(tasks),
    runs: row.runs.map(toRun),
    dismissal: dismissal && { reason: dismissal.reason, by: dismissal.by, at: dismissal.at },
    craApplies: row.cra_applies,
    feeds: row.enabled ? feedsOf(row.feeds, now) : [],
  }
}
