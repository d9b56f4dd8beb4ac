import type pg from 'pg'
import { recordMany } from '#server/activity/record.ts'
import { inTransaction } from '#server/platform/db.ts'
import { tell } from '#server/platform/events.ts'
import { log } from '#server/platform/log.ts'
import { reportObject } from '../commands/request-report.ts'
import type { StoredReport } from '../content.ts'
import { pseudonymKeyFromEnvironment } from '../pseudonyms/pseudonyms.ts'
import { noteDelivery } from '../schedules/deliver.ts'
import type { FactScope } from '../scope.ts'
import { type SigningKey, signingKeyFromEnvironment } from '../seal.ts'
import { makeReport } from './make-report.ts'
import { mostAttempts, takeReport, type WantedReport } from './wanted.ts'

// One report at a time, in whichever worker: two would only take each other's time.
const makingLock = 727037911
const tellEveryMs = 1_000

/** Makes every report that waits, one after the other. Returns at once when another worker is at it. */
export async function makeReports(pool: pg.Pool): Promise<void> {
  const key = signingKeyFromEnvironment()
  if (key) await tellKey(pool, key)
  const client = await pool.connect()
  // A lock of the session: a worker that is killed lets go of it, and its report starts over.
  const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [makingLock])
  if (!rows[0]?.held) return client.release()
  let whole = false
  try {
    for (let wanted = await takeReport(pool); wanted; wanted = await takeReport(pool))
      await makeOne(client, pool, wanted, key)
    await client.query('select pg_advisory_unlock($1)', [makingLock])
    whole = true
  } finally {
    // A connection that something failed on may be in the midst of a register: it is closed, and its lock goes with it.
    client.release(!whole)
  }
}

async function makeOne(client: pg.PoolClient, pool: pg.Pool, wanted: WantedReport, key: SigningKey | null) {
  try {
    if (wanted.attempts > mostAttempts) throw new Told(`The worker ended ${mostAttempts} times while making it.`)
    if (!key) throw new Told('There is no key to seal it with: set FLEETWARDEN_SIGNING_KEY for the worker.')
    const pseudonymKey = wanted.scope.pseudonymised ? pseudonymKeyFromEnvironment() : null
    if (wanted.scope.pseudonymised && !pseudonymKey) throw new Told(withoutTokens)
    const { stored, scope } = await inSnapshot(client, wanted, (scope) =>
      makeReport(client, { pool, key, pseudonymKey, progress: teller(pool, wanted.id) }, wanted, scope),
    )
    await finish(pool, { wanted, stored, scope, key })
  } catch (error) {
    if (error instanceof Told) return fail(pool, wanted, error.message)
    log.error({ err: error, report: wanted.number }, 'A report could not be made')
    // A database that was away for a moment is no fault of the report's: it starts over within a minute, a few times.
    if (wanted.attempts >= mostAttempts)
      await fail(pool, wanted, 'It could not be made; the log of the worker says why.')
    throw error
  }
}

const withoutTokens =
  'There is nothing to make lasting tokens with: set FLEETWARDEN_SECRET for the worker, or leave out the pseudonymised copy.'

/** Why a report cannot be made, in words for the person who wants it. */
class Told extends Error {}

/** Runs `work` in one snapshot that only reads; the report is as of the moment it begins. */
async function inSnapshot(
  client: pg.PoolClient,
  { scope: { accounts, groups } }: WantedReport,
  work: (scope: FactScope) => Promise<StoredReport>,
): Promise<{ stored: StoredReport; scope: FactScope }> {
  await client.query('begin isolation level repeatable read read only')
  try {
    await client.query(snapshotSettings)
    const { rows } = await client.query<{ id: number; now: Date }>(
      `select id, now() as now from aws_accounts
       where case when cardinality($1::int[]) = 0 then enabled else id = any($1::int[]) end order by id`,
      [accounts],
    )
    const scope = { accounts: rows.map(({ id }) => id), groups, now: rows[0]?.now ?? new Date() }
    return { stored: await work(scope), scope }
  } finally {
    await client.query('rollback')
  }
}

/** ISO dates are part of the format of registers; none of it outlives the transaction. */
export const snapshotSettings = `set local statement_timeout = '60min'; set local work_mem = '32MB'; set local timezone = 'UTC';
  set local datestyle = 'ISO, YMD'; set local jit = off`

type Finished = { wanted: WantedReport; stored: StoredReport; scope: FactScope; key: SigningKey }

/** Freezes a report: from here on nobody can change it, which a trigger sees to. */
async function finish(pool: pg.Pool, { wanted, stored, scope, key }: Finished): Promise<void> {
  const { bundle } = stored.bundles
  await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ schedule_id: string | null }>(
      `update reports set state = 'ready', as_of = $2, progress = 1, error = null, answers = $3::jsonb, content = $4::jsonb,
         sha256 = $5, bytes = $6, key_id = $7, made_at = now() where id = $1 returning schedule_id::text`,
      [
        ...[wanted.id, scope.now, JSON.stringify(stored.content.answers), JSON.stringify(stored)],
        ...[bundle.sha256, bundle.bytes, key.keyId],
      ],
    )
    const schedule = rows[0]?.schedule_id ?? null
    if (schedule !== null) await noteDelivery(tx, wanted.id, schedule)
    const detail = { sha256: bundle.sha256, keyId: key.keyId, asOf: scope.now.toISOString() }
    await recordMany(tx, system, [
      { action: 'report.made', object: reportObject(wanted.id, wanted.number), subject: wanted.title, detail },
    ])
    await tell(tx, { type: 'report', report: wanted.id })
  })
}

async function fail(pool: pg.Pool, wanted: WantedReport, why: string): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query('delete from report_pieces where report_id = $1', [wanted.id])
    const { rows } = await tx.query<{ schedule_id: string | null }>(
      `update reports set state = 'failed', error = $2, progress = null where id = $1 returning schedule_id::text`,
      [wanted.id, why],
    )
    await tx.query('update report_schedules set last_error = $2 where id = $1::bigint', [rows[0]?.schedule_id, why])
    const object = reportObject(wanted.id, wanted.number)
    await recordMany(tx, system, [
      { action: 'report.made', object, subject: wanted.title, result: 'failed', detail: { why } },
    ])
    await tell(tx, { type: 'report', report: wanted.id })
  })
}

const system = { actor: null, ipAddress: null }

/** Notes how far a report is, once a second at most: people watch. */
function teller(pool: pg.Pool, id: string) {
  let last = 0
  return async (done: number) => {
    const now = Date.now()
    if (now - last < tellEveryMs) return
    last = now
    await pool.query(`update reports set progress = $2 where id = $1 and state = 'making'`, [id, done])
    await tell(pool, { type: 'report', report: id })
  }
}

/** Lets the web process show which key seals: it never holds the key itself. */
async function tellKey(pool: pg.Pool, { keyId, publicKey, kept }: SigningKey): Promise<void> {
  await pool.query(
    `insert into signing_keys (key_id, public_key, kept) select $1, $2, $3
     where not exists (select from signing_keys where key_id = $1 and kept = $3
       and seen_at = (select max(seen_at) from signing_keys))
     on conflict (key_id) do update set public_key = excluded.public_key, kept = excluded.kept, seen_at = now()`,
    [keyId, publicKey, kept],
  )
}
