import type { FactAccount, Observation } from '#server/history/observation.ts'
import { beginFacts } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import type { AskingParts } from '../plan-parts.ts'

/** Of one collector's facts: what it brings anew counts as a change since its last complete pass. */
export type Seen = (collector: string) => Observation

/** Writes what AWS said of one account, in the collectors' own way and turn. */
export async function observe<T>(
  { pool }: Pick<AskingParts, 'pool'>,
  account: FactAccount,
  work: (seen: Seen) => Promise<T>,
): Promise<T> {
  const { rows } = await pool.query<{ collector: string; at: Date | null }>(
    'SELECT collector, last_success_at AS at FROM collections WHERE account_id = $1',
    [account.id],
  )
  const passes = new Map(rows.map(({ collector, at }) => [collector, at]))
  const tx = await pool.connect()
  let broken: Error | undefined
  try {
    await tx.query(beginFacts(account.id))
    const result = await work((collector) => ({ tx, account, knownSince: passes.get(collector) ?? null }))
    await tx.query('COMMIT')
    return result
  } catch (error) {
    await tx.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError
    })
    throw error
  } finally {
    tx.release(broken)
  }
}

/** Tells open pages that facts may have changed: of no collector's own, so that every page looks again. */
export async function tellFacts(sql: Sql, account: number): Promise<void> {
  await tell(sql, { type: 'facts', account, collector: 'response', changed: 1 })
}
