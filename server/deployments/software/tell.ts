import type pg from 'pg'
import type { LiveEvent } from '#contract/events.ts'
import { keepSightings } from '#server/findings/witness.ts'
import { tell } from '#server/platform/events.ts'
import { asSet } from '../judge/as-set.ts'
import { keepStandings, softwareFeeds } from '../judge/standing.ts'

type Row = {
  thing: string
  package: string
  kind: 'downgrade' | 'unannounced'
  version: string
  from_version: string
  deployment: string | null
  deployment_id: string | null
}

/** Checks that are about what things run. */
export const softwareChecks = ['software-downgrade', 'software-unannounced']
// More are one happening, not so many findings; the list of drift has them all.
const most = 10_000

/** Tells of downgrades and of changes that nobody announced as findings of the things, as long as they run that version. */
export async function tellSoftware(tx: pg.PoolClient, account: number, now: Date): Promise<void> {
  const { rows } = await tx.query<Row>(
    `SELECT s.thing, s.package, s.kind, s.version, s.from_version, d.title AS deployment, s.deployment_id::text AS deployment_id
     FROM software_drift s LEFT JOIN deployments d ON d.id = s.deployment_id
     WHERE s.account_id = $1 AND s.kind IN ('downgrade', 'unannounced') ORDER BY s.thing, s.package, s.kind LIMIT ${most}`,
    [account],
  )
  const sightings = rows.map((row) => {
    const by = row.deployment === null ? 'no deployment brought it' : `“${row.deployment}” brought it`
    return {
      check: `software-${row.kind}`,
      kind: 'thing' as const,
      subject: row.thing,
      reason: row.package,
      severity: row.kind === 'unannounced' || row.deployment !== null ? ('medium' as const) : ('high' as const),
      says: `${row.package} went from ${row.from_version} to ${row.version}; ${by}`,
      related: row.deployment_id
        ? [{ kind: 'deployment', name: row.deployment_id, detail: row.deployment ?? row.deployment_id }]
        : [],
    }
  })
  const { off, told } = await asSet(tx, softwareChecks, sightings)
  const witness = { account, source: 'deployment' as const, now, complete: softwareChecks, off }
  const written = await keepSightings(tx, witness, told)
  if (written > 0) await tell(tx, { type: 'findings', account } satisfies LiveEvent)
  await keepStandings(tx, { account, now, checks: softwareChecks, off, feeds: softwareFeeds }, told)
}
