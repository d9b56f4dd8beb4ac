import { links } from '#contract/links.ts'
import { notify } from '#server/notifications/notice.ts'
import type { Sql } from '#server/platform/db.ts'
import { sql, toQuery } from '#server/platform/sql.ts'
import { readGuards } from './guards/settings.ts'
import { hasOutcome } from './queries/outcomes.ts'

type Told = { id: string; number: number; account: number }

/** Tells approvers that a run waits for one of them. Asked for again, it is told again. */
export async function tellWaiting(
  connection: Sql,
  { id, number, account }: Told,
  { by, reason, approval, now }: { by: string; reason: string; approval: string; now: Date },
): Promise<void> {
  await notify(connection, {
    key: `run ${id} waits ${now.toISOString()}`,
    ...{ about: 'run', severity: 'high', account, path: links.run(id), thread: `run:${id}` },
    title: `Run ${number} waits for approval`,
    body: `${by} asks: ${reason}\n${approval}`,
  })
}

/** Tells, once each, of runs that take longer to contain their targets than the guards allow. */
export async function tellLateRuns(connection: Sql, now: Date): Promise<void> {
  const { containmentLimitS: limitS } = await readGuards(connection)
  const { rows } = await connection.query<Told>(
    toQuery(sql`select r.id, r.number, r.account_id as account from response_runs r
      where ${hasOutcome('over-limit', { now, limitS })}
        and not exists (select 1 from notices n where n.key = 'run ' || r.id || ' late')`),
  )
  for (const { id, number, account } of rows) {
    await notify(connection, {
      key: `run ${id} late`,
      ...{ about: 'run', severity: 'high', account, path: links.run(id), thread: `run:${id}` },
      title: `Run ${number} has not contained its targets`,
      body: `They are still in after ${limitS} seconds, the limit that the guards set.`,
    })
  }
}
