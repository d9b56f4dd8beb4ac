import type pg from 'pg'
import type { Logger } from 'pino'
import type { ResponderConnection } from '#server/aws/connect.ts'
import type { ResponderAws } from '#server/aws/responder.ts'
import { callFailure } from '../failure.ts'
import { noResponder } from '../guards/judge.ts'
import { readGuards } from '../guards/settings.ts'
import type { ResponseParts } from './turn.ts'

/**
 * Something small that AWS is asked for in the responder's role and that changes no device: it needs no plan. `next` takes
 * one so that nobody else takes it; `settle` says what became of it, with the trail.
 */
export type Ask<Wanted extends { account: number | null } = { account: number | null }> = {
  operation: string
  /** Whether it may be sent again when nobody heard the answer. */
  repeatable: boolean
  next(pool: pg.Pool): Promise<Wanted | null>
  send(aws: ResponderAws, wanted: Wanted, pool: pg.Pool): Promise<string>
  settle(pool: pg.Pool, wanted: Wanted, outcome: { done: string } | { failed: string }): Promise<void>
}

/** Declares an ask; who runs it only hands back what it was given. */
export const ask = <Wanted extends { account: number | null }>(definition: Ask<Wanted>): Ask =>
  definition as unknown as Ask

type Parts = Pick<ResponseParts, 'pool' | 'connect'> & { log: Logger }

/** Sends everything that waits. Throws nothing but what ends the process: each failure is the asker's to see. */
export async function sendAsks(parts: Parts, asks: readonly Ask[], signal: AbortSignal): Promise<void> {
  for (const one of asks) {
    while (!signal.aborted) {
      const wanted = await one.next(parts.pool)
      if (!wanted) break
      const outcome = await sent(parts, one, wanted, signal)
      // A quota or a network in the way goes by itself: it is taken again later.
      if (outcome) await one.settle(parts.pool, wanted, outcome)
    }
  }
}

type Outcome = { done: string } | { failed: string }

async function sent(
  { pool, connect, log }: Parts,
  one: Ask,
  wanted: { account: number | null },
  signal: AbortSignal,
): Promise<Outcome | null> {
  let connection: ResponderConnection | undefined
  try {
    const target = await readTarget(pool, wanted.account)
    if ('whyNot' in target) return { failed: target.whyNot }
    connection = connect(target)
    await connection.verify(signal)
    const tally = { calls: 0, throttled: 0, skipped: 0, failed: 0 }
    return { done: await one.send(connection.open(tally, signal), wanted, pool) }
  } catch (error) {
    const failure = callFailure(error)
    if (one.repeatable && callFailure(error, 'throttled', 'transient', 'credentials')) return null
    if (!failure && (error as Error)?.name === 'CannotWrite') return { failed: (error as Error).message }
    if (!failure) log.error({ err: error, operation: one.operation }, 'AWS could not be asked')
    return { failed: failure?.message ?? 'An internal error; the log has it in full.' }
  } finally {
    connection?.close()
  }
}

type Target = Parameters<ResponseParts['connect']>[0]

async function readTarget(pool: pg.Pool, account: number | null): Promise<Target | { whyNot: string }> {
  if ((await readGuards(pool)).readOnly)
    return { whyNot: 'Response is read-only: an admin has switched every action off.' }
  if (account === null) return { whyNot: 'It is about no single account.' }
  const { rows } = await pool.query<{
    awsAccountId: string
    region: string
    enabled: boolean
    roleArn: string | null
    externalId: string | null
  }>(
    `SELECT a.aws_account_id AS "awsAccountId", a.region, a.enabled, p.role_arn AS "roleArn", p.external_id AS "externalId"
     FROM aws_accounts a LEFT JOIN responders p ON p.account_id = a.id WHERE a.id = $1`,
    [account],
  )
  const [found] = rows
  if (!found?.enabled) return { whyNot: 'This account is not watched any more.' }
  if (!found.roleArn) return { whyNot: noResponder }
  return {
    awsAccountId: found.awsAccountId,
    region: found.region,
    roleArn: found.roleArn,
    externalId: found.externalId,
  }
}
