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

/** Whether every key noted is still there: the table is unlogged, a crash of the database empties it. */
export async function passKeysAreWhole(pass: Pass, sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ count: number }>(
    'SELECT count(*) AS count FROM pass_keys WHERE account_id = $1 AND collector = $2 AND pass = $3',
    [pass.account.id, pass.claim.collector, pass.passNumber],
  )
  return rows[0]?.count === pass.seen
}

/** The notes of this pass were lost with a crash of the database: it has to begin again. */
export class PassKeysLost extends Error {
  override name = 'PassKeysLost'
}

/** A condition: this pass has not seen `key`. Account, collector and pass are our own values. */
export function unseenBy(pass: Pass): (key: string) => string {
  const { account, claim, passNumber } = pass
  return (key) =>
    `NOT EXISTS (SELECT 1 FROM pass_keys k WHERE k.account_id = ${Number(account.id)}
       AND k.collector = '${claim.collector.replace(/[^a-z0-9-]/g, '')}' AND k.pass = ${Number(passNumber)} AND k.row_id = ${key})`
}
