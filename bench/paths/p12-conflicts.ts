import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { beginFacts } from '#server/history/observation.ts'
import { correlate } from '#server/incidents/engine/correlate.ts'
import { recordConnections } from '#server/incidents/ingest.ts'
import type { ConnectionRecord } from '#server/incidents/record.ts'
import type { Database } from '#server/platform/db.ts'
import { readIncidents } from '../incident-reads.ts'
import { type Measure, path, timed } from '../measure.ts'
import { freshDatabase } from '../world.ts'

const account = { id: 1, awsAccountId: '123456789012', region: 'eu-west-1' }
const pageSize = 10_000
const start = Date.parse('2026-11-10T00:00:00Z')

export default path({
  id: 'P12',
  title: 'Connection records kept and judged, against COPY of the same rows',
  async run({ quick }) {
    const usual = quick ? 100_000 : 5_000_000
    const worst = quick ? 20_000 : 500_000
    const { database } = await freshDatabase('p12')
    await database.pool.query(
      "insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'Benchmark')",
    )
    const one = await race(database, usual, 0.01)
    const page = await readIncidents(database, quick ? 2_000 : 50_000)
    const all = await race(database, worst, 1)
    const shared = { id: 'P12', unit: 'ratio', better: 'lower' as const }
    const detail = ({ kept, judged, count, incidents }: Race) =>
      `${count} records: kept in ${kept.toFixed(0)} ms, judged in ${judged.toFixed(0)} ms, ${incidents} incidents`
    return [
      {
        ...{ id: 'P12', name: 'records a second, one in a hundred a take-over', goal: 100_000, unit: '/s' },
        ...{ value: (one.count / (one.kept + one.judged)) * 1000, better: 'higher', detail: detail(one) },
        ...{ floor: (one.count / one.copied) * 1000, floorUnit: '/s by COPY' },
      },
      {
        ...{ ...shared, name: 'against COPY', goal: 2, value: (one.kept + one.judged) / one.copied },
        ...{ floor: one.copied, floorUnit: 'ms', detail: detail(one) },
      },
      {
        ...{ ...shared, name: 'worst case, all of them take-overs', goal: 5.5 },
        ...{ value: (all.kept + all.judged) / all.copied, floor: all.copied, floorUnit: 'ms', detail: detail(all) },
      },
      {
        ...{ ...shared, name: 'an incident read at the database, p95', goal: 1, unit: 'ms', value: page.executed },
        ...{
          floor: page.bare,
          floorUnit: 'ms to ask for its row alone',
          detail: `of ${page.incidents}, as EXPLAIN ANALYZE says`,
        },
      },
      {
        ...{ ...shared, name: 'an incident read, p95', goal: 1.5, unit: 'ms', value: page.ours },
        ...{
          floor: page.bare,
          floorUnit: 'ms for its row alone',
          detail: `of ${page.incidents}; in the middle ${page.middle.toFixed(2)} ms`,
        },
      },
      {
        ...{ ...shared, name: 'its charts read, p95', goal: 1.5, unit: 'ms', value: page.charts },
        ...{
          floor: page.bare,
          floorUnit: 'ms for its row alone',
          detail: `of ${page.incidents}, of thousands of records each`,
        },
      },
      {
        ...{ ...shared, name: 'figures of all incidents, p95', goal: 10, unit: 'ms', value: page.figures },
        ...{
          floor: page.counted,
          floorUnit: 'ms to count them',
          detail: `${page.incidents} incidents, opened on 25 days`,
        },
      },
      {
        ...{
          ...shared,
          name: 'judging a thousand take-overs',
          goal: 100,
          unit: 'ms',
          value: (one.judged / one.takeOvers) * 1000,
        },
        ...{ floor: one.copied, floorUnit: 'ms for all by COPY', detail: detail(one) },
      },
      {
        ...{ ...shared, name: 'memory growth from the first fifth to all', goal: 50, unit: 'MB', value: one.grownMb },
        ...{ floor: one.earlyMb, floorUnit: 'MB at its peak in the first fifth', detail: detail(one) },
      },
    ] satisfies Measure[]
  },
})

type Race = {
  count: number
  takeOvers: number
  kept: number
  judged: number
  copied: number
  incidents: number
  earlyMb: number
  grownMb: number
}

async function race({ pool }: Database, count: number, share: number): Promise<Race> {
  await pool.query('truncate connection_events, incident_work, incidents cascade')
  await pool.query('create table if not exists copied (like connection_events including all)')
  await pool.query('truncate copied')
  // Memory that grows with the records shows between the peak of the first fifth and that of all; the collector's own
  // rhythm does not.
  let before = 0
  let most = 0
  const { ms: kept } = await timed(async () => {
    for (let from = 0; from < count; from += pageSize) {
      const tx = await pool.connect()
      await tx.query(beginFacts(account.id))
      await recordConnections({ tx, account, knownSince: null }, page(from, Math.min(count, from + pageSize), share))
      await tx.query('commit')
      tx.release()
      const { rss } = process.memoryUsage()
      if (from < count / 5) before = Math.max(before, rss)
      most = Math.max(most, rss)
    }
  })
  const { ms: judged } = await timed(async () => {
    const now = new Date(start + count * 10)
    while ((await correlate(pool, now, 500)).looked > 0);
  })
  const client = await pool.connect()
  const { ms: copied } = await timed(() =>
    pipeline(
      Readable.from(lines(count, share)),
      client.query(
        copyFrom(`copy copied (account_id, at, event_key, kind, client_id, principal, source_ip, source_port, reason,
          duplicate, feed) from stdin`),
      ),
    ),
  )
  client.release()
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from incidents')
  return {
    count,
    takeOvers: count * share,
    kept,
    judged,
    copied,
    incidents: rows[0]?.count ?? 0,
    earlyMb: before / 1_048_576,
    grownMb: (most - before) / 1_048_576,
  }
}

function page(from: number, to: number, share: number): ConnectionRecord[] {
  return Array.from({ length: to - from }, (_, n) => recordAt(from + n, share))
}

/** Client IDs in conflict: each is thrown out thousands of times in the worst case, else some forty. */
const clones = 25

// By one of two addresses in turn.
function recordAt(n: number, share: number): ConnectionRecord {
  const every = Math.round(1 / share)
  const duplicate = n % every === 0
  const turn = Math.floor(n / every)
  const client = duplicate ? `clone-${turn % clones}` : `device-${n % 100_000}`
  return {
    key: String(n),
    at: new Date(start + n * 10),
    kind: duplicate ? 'disconnect' : n % 2 ? 'connect' : 'disconnect',
    clientId: client,
    principal: `${duplicate ? turn % clones : n % 100_000}`.padStart(64, 'c'),
    sourceIp: duplicate ? `198.51.${Math.floor(turn / clones) % 2}.7` : `203.0.113.${n % 250}`,
    sourcePort: 40_000 + (n % 20_000),
    reason: duplicate ? 'DUPLICATE_CLIENT_ID' : null,
    duplicate,
    session: null,
    version: null,
    feed: 'logs',
  }
}

function* lines(count: number, share: number): Generator<string> {
  for (let n = 0; n < count; n++) {
    const { at, kind, clientId, principal, sourceIp, sourcePort, reason, duplicate, feed } = recordAt(n, share)
    const key = n.toString(16).padStart(32, '0')
    yield `1\t${at.toISOString()}\t${key}\t${kind}\t${clientId}\t${principal}\t${sourceIp}\t${sourcePort}\t${reason ?? '\\N'}\t${duplicate}\t${feed}\n`
  }
}
