import { type Changes, lastOfEach, type Observation } from '#server/history/observation.ts'
import { thingKeySql } from './facts.ts'

/** Who says so: the `$package` shadow, or a Greengrass core. */
export type SoftwareSource = 'shadow' | 'greengrass'

/** All that one thing says it runs. */
export type SoftwareFacts = { thing: string; packages: { package: string; version: string }[] }

/** Keeps what things run, whole for each of them, and appends to the history what changed. */
export async function recordSoftware(
  seen: Observation,
  source: SoftwareSource,
  facts: SoftwareFacts[],
): Promise<Changes> {
  const things = lastOfEach(facts, ({ thing }) => thing)
  if (things.length === 0) return {}
  const given = things.flatMap(({ thing, packages }) =>
    lastOfEach(packages, (one) => one.package).map((one) => ({ thing, ...one })),
  )
  const { rows } = await seen.tx.query<{ added: number; changed: number; gone: number }>(
    `WITH n AS (
       SELECT * FROM unnest($4::text[], $5::text[], $6::text[]) AS n(thing, package, version)
     ), differing AS (
       SELECT n.*, o.version AS before FROM n LEFT JOIN thing_software o
         ON o.account_id = $1 AND o.thing = n.thing AND o.source = $2 AND o.package = n.package
       WHERE o.version IS DISTINCT FROM n.version
     ), missing AS (
       SELECT o.thing, o.package, o.version FROM thing_software o
       WHERE o.account_id = $1 AND o.source = $2 AND o.thing = ANY($3::text[])
         AND NOT EXISTS (SELECT 1 FROM n WHERE n.thing = o.thing AND n.package = o.package)
     ), written AS (
       INSERT INTO thing_software (account_id, thing, source, package, version, since)
       SELECT $1, thing, $2, package, version, now() FROM differing
       ON CONFLICT (account_id, thing, source, package) DO UPDATE SET version = excluded.version, since = excluded.since
     ), taken AS (
       DELETE FROM thing_software o USING missing m
       WHERE o.account_id = $1 AND o.source = $2 AND o.thing = m.thing AND o.package = m.package
     ), history AS (
       INSERT INTO software_changes (account_id, thing, source, package, from_version, version, at)
       SELECT $1, thing, $2, package, before, version, now() FROM differing
       UNION ALL SELECT $1, thing, $2, package, version, NULL, now() FROM missing
     )
     SELECT count(*) FILTER (WHERE before IS NULL)::int AS added, count(*) FILTER (WHERE before IS NOT NULL)::int AS changed,
       (SELECT count(*) FROM missing)::int AS gone FROM differing`,
    [
      ...[seen.account.id, source, things.map(({ thing }) => thing)],
      given.map(({ thing }) => thing),
      given.map((one) => one.package),
      given.map(({ version }) => version),
    ],
  )
  const { added = 0, changed = 0, gone = 0 } = rows[0] ?? {}
  if (added + changed + gone > 0) await noteChanged(seen)
  return { added, changed, gone }
}

/** Things that say nothing any more lose what they ran. */
export const dropSoftware = (seen: Observation, source: SoftwareSource, things: string[]): Promise<Changes> =>
  recordSoftware(
    seen,
    source,
    things.map((thing) => ({ thing, packages: [] })),
  )

/** So many that vanish at once are rather an index that is being built anew. */
const manyThings = 20

/**
 * Takes away what things ran that a list of all reporting things did not hold. Returns how many rows; 'most' when so
 * much of what still exists is missing that the list is not believed.
 */
export async function sweepSoftware(
  seen: Observation,
  source: SoftwareSource,
  unseen: (key: string) => string,
): Promise<number | 'most'> {
  const { rows } = await seen.tx.query<{ thing: string; exists: boolean; all: number }>(
    `WITH kept AS (SELECT DISTINCT thing FROM thing_software WHERE account_id = $1 AND source = $2)
     SELECT k.thing, EXISTS (SELECT 1 FROM things t WHERE t.account_id = $1 AND t.name = k.thing AND t.gone_at IS NULL)
         AS exists, (SELECT count(*) FROM kept) AS all
     FROM kept k WHERE ${unseen(thingKeySql('k.thing'))}`,
    [seen.account.id, source],
  )
  const missing = rows.filter(({ exists }) => exists).length
  if (missing >= manyThings && missing * 2 > (rows[0]?.all ?? 0)) return 'most'
  const { gone = 0 } = await dropSoftware(
    seen,
    source,
    rows.map(({ thing }) => thing),
  )
  return gone
}

/** Notes, at most every half an hour, that all that an account's things say of their software was read. */
export async function noteSoftwareRead({ tx, account }: Observation): Promise<void> {
  await tx.query(
    `INSERT INTO software_state AS s (account_id, read_at) VALUES ($1, now())
     ON CONFLICT (account_id) DO UPDATE SET read_at = excluded.read_at
       WHERE s.read_at IS NULL OR s.read_at < now() - interval '30 minutes'`,
    [account.id],
  )
}

async function noteChanged({ tx, account }: Observation) {
  await tx.query(
    `INSERT INTO software_state (account_id, changed_at) VALUES ($1, now())
     ON CONFLICT (account_id) DO UPDATE SET changed_at = excluded.changed_at`,
    [account.id],
  )
}
