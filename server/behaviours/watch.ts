import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import { judgeAccount } from './judge/judge.ts'

const lookEveryMs = 15_000

/** Judges what devices do for as long as the worker lives. What fails for one account harms no other. */
export async function watchBehaviours(
  { pool, log }: { pool: pg.Pool; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { rows } = await pool.query<{ id: number }>('SELECT id FROM aws_accounts WHERE enabled ORDER BY id')
      for (const { id } of rows) {
        if (signal.aborted) return
        try {
          await judgeAccount(pool, id, new Date())
        } catch (error) {
          log.error({ err: error, account: id }, 'Behaviours could not be judged')
        }
      }
    } catch (error) {
      log.error({ err: error }, 'Looking for behaviours to judge failed')
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
