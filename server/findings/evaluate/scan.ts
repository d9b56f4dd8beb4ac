import type pg from 'pg'
import { beginFacts } from '#server/history/observation.ts'
import { sql } from '#server/platform/sql.ts'
import { judgeBatch, type Outcome } from './batch.ts'
import { countAnswers } from './blocks.ts'
import { type ManyKind, many } from './kinds.ts'
import { inBatch } from './lock.ts'
import { noteCertificates } from './note-certificates.ts'
import { type KindPlan, versionsOf } from './plan.ts'
import { failingOf, moveResults } from './results.ts'

const perBatch = 1_000
const last = Number.MAX_SAFE_INTEGER

/** How a scan went on: whether all is seen now, and how much was written. */
export type Scanned = { done: boolean; written: number }

/**
 * Looks at everything of a kind, in batches by row id, each with its position in one transaction: a scan that is killed
 * goes on where it was. Ends before its end when `more` says so. The next batch is read while one is judged.
 */
export async function scanAll(
  pool: pg.Pool,
  client: pg.PoolClient,
  plan: KindPlan & { kind: ManyKind },
  { now, more }: { now: () => Date; more: () => boolean },
): Promise<Scanned> {
  const doing = versionsOf(plan.asked)
  const { scan, of } = plan
  const resumes = scan.startedAt !== null && !scan.wanted && same(doing, scan.versions.doing)
  let after = resumes ? (scan.lastRowId ?? 0) : 0
  if (!resumes) await begin(client, plan, doing, now())
  const { load } = many[plan.kind]
  const read = (from: number) => load(pool, of, { after: from, most: perBatch }, now())
  let reading = read(after)
  // Whoever awaits it sees the error; nobody does when another error came first.
  reading.catch(() => undefined)
  let written = 0
  const why: Whys = new Map()
  for (;;) {
    const facts = await reading
    const upTo = facts.length < perBatch ? last : Number(facts.at(-1)?.rowId)
    if (upTo !== last && more()) {
      reading = read(upTo)
      reading.catch(() => undefined)
    }
    const outcome = await inBatch(
      client,
      of.id,
      () => judgeBatch(client, plan, facts, { after, upTo }, now()),
      sql`UPDATE finding_scans SET last_row_id = ${upTo} WHERE account_id = ${of.id} AND subject_kind = ${plan.kind}`,
    )
    written += outcome.written
    noteWhys(why, outcome)
    after = upTo
    if (upTo === last) {
      await finish(client, plan, doing, why, now())
      return { done: true, written }
    }
    if (!more()) return { done: false, written }
  }
}

type Whys = Map<string, string>

function noteWhys(why: Whys, { judged }: Outcome) {
  for (const [check, text] of [...judged.unknown, ...judged.errors]) why.set(check, text)
}

const same = (a: Record<string, string>, b: Record<string, string>) =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value)

/**
 * From here on changes are noted. Writers of facts that do not know it yet are waited for: what they write is read by
 * the scan, what later ones write is noted.
 */
async function begin(client: pg.PoolClient, { of, kind, scan }: KindPlan, doing: Record<string, string>, now: Date) {
  await client.query(beginFacts(of.id))
  try {
    await client.query(
      `UPDATE finding_scans SET tracking = TRUE, wanted = FALSE, started_at = $3, last_row_id = 0, boundary_at = $3, version = $4
       WHERE account_id = $1 AND subject_kind = $2`,
      [of.id, kind, now, JSON.stringify({ ...scan.versions, doing })],
    )
    if (kind === 'thing') {
      const noted = sql`SELECT subject_row_id FROM finding_work WHERE account_id = ${of.id} AND subject_kind = 'thing'`
      await noteCertificates(client, of.id, noted)
    }
    await client.query('DELETE FROM finding_work WHERE account_id = $1 AND subject_kind = $2', [of.id, kind])
    await client.query('DELETE FROM finding_blocks WHERE account_id = $1 AND subject_kind = $2', [of.id, kind])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}

async function finish(
  client: pg.PoolClient,
  plan: KindPlan,
  doing: Record<string, string>,
  why: Whys,
  now: Date,
): Promise<void> {
  const { of, kind, checks, asked, readiness } = plan
  await inBatch(client, of.id, async () => {
    const counts = await countAnswers(client, { account: of.id, kind, checks: checks.length })
    const failing = await failingOf(client, of.id, kind, 'with rows')
    await moveResults(
      client,
      { account: of.id, now },
      asked.map((check) => ({
        check,
        counts: counts[checks.indexOf(check)] ?? { evaluated: 0, unknown: 0, errors: 0 },
        failing: failing.get(check.id) ?? 0,
        whyNot: why.get(check.id) ?? null,
        readiness: readiness.get(check.id) ?? { whyNot: null, factsAt: null },
      })),
      'to',
    )
    await client.query(
      `UPDATE finding_scans SET started_at = NULL, last_row_id = NULL, full_at = $3, version = $4, subjects = $5
       WHERE account_id = $1 AND subject_kind = $2`,
      [of.id, kind, now, JSON.stringify({ done: doing, doing: {} }), Math.max(0, ...counts.map(allOf))],
    )
  })
}

const allOf = ({ evaluated, unknown, errors }: { evaluated: number; unknown: number; errors: number }) =>
  evaluated + unknown + errors
