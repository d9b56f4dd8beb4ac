import type { Attestation } from '#contract/reports.ts'
import type { CheckId } from '#generated/checks.ts'
import type { FigureId } from '#generated/figures.ts'
import type { Sql } from '#server/platform/db.ts'
import type { CheckFacts, Figure } from '../control.ts'
import type { FactScope } from '../scope.ts'
import { loadAttestations } from './attestations.ts'
import { loadChecks } from './checks.ts'
import { trustIn } from './feeds.ts'
import { loadFigures } from './figures.ts'

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
  const trust = await trustIn(connection, scope.accounts, scope.now)
  const checks = await loadChecks(connection, scope, trust)
  const figures = await loadFigures(connection, scope, { trust, within })
  return { scope, checks, figures, attestation: await loadAttestations(connection, scope.accounts, scope.now) }
}
