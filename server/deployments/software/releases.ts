import type pg from 'pg'
import type { Releases } from './versions.ts'

/** When the versions of some packages were made, as the catalogue of the account says. */
export async function releasesOf(
  tx: pg.PoolClient,
  account: number,
  packages: readonly string[],
): Promise<ReadonlyMap<string, Releases>> {
  const { rows } = await tx.query<{ package: string; version: string; at: Date }>(
    `SELECT package, version, created_at AS at FROM software_package_versions
     WHERE account_id = $1 AND package = ANY ($2::text[]) AND created_at IS NOT NULL`,
    [account, packages],
  )
  const releases = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const known = releases.get(row.package) ?? new Map<string, number>()
    releases.set(row.package, known.set(row.version, row.at.getTime()))
  }
  return releases
}
