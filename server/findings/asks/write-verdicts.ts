import type pg from 'pg'
import type { VerificationState } from '#contract/behaviours.ts'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'

/** What it takes to write one, of all that AWS offers. */
type Writer = {
  verifyViolation(verdict: { violation: string; state: VerificationState; description: string }): Promise<unknown>
}

type Wanted = {
  account: number
  violation: string
  verification: VerificationState
  note: string | null
  by: string
  at: Date
}

/** "PutVerificationStateOnViolation", verificationStateDescription. */
const longestDescription = 1000

/** Verdicts on Detect's own alarms. Said again, AWS has the same: one that nobody heard of is sent once more. */
export const verdictsForDetect = {
  repeatable: true,
  operation: 'PutVerificationStateOnViolation',

  async next(pool: pg.Pool): Promise<Wanted | null> {
    const { rows } = await pool.query<Wanted>(
      `UPDATE detect_verdicts SET tried_at = now() WHERE (account_id, violation_id) = (
         SELECT account_id, violation_id FROM detect_verdicts
         WHERE state = 'wanted' AND (tried_at IS NULL OR tried_at < now() - interval '1 minute')
         ORDER BY tried_at NULLS FIRST, at LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING account_id AS account, violation_id AS violation, verification, note, by_name AS by, at`,
    )
    return rows[0] ?? null
  },

  async send(aws: Writer, { violation, verification, note, by }: Wanted): Promise<string> {
    const description = `${note ? `${note} ` : ''}(${by}, in Fleetwarden)`.slice(0, longestDescription)
    await aws.verifyViolation({ violation, state: verification, description })
    return verification
  },

  async settle(pool: pg.Pool, wanted: Wanted, outcome: { done: string } | { failed: string }): Promise<void> {
    const { account, violation, verification, at } = wanted
    const error = 'failed' in outcome ? outcome.failed : null
    await inTransaction(pool, async (tx) => {
      // A later word that came meanwhile waits to be sent by itself.
      const { rowCount } = await tx.query(
        `UPDATE detect_verdicts SET state = $4, error = $5, applied_at = CASE WHEN $5::text IS NULL THEN now() END
         WHERE account_id = $1 AND violation_id = $2 AND at = $3 AND state = 'wanted'`,
        [account, violation, at, error === null ? 'applied' : 'failed', error],
      )
      const ended = error === null ? {} : { result: 'failed' as const }
      const object = { kind: 'violation', id: violation }
      await recordMany(tx, { actor: null, ipAddress: null }, [
        { action: 'violation.verdict-written', object, after: { verification }, detail: { error }, ...ended },
      ])
      // What AWS made of it is read at once.
      if (rowCount && error === null)
        await tx.query(`UPDATE collections SET requested_at = now() WHERE account_id = $1 AND collector = 'detect'`, [
          account,
        ])
      await tell(tx, { type: 'findings', account })
    })
  },
}
