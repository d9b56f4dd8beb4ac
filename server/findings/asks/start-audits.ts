import type pg from 'pg'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { enabledAuditChecks } from '../audits/enabled.ts'
import { announce } from '../commands/on-findings.ts'

/** What it takes to start one, of all that AWS offers. */
type Starter = { startAudit(checks: string[]): Promise<string> }

type Request = { id: string; account: number; checks: string[] | null; by: string }

const heard = 'Nobody heard AWS’s answer: it may have begun.'
/** A worker that has not told what became of a request by then has died. */
const givenUpAfter = '5 minutes'

/** Audits that people asked for, each sent to AWS at most once: whether an unanswered one began, the next list of audits says. */
export const auditRequests = {
  repeatable: false,
  operation: 'StartOnDemandAuditTask',

  async next(pool: pg.Pool): Promise<Request | null> {
    await pool.query(
      `UPDATE audit_requests SET state = 'failed', error = $1, ended_at = now()
       WHERE state = 'sending' AND ended_at < now() - interval '${givenUpAfter}'`,
      [heard],
    )
    const { rows } = await pool.query<Request>(
      `UPDATE audit_requests SET state = 'sending', ended_at = now() WHERE id = (
         SELECT id FROM audit_requests WHERE state = 'wanted' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING id::text AS id, account_id AS account, checks, by_name AS by`,
    )
    return rows[0] ?? null
  },

  async send(aws: Starter, request: Request, pool: pg.Pool): Promise<string> {
    return aws.startAudit(request.checks ?? (await enabledAuditChecks(pool, request.account)) ?? [])
  },

  async settle(pool: pg.Pool, { id, account }: Request, outcome: { done: string } | { failed: string }): Promise<void> {
    const task = 'done' in outcome ? outcome.done : null
    const error = 'failed' in outcome ? outcome.failed : null
    await inTransaction(pool, async (tx) => {
      await tx.query(`UPDATE audit_requests SET state = $2, task_id = $3, error = $4, ended_at = now() WHERE id = $1`, [
        ...[id, task ? 'started' : 'failed', task, error],
      ])
      const object = { kind: 'audit-request', id }
      const happening = task
        ? { action: 'audit.started', object, detail: { account, task } }
        : { action: 'audit.not-started', object, result: 'failed' as const, detail: { account, error } }
      await recordMany(tx, { actor: null, ipAddress: null }, [happening])
      // The list of audits is read at once.
      if (task)
        await tx.query(`UPDATE collections SET requested_at = now() WHERE account_id = $1 AND collector = 'audits'`, [
          account,
        ])
      await announce(tx, [account])
    })
  },
}
