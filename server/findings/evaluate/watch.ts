import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import { evaluateAccount } from './turn.ts'

const lookEveryMs = 2_000
// What nothing tells of: facts that grow stale, dates that are reached, settings.
const planEveryMs = 15_000

/**
 * Evaluates findings for as long as the worker lives, account by account. Nothing that goes wrong ends it: what was not
 * looked at stays noted, and what fails for one account harms no other.
 */
export async function watchFindings({ pool, log }: { pool: pg.Pool; log: Logger }, signal: AbortSignal): Promise<void> {
  const planned = new Map<number, number>()
  while (!signal.aborted) {
    let more = false
    try {
      for (const of of await accountsWithWork(pool, planned)) {
        if (signal.aborted) return
        planned.set(of.id, Date.now())
        try {
          const turn = await evaluateAccount(pool, of)
          if (turn?.more) {
            more = true
            planned.delete(of.id)
          }
        } catch (error) {
          log.error({ err: error, account: of.id }, 'Findings could not be evaluated')
        }
      }
    } catch (error) {
      log.error({ err: error }, 'Looking for findings to evaluate failed')
    }
    if (!more) await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}

type Row = { id: number; awsAccountId: string; region: string; urgent: boolean; settingsAt: Date | null }

async function accountsWithWork(pool: pg.Pool, planned: ReadonlyMap<number, number>): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT a.id, a.aws_account_id AS "awsAccountId", a.region,
       EXISTS (SELECT FROM finding_work w WHERE w.account_id = a.id)
         OR NOT EXISTS (SELECT FROM finding_scans s WHERE s.account_id = a.id AND s.full_at IS NOT NULL) AS urgent,
       (SELECT max(changed_at) FROM check_settings) AS "settingsAt"
     FROM aws_accounts a WHERE a.enabled ORDER BY a.id`,
  )
  return rows.filter(({ id, urgent, settingsAt }) => {
    const last = planned.get(id) ?? 0
    return urgent || Date.now() - last >= planEveryMs || (settingsAt !== null && settingsAt.getTime() > last)
  })
}
