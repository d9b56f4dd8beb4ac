import { type Changes, lastOfEach, type Observation } from '#server/history/observation.ts'

/** A package of the catalog, with all of its versions. `versions` null: they could not be read. */
export type PackageFacts = {
  name: string
  defaultVersion: string | null
  createdAt: Date | null
  updatedAt: Date | null
  versions: { version: string; status: string; createdAt: Date | null; updatedAt: Date | null }[] | null
}

/** Keeps the whole catalog: what differs is written; what `complete` lists no longer hold is gone. */
export async function recordPackages(seen: Observation, facts: PackageFacts[], complete: boolean): Promise<Changes> {
  const packages = lastOfEach(facts, ({ name }) => name)
  const before = await keepPackages(seen, packages)
  const versions = await keepVersions(seen, packages)
  const gone = complete ? await markGone(seen, packages) : 0
  return { changed: before + versions, gone }
}

async function keepPackages({ tx, account }: Observation, packages: PackageFacts[]): Promise<number> {
  const { rowCount } = await tx.query(
    `INSERT INTO software_packages AS p (account_id, name, default_version, created_at, updated_at)
     SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
       AS n(name, default_version, created_at, updated_at)
     LEFT JOIN software_packages o ON o.account_id = $1 AND o.name = n.name
     WHERE o.name IS NULL OR o.gone_at IS NOT NULL OR (o.default_version, o.created_at, o.updated_at)
       IS DISTINCT FROM (n.default_version, n.created_at, n.updated_at)
     ON CONFLICT (account_id, name) DO UPDATE SET default_version = excluded.default_version,
       created_at = excluded.created_at, updated_at = excluded.updated_at, gone_at = NULL`,
    [
      account.id,
      packages.map(({ name }) => name),
      packages.map(({ defaultVersion }) => defaultVersion),
      packages.map(({ createdAt }) => createdAt),
      packages.map(({ updatedAt }) => updatedAt),
    ],
  )
  return rowCount ?? 0
}

async function keepVersions({ tx, account }: Observation, packages: PackageFacts[]): Promise<number> {
  const versions = packages.flatMap(({ name, versions }) =>
    lastOfEach(versions ?? [], ({ version }) => version).map((one) => ({ package: name, ...one })),
  )
  const { rowCount } = await tx.query(
    `INSERT INTO software_package_versions AS v (account_id, package, version, status, created_at, updated_at)
     SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
       AS n(package, version, status, created_at, updated_at)
     LEFT JOIN software_package_versions o ON o.account_id = $1 AND o.package = n.package AND o.version = n.version
     WHERE o.version IS NULL OR o.gone_at IS NOT NULL OR (o.status, o.created_at, o.updated_at)
       IS DISTINCT FROM (n.status, n.created_at, n.updated_at)
     ON CONFLICT (account_id, package, version) DO UPDATE SET status = excluded.status,
       created_at = excluded.created_at, updated_at = excluded.updated_at, gone_at = NULL`,
    [
      account.id,
      versions.map((one) => one.package),
      versions.map(({ version }) => version),
      versions.map(({ status }) => status),
      versions.map(({ createdAt }) => createdAt),
      versions.map(({ updatedAt }) => updatedAt),
    ],
  )
  return rowCount ?? 0
}

async function markGone({ tx, account }: Observation, packages: PackageFacts[]): Promise<number> {
  const { rowCount: gone } = await tx.query(
    'UPDATE software_packages SET gone_at = now() WHERE account_id = $1 AND gone_at IS NULL AND name <> ALL ($2::text[])',
    [account.id, packages.map(({ name }) => name)],
  )
  const read = packages.filter(({ versions }) => versions !== null)
  const { rowCount: versions } = await tx.query(
    `UPDATE software_package_versions v SET gone_at = now() WHERE v.account_id = $1 AND v.gone_at IS NULL
       AND (v.package = ANY($2::text[]) OR v.package <> ALL ($5::text[])) AND NOT EXISTS (
         SELECT 1 FROM unnest($3::text[], $4::text[]) AS n(package, version)
         WHERE n.package = v.package AND n.version = v.version)`,
    [
      account.id,
      read.map(({ name }) => name),
      read.flatMap(({ name, versions }) => (versions ?? []).map(() => name)),
      read.flatMap(({ versions }) => (versions ?? []).map(({ version }) => version)),
      packages.map(({ name }) => name),
    ],
  )
  return (gone ?? 0) + (versions ?? 0)
}
