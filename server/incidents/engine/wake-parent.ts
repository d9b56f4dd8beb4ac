import type pg from 'pg'
import { tell } from '#server/platform/events.ts'
import { tellIncident } from '../notices.ts'
import { readIncident, toSummary } from '../queries/row.ts'

type Parent = { id: string; number: number; account_id: number; state: string }

/**
 * Opens an incident again when the conflict of one that was joined to it goes on after it was thought over. Where its
 * client ID has a newer incident meanwhile, the one that goes on stands for itself instead. Returns which was opened.
 */
export async function wakeParent(tx: pg.PoolClient, child: string, lastAt: Date): Promise<string | null> {
  const { rows } = await tx.query<Parent & { taken: boolean }>(
    `SELECT p.id, p.number, p.account_id, p.state, EXISTS (
       SELECT FROM incidents o WHERE p.state = 'closed' AND o.account_id = p.account_id AND o.id <> p.id AND o.state <> 'closed'
         AND (o.storm_key = p.storm_key OR p.storm_key IS NULL AND o.storm_key IS NULL AND o.client_id = p.client_id
           AND (o.drill IS NULL) = (p.drill IS NULL))) AS taken
     FROM incidents c JOIN incidents p ON p.id = c.merged_into
     WHERE c.id = $1 AND c.state = 'merged' AND (p.state = 'contained' AND p.contained_at < $2
       OR p.state = 'resolved' AND p.resolved_at < $2 OR p.state = 'closed' AND p.closed_at < $2)
     FOR UPDATE OF p`,
    [child, lastAt],
  )
  const [parent] = rows
  if (!parent) return null
  const opened = parent.taken ? child : parent.id
  if (parent.taken) {
    await tx.query(
      `UPDATE incidents SET state = 'new', state_before = NULL, merged_into = NULL, reopened = reopened + 1, changed_at = now()
       WHERE id = $1`,
      [child],
    )
  } else {
    await tx.query(
      `UPDATE incidents SET state = CASE state WHEN 'contained' THEN 'triaged' ELSE 'new' END, reopened = reopened + 1,
         active = TRUE, last_at = greatest(last_at, $2), changed_at = now() WHERE id = $1`,
      [parent.id, lastAt],
    )
  }
  const why = parent.taken
    ? `The conflict goes on after incident ${parent.number} was closed`
    : 'A conflict that was joined to it goes on'
  await tx.query(
    `INSERT INTO incident_log (incident_id, at, kind, title, key) VALUES ($1, $2, 'state', $3, $4)
     ON CONFLICT (incident_id, key) DO NOTHING`,
    [opened, lastAt, why, `reopened ${lastAt.toISOString()}`],
  )
  const about = toSummary(await readIncident(tx, opened))
  await tellIncident(tx, about, { what: 'reopened', when: lastAt.toISOString(), why: [why] })
  await tell(tx, { type: 'incident', account: parent.account_id, incident: opened })
  return opened
}
