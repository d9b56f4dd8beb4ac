import type pg from 'pg'
import { many } from '#server/findings/evaluate/kinds.ts'
import { evaluateAccount } from '#server/findings/evaluate/turn.ts'
import { feedKinds } from '#server/sync/queries.ts'
import { datasetNow, fillDataset } from '../dataset.ts'
import { type Measure, path, timed } from '../measure.ts'
import { freshDatabase } from '../world.ts'

const account = { id: 1, awsAccountId: '111122223333', region: 'eu-west-1' }
const perBatch = 1_000
const now = () => datasetNow

export default path({
  id: 'P20',
  title: 'Findings: every certificate and thing judged, against reading the same rows',
  async run({ things }) {
    const { database } = await freshDatabase('p20')
    const { pool } = database
    await fillDataset(pool, { things, certificates: things })
    await collected(pool)
    const first = await evaluated(pool)
    await pool.query('vacuum analyze findings, finding_witnesses, finding_log, finding_blocks')
    // What was just written is in memory; both sides read it once before either is measured.
    await readAll(pool)
    const floor = await timed(() => readAll(pool))
    await pool.query('update finding_scans set wanted = true')
    const again = await evaluated(pool)
    const { ms: changeMs } = await timed(() => change(pool))
    const changed = await evaluated(pool)
    const { rows } = await pool.query<{ open: number }>('select count(*)::int as open from findings where open')
    const shared = { id: 'P20', better: 'lower' as const, unit: 'ratio' }
    const detail = `${things} certificates and ${things} things; ${rows[0]?.open ?? 0} findings open`
    return [
      {
        ...{ ...shared, name: 'judged in full, nothing changed', goal: 1.5, value: again.ms / floor.ms },
        ...{ floor: floor.ms / 1000, floorUnit: 's to read the same rows in the same batches' },
        detail: `${(again.ms / 1000).toFixed(1)} s; ${detail}; ${again.written} written`,
      },
      {
        ...{ ...shared, name: 'after a hundredth changed', goal: 0.05, value: changed.ms / again.ms },
        ...{ floor: again.ms / 1000, floorUnit: 's for all of it' },
        detail: `${(changed.ms / 1000).toFixed(2)} s; ${changed.written} findings opened, changed or resolved; the facts themselves took ${(changeMs / 1000).toFixed(2)} s to write`,
      },
      {
        ...{ ...shared, name: 'memory growth while judging all', goal: 50, unit: 'MB', value: again.grownMb },
        ...{ floor: 0, floorUnit: 'MB', detail },
      },
      {
        ...{ ...shared, name: 'for the first time, findings written', goal: 12, value: first.ms / floor.ms },
        ...{ floor: floor.ms / 1000, floorUnit: 's to read the same rows in the same batches' },
        detail: `${(first.ms / 1000).toFixed(1)} s; ${first.written} findings written with their witness and log`,
      },
    ] satisfies Measure[]
  },
})

/** Every collector has just succeeded. */
async function collected(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into collections (account_id, collector, last_outcome, last_finished_at, last_success_at)
     select 1, unnest($1::text[]), 'ok', $2, $2`,
    [Object.keys(feedKinds), datasetNow],
  )
}

async function evaluated(pool: pg.Pool): Promise<{ ms: number; written: number; grownMb: number }> {
  const samples: number[] = []
  const sampling = setInterval(() => samples.push(process.memoryUsage().rss), 20)
  try {
    const { ms, result } = await timed(() => evaluateAccount(pool, account, { now, forMs: Number.POSITIVE_INFINITY }))
    if (!result || result.more) throw new Error('Not all was evaluated')
    // After the first fifth everything that stays is there.
    const before = Math.max(...samples.slice(0, Math.max(1, Math.floor(samples.length / 5))))
    return { ms, written: result.written, grownMb: Math.max(0, Math.max(...samples) - before) / 1_048_576 }
  } finally {
    clearInterval(sampling)
  }
}

async function readAll(pool: pg.Pool): Promise<void> {
  for (const { load } of [many.certificate, many.thing]) {
    for (let after = 0; ; ) {
      const facts = await load(pool, account, { after, most: perBatch }, datasetNow)
      if (facts.length < perBatch) break
      after = Number(facts.at(-1)?.rowId)
    }
  }
}

/** A hundredth of the certificates changes status or end, a hundredth of the things their type or presence. */
async function change(pool: pg.Pool): Promise<void> {
  await pool.query(
    `update certificates set status = case status when 'ACTIVE' then 'INACTIVE' else 'ACTIVE' end where id % 200 = 7`,
  )
  await pool.query(`update certificates set not_after = not_after - interval '400 days' where id % 200 = 107`)
  await pool.query(`update things set type_name = 'other' where id % 200 = 7`)
  await pool.query(`update presence set connected = not connected, since = $1 where thing_row_id % 200 = 107`, [
    datasetNow,
  ])
}
