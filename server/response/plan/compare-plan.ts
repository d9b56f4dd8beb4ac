import { type Difference, type TargetPlan, targetPlan } from '#contract/response.ts'
import type { Sql } from '#server/platform/db.ts'
import { RunDigest } from './digest.ts'
import type { AskingParts } from './plan-parts.ts'
import { readPlannedRun } from './planned-run.ts'
import { type Planned, startPlanning } from './planning.ts'
import { Asked } from './refresh/asked.ts'
import { inWords } from './target-plan.ts'

const mostDifferences = 200

/**
 * Plans a run again from fresh facts and compares with the stored plan. Stores nothing but facts. The digest equals
 * the run's exactly when nothing that matters changed; differences are at most 200. Throws an AwsFailure when AWS
 * does not answer now: what is carried out is not to rest on facts that could not be read again.
 */
export async function comparePlan(
  parts: AskingParts,
  runId: string,
): Promise<{ digest: string; differences: Difference[] }> {
  const run = await readPlannedRun(parts.pool, runId)
  const asked = new Asked({ patient: false })
  const { batches } = await startPlanning(parts, run, asked)
  const digest = new RunDigest(run)
  const differences: Difference[] = []
  for await (const batch of batches) {
    for (const planned of batch) digest.add(planned.n, planned.digest)
    if (differences.length < mostDifferences) differences.push(...(await differing(parts.pool, runId, batch)))
  }
  await asked.storePermissions(parts.pool, run.account.id)
  return { digest: digest.finish(), differences: differences.slice(0, mostDifferences) }
}

type Row = { n: number; identity: string | null; plan: unknown }

async function differing(sql: Sql, runId: string, batch: Planned[]): Promise<Difference[]> {
  const changed = batch.filter(({ stored, digest }) => stored !== digest)
  if (changed.length === 0) return []
  const { rows } = await sql.query<Row>(
    'SELECT n, identity, plan FROM response_targets WHERE run_id = $1 AND n = ANY($2::int[])',
    [runId, changed.map(({ n }) => n)],
  )
  const stored = new Map(rows.map((row) => [row.n, row]))
  return changed.map(({ n, facts, shown }) => {
    const row = stored.get(n)
    const plan = targetPlan.safeParse(row?.plan).data
    const before = plan ? inWords(plan) : 'It had no plan'
    return { name: facts.name, before, after: distinct(before, shown, row?.identity ?? null, facts.identity) }
  })
}

// What reads the same and is not concerns another object of the same name, or other sessions.
function distinct(before: string, shown: TargetPlan, was: string | null, is: string | null): string {
  const after = inWords(shown)
  if (before !== after) return after
  if (was !== is) return 'It was deleted and made anew under the same name'
  return `${after}; other clients are concerned: ${shown.sessions.map(({ clientId }) => clientId).join(', ') || 'none'}`
}
