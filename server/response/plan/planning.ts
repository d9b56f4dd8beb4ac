import type { TargetPlan } from '#contract/response.ts'
import type { ActionPlan, CertificateFacts, ResponderSetup, TargetFacts } from '../action.ts'
import { readGuards } from '../guards/settings.ts'
import { actionOf } from './action-of.ts'
import { targetDigest } from './digest.ts'
import { type BatchFacts, batchFacts } from './facts/batch-facts.ts'
import { feedTimes } from './facts/rows.ts'
import type { AskingParts } from './plan-parts.ts'
import type { PlannedRun } from './planned-run.ts'
import type { Asked } from './refresh/asked.ts'
import { type Depth, depthFor } from './refresh/depth.ts'
import { refreshListedStatuses } from './refresh/listed-statuses.ts'
import { tellFacts } from './refresh/observe.ts'
import { refreshQuarantine } from './refresh/quarantine.ts'
import { toTargetPlan } from './target-plan.ts'

/** One target with its plan. */
export type Planned = {
  n: number
  /** The digest of the plan that is stored; null before the first. */
  stored: string | null
  facts: TargetFacts
  plan: ActionPlan
  shown: TargetPlan
  digest: string
}

/** A plan under way: what AWS said so far, and the batches still to come. */
export type Planning = {
  setup: ResponderSetup
  /** How many certificates the account has. */
  certificates: number
  batches: AsyncGenerator<Planned[]>
}

const batchSize = 500

/** Looks at what AWS says of a run's targets, a batch at a time, and plans each. Writes nothing but facts. */
export async function startPlanning(parts: AskingParts, run: PlannedRun, asked: Asked): Promise<Planning> {
  const quarantine = await refreshQuarantine(parts, asked, run.account, run.responder)
  const counts = await countFor(parts, run)
  const depth = depthFor(parts.aws, counts)
  const listed = depth.statuses === 'listed' ? await listStatuses(parts, run, asked) : undefined
  const batches = planBatches(parts, run, { asked, quarantine, depth, listed })
  return { setup: quarantine.setup, certificates: counts.allCertificates, batches }
}

type Around = {
  asked: Asked
  quarantine: Awaited<ReturnType<typeof refreshQuarantine>>
  depth: Depth
  /** The statuses were listed just now, without these certificates. */
  listed: ReadonlySet<string> | undefined
}

async function* planBatches(parts: AskingParts, run: PlannedRun, around: Around): AsyncGenerator<Planned[]> {
  const { setup } = around.quarantine
  const action = actionOf(run.action)
  const { neverTouch } = await readGuards(parts.pool)
  const feeds = await feedTimes(parts.pool, run.account.id)
  let after = -1
  while (true) {
    const targets = await nextTargets(parts, run.id, after)
    const last = targets.at(-1)
    if (!last) {
      await tellFacts(parts.pool, run.account.id)
      return
    }
    after = last.n
    const batch: BatchFacts = await batchFacts(parts, run, { ...around, neverTouch, feeds, targets })
    yield targets.flatMap(({ n, digest: stored }, place) => {
      const facts = batch.targets[place]
      if (!facts) return []
      const plan = action.plan(facts, run.options, setup)
      return [
        {
          n,
          stored,
          facts,
          plan,
          shown: toTargetPlan(facts, plan, batch.sessions),
          digest: targetDigest(facts, action.plan(withoutRecords(facts), run.options, setup)),
        },
      ]
    })
  }
}

/**
 * A target without what records of connections tell of it. A digest is of this: a credential that takes one client ID
 * after the other would otherwise change every plan before it is carried out.
 */
function withoutRecords(facts: TargetFacts): TargetFacts {
  const bare = (certificate: CertificateFacts): CertificateFacts => ({ ...certificate, seen: [], heldByOthers: [] })
  if (facts.kind === 'certificate') return { ...facts, certificate: bare(facts.certificate) }
  return facts.kind === 'thing' ? { ...facts, certificates: facts.certificates.map(bare) } : facts
}

async function listStatuses(parts: AskingParts, run: PlannedRun, asked: Asked) {
  const { rows } = await parts.pool.query<{ id: string }>(
    `SELECT name AS id FROM response_targets WHERE run_id = $1 AND kind = 'certificate'
     UNION SELECT c.certificate_id FROM response_targets r JOIN things t ON t.account_id = r.account_id AND t.name = r.name
       JOIN thing_certificates l ON l.thing_row_id = t.id JOIN certificates c ON c.id = l.certificate_row_id
       WHERE r.run_id = $1 AND r.kind = 'thing' AND c.gone_at IS NULL`,
    [run.id],
  )
  const wanted = rows.map(({ id }) => id)
  return refreshListedStatuses(parts, asked, run.account, wanted)
}

type TargetRow = { n: number; kind: string; name: string; digest: string | null }

async function nextTargets({ pool }: AskingParts, run: string, after: number): Promise<TargetRow[]> {
  const { rows } = await pool.query<TargetRow>(
    'SELECT n, kind, name, digest FROM response_targets WHERE run_id = $1 AND n > $2 ORDER BY n LIMIT $3',
    [run, after, batchSize],
  )
  return rows
}

/** How many certificates a run's targets are or have, and how many the account has. */
async function countFor({ pool }: AskingParts, run: PlannedRun) {
  const { rows } = await pool.query<{ certificates: number; all: number }>(
    `SELECT (SELECT count(*) FROM certificates WHERE account_id = $1 AND gone_at IS NULL)::int AS all,
       (SELECT count(DISTINCT l.certificate_row_id) FROM response_targets r
         JOIN things t ON t.account_id = r.account_id AND t.name = r.name
         JOIN thing_certificates l ON l.thing_row_id = t.id WHERE r.run_id = $2 AND r.kind = 'thing')::int AS certificates`,
    [run.account.id, run.id],
  )
  const certificates = run.kind === 'certificate' ? run.targets : (rows[0]?.certificates ?? 0)
  return { kind: run.kind, targets: run.targets, certificates, allCertificates: rows[0]?.all ?? 0 }
}
