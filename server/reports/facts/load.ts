import type pg from 'pg'
import type { Attestation } from '#contract/reports.ts'
import type { CheckId } from '#generated/checks.ts'
import type { FigureId } from '#generated/figures.ts'
import type { Sql } from '#server/platform/db.ts'
import type { CheckFacts, Figure } from '../control.ts'
import type { FactScope } from '../scope.ts'
import { loadAttestations } from './attestations.ts'
import { type CheckCounts, checksSay, countChecks } from './checks.ts'
import { trustIn } from './feeds.ts'
import { loadFigures, wasCounted } from './figures.ts'
import { createKept } from './kept.ts'

/** Everything that controls look at, loaded once for all of them. */
export type ReportFacts = {
  scope: FactScope
  checks: ReadonlyMap<CheckId, CheckFacts>
  figures: ReadonlyMap<FigureId, Figure>
  /** The one that counts for a control. */
  attestation(control: string): Attestation | null
}

/** Loads what controls judge. `within`: the connection is inside a transaction, so that all of it is of one moment. */
export async function loadFacts(connection: Sql, scope: FactScope, { within = false } = {}): Promise<ReportFacts> {
  const { accounts, now } = scope
  const trust = await trustIn(connection, accounts, now)
  const checks = checksSay({ value: await countChecks(connection, scope), at: now }, scope, trust)
  const figures = await loadFigures(connection, scope, { trust, within })
  return { scope, checks, figures, attestation: await loadAttestations(connection, accounts, now) }
}

const createRecent = () => ({
  figure: createKept<Figure>({ worthKeeping: wasCounted }),
  counts: createKept<CheckCounts>({ worthKeeping: () => true }),
})

// Next bundles pages and routes apart, each with modules of its own: what one counted is told by the others.
const shared: typeof globalThis & { fleetwardenRecent?: ReturnType<typeof createRecent> } = globalThis

// What a page waits for a number that it could be told as it was a moment ago.
const patienceMs = 60

/**
 * What controls judge, for pages, over whole accounts: what takes long to count is told as it was counted up to minutes
 * ago, its age with it. How fresh feeds are and what people vouched for is read every time.
 */
export async function loadRecentFacts(pool: pg.Pool, scope: FactScope): Promise<ReportFacts> {
  const { accounts, now } = scope
  shared.fleetwardenRecent ??= createRecent()
  const recent = shared.fleetwardenRecent
  const of = accounts.join()
  const { tired, rested } = patience()
  try {
    const trust = await trustIn(pool, accounts, now)
    const asked = { now, tired }
    const [counts, figures, attestation] = await Promise.all([
      recent.counts(pool, of, asked, () => countChecks(pool, scope)),
      loadFigures(pool, scope, {
        trust,
        keep: async (id, count) => {
          const { value, at } = await recent.figure(pool, `${of} ${id}`, asked, count)
          return { ...value, at: value.at ?? at }
        },
      }),
      loadAttestations(pool, accounts, now),
    ])
    return { scope, checks: checksSay(counts, scope, trust), figures, attestation }
  } finally {
    rested()
  }
}

function patience(): { tired: Promise<void>; rested(): void } {
  let timer: NodeJS.Timeout | undefined
  const tired = new Promise<void>((done) => {
    timer = setTimeout(done, patienceMs)
  })
  return { tired, rested: () => clearTimeout(timer) }
}
