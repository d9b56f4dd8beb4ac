import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import { judgeDeployments } from './judge/judge.ts'

const lookEveryMs = 5_000

/** Judges deployments soon after something was read of them, for as long as the worker lives. */
export async function watchDeployments(
  { pool, log }: { pool: pg.Pool; log: Logger },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await judgeDeployments(pool, new Date())
    } catch (error) {
      log.error({ err: error }, 'Deployments could not be judged')
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}
