import type pg from 'pg'
import { recordMany } from '#server/activity/record.ts'
import type { FactAccount } from '#server/history/observation.ts'
import { tell } from '#server/platform/events.ts'

/**
 * Compares what AWS tells of its alarms with what it took from us. `readAt` is when the reading began: one that began
 * before AWS took a verdict says nothing of it. An alarm that ended is not told any more, so its verdict stays applied.
 */
export async function confirmVerdicts(
  { tx, account }: { tx: pg.PoolClient; account: Pick<FactAccount, 'id'> },
  readAt: Date,
): Promise<number> {
  const { rows } = await tx.query<{ id: string; wanted: string; said: string; confirmed: boolean }>(
    `UPDATE detect_verdicts w SET state = CASE WHEN d.said = w.verification THEN 'confirmed' ELSE 'failed' END,
       error = CASE WHEN d.said = w.verification THEN NULL ELSE 'AWS took it, and says ' || d.said || ' when it is read again.' END
     FROM (SELECT violation_id, coalesce(verification, 'UNKNOWN') AS said FROM detect_violations WHERE account_id = $1 AND gone_at IS NULL) d
     WHERE w.account_id = $1 AND w.violation_id = d.violation_id AND w.state = 'applied' AND w.applied_at < $2
       AND (d.said = w.verification OR w.applied_at < $2::timestamptz - interval '1 minute')
     RETURNING w.violation_id AS id, w.verification AS wanted, d.said, w.state = 'confirmed' AS confirmed`,
    [account.id, readAt],
  )
  if (rows.length === 0) return 0
  await recordMany(
    tx,
    { actor: null, ipAddress: null },
    rows.map(({ id, wanted, said, confirmed }) => ({
      action: confirmed ? 'violation.verdict-confirmed' : 'violation.verdict-lost',
      object: { kind: 'violation', id },
      before: { verification: wanted },
      after: { verification: said },
      ...(confirmed ? {} : { result: 'failed' as const }),
    })),
  )
  await tell(tx, { type: 'findings', account: account.id })
  return rows.length
}
