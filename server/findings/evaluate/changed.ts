import type pg from 'pg'
import { sql } from '#server/platform/sql.ts'
import { judgeBatch, type Outcome } from './batch.ts'
import { perBlock } from './blocks.ts'
import { type ManyKind, many } from './kinds.ts'
import { inOwnTurn, shareFindings } from './lock.ts'
import { noteCertificates } from './note-certificates.ts'
import type { KindPlan } from './plan.ts'
import { moveResults } from './results.ts'

const perBatch = 1_000

/**
 * Looks at what was noted as changed of a kind, a batch at a time; each is taken from the notes in the transaction that
 * judges it. Where it is more than a batch, two go side by side, each on resources of its own. Returns how much was written. Ends before its end when `more` says so.
 */
export async function judgeChanged(
  pool: pg.Pool,
  client: pg.PoolClient,
  plan: KindPlan & { kind: ManyKind },
  turn: Looking,
): Promise<number> {
  if (!(await isNoted(client, plan.of.id, plan.kind, perBatch))) return judgeLane(client, plan, turn, [0, 1])
  const other = await pool.connect()
  const lanes = await Promise.allSettled([judgeLane(client, plan, turn, [0, 2]), judgeLane(other, plan, turn, [1, 2])])
  const failed = lanes.find((lane) => lane.status === 'rejected')
  other.release(failed !== undefined)
  if (failed) throw failed.reason
  return lanes.reduce((sum, lane) => sum + (lane.status === 'fulfilled' ? lane.value : 0), 0)
}

type Looking = { now: () => Date; more: () => boolean }

/** Which of how many lanes. Their resources are apart by blocks, so that neither waits for what the other keeps. */
type Lane = readonly [number, number]

async function judgeLane(
  client: pg.PoolClient,
  plan: KindPlan & { kind: ManyKind },
  { now, more }: Looking,
  lane: Lane,
): Promise<number> {
  const { of, kind } = plan
  const { load } = many[kind]
  let written = 0
  for (let after = 0; ; ) {
    const looked = await inOwnTurn(client, async () => {
      const ids = await take(client, of.id, kind, lane, after)
      after = ids.at(-1) ?? after
      if (ids.length === 0) return 0
      if (kind === 'thing') await noteCertificates(client, of.id, sql`SELECT unnest(${ids}::bigint[])`)
      // Read after they were taken: what changes from now on is noted anew.
      const facts = await load(client, of, { ids }, now())
      await shareFindings(client, of.id)
      const outcome = await judgeBatch(client, plan, facts, { ids }, now())
      await move(client, plan, outcome, now())
      written += outcome.written
      return ids.length
    })
    if (looked < perBatch || !more()) return written
  }
}

async function take(
  client: pg.PoolClient,
  account: number,
  kind: string,
  [lane, lanes]: Lane,
  after: number,
): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT DISTINCT subject_row_id AS id FROM finding_work WHERE account_id = $1 AND subject_kind = $2
       AND subject_row_id > $5
       AND subject_row_id / ${perBlock} % $3 = $4
     ORDER BY 1 LIMIT ${perBatch}`,
    [account, kind, lanes, lane, after],
  )
  const ids = rows.map(({ id }) => id)
  // Apart from the first: joined to it, all notes were compared with each where they were thought to be few.
  if (ids.length > 0) {
    await client.query(
      'DELETE FROM finding_work WHERE account_id = $1 AND subject_kind = $2 AND subject_row_id = ANY ($3::bigint[])',
      [account, kind, ids],
    )
  }
  return ids
}

async function move(client: pg.PoolClient, plan: KindPlan, { counts, failing, judged }: Outcome, now: Date) {
  const { of, checks, asked, readiness } = plan
  const none = { evaluated: 0, unknown: 0, errors: 0 }
  await moveResults(
    client,
    { account: of.id, now },
    asked.map((check) => ({
      check,
      counts: counts[checks.indexOf(check)] ?? none,
      failing: failing.get(check.id) ?? 0,
      whyNot: judged.errors.get(check.id) ?? judged.unknown.get(check.id) ?? null,
      readiness: readiness.get(check.id) ?? { whyNot: null, factsAt: null },
    })),
    'by',
  )
}

/** Whether so much of a kind was noted that looking at all of it costs less. */
export async function mostChanged(
  client: pg.PoolClient,
  account: number,
  kind: string,
  subjects: number | null,
): Promise<boolean> {
  return isNoted(client, account, kind, Math.max(5_000, Math.floor((subjects ?? 0) / 5)))
}

/** Whether more than so many changes of a kind are noted. */
export async function isNoted(client: pg.PoolClient, account: number, kind: string, most = 0): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM finding_work WHERE account_id = $1 AND subject_kind = $2 LIMIT 1 OFFSET ${most}`,
    [account, kind],
  )
  return rowCount === 1
}
