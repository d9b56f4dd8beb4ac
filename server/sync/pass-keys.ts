import type { Observation } from '#server/history/observation.ts'
import type { Sql } from '#server/platform/db.ts'
import type { Pass } from './pass.ts'

/** What a pass saw, noted in the transaction that kept it, so that what it did not see can be told at its end. */
export async function notePassKeys({ tx, account }: Observation, pass: Pass, keys: (string | number)[]): Promise<void> {
  if (keys.length === 0) return
  await tx.query({
    name: 'note-pass-keys',
    text: `INSERT INTO pass_keys (account_id, collector, pass, row_id) SELECT $1, $2, $3, unnest($4::bigint[])`,
    values: [account.id, pass.claim.collector, pass.passNumber, keys],
  })
}

/** Forgets the keys of this pass and of those before it. */
export async function forgetPassKeys(pass: Pass, { tx }: Pick<Observation, 'tx'>): Promise<void> {
  await tx.query('DELETE FROM pass_keys WHERE account_id = $1 AND collector = $2 AND pass <= $3', [
    pass.account.id,
    pass.claim.collector,
    pass.passNumber,
  ])
}

/** The notes of this pass were lost with a crash of the database: it has to begin again. */
export class PassKeysLost extends Error {
  override name = 'PassKeysLost'
}

/** Throws PassKeysLost unless so many keys are noted: the table is unlogged, a crash of the database empties it. */
export async function requirePassKeys(pass: Pass, sql: Sql, expected: number): Promise<void> {
  const { rows } = await sql.query<{ count: number }>(
    'SELECT count(*) AS count FROM pass_keys WHERE account_id = $1 AND collector = $2 AND pass = $3',
    [pass.account.id, pass.claim.collector, pass.passNumber],
  )
  if (rows[0]?.count !== expected) throw new PassKeysLost()
}

/**
 * A condition: this pass has not seen `key`. NOT IN rather than NOT EXISTS, because it is answered from a hash table
 * whatever the planner believes of a table that was filled a moment ago. Account, collector and pass are our own values.
 */
export function unseenBy(pass: Pass): (key: string) => string {
  const { account, claim, passNumber } = pass
  return (key) =>
    `${key} NOT IN (SELECT k.row_id FROM pass_keys k WHERE k.account_id = ${Number(account.id)}
       AND k.collector = '${claim.collector.replace(/[^a-z0-9-]/g, '')}' AND k.pass = ${Number(passNumber)})`
}
