import { type Changes, lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'

/** Who says so: the `$package` shadow, or a Greengrass core. */
type SoftwareSource = 'shadow' | 'greengrass'

/** All that one thing says it runs. */
type SoftwareFacts = { thing: string; packages: { package: string; version: string }[] }

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
     ), o AS MATERIALIZED (
       SELECT thing, package, version FROM thing_software
       WHERE account_id = $1 AND source = $2 AND thing = ANY($3::text[])
     ), compared AS MATERIALIZED (
       SELECT thing, package, n.version, o.version AS before FROM n FULL JOIN o USING (thing, package)
       WHERE o.version IS DISTINCT FROM n.version
     ), differing AS (
       SELECT * FROM compared WHERE version IS NOT NULL
     ), missing AS (
       SELECT thing, package, before AS version FROM compared WHERE version IS NULL
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

/** So many that fall silent at once are rather an index that is being built anew. */
const manyThings = 20

/**
 * Keeps what the documents of a page of things say. Things that say nothing lose what they ran, unless most of the page
 * that ran anything says nothing now.
 */
export async function recordReported(
  seen: Observation,
  things: SoftwareFacts[],
): Promise<Changes & { isBelieved: boolean }> {
  const silent = things.filter(({ packages }) => packages.length === 0).map(({ thing }) => thing)
  const { rows } = await seen.tx.query<{ thing: string }>({
    name: 'software-of-silent',
    text: `SELECT DISTINCT thing FROM thing_software
      WHERE account_id = $1 AND source = 'shadow' AND thing = ANY($2::text[])`,
    values: [seen.account.id, silent],
  })
  const reporting = things.filter(({ packages }) => packages.length > 0)
  const isBelieved = rows.length < manyThings || rows.length < reporting.length
  const fallen = isBelieved ? rows.map(({ thing }) => ({ thing, packages: [] })) : []
  return { ...(await recordSoftware(seen, 'shadow', [...reporting, ...fallen])), isBelieved }
}

/** Things that are gone run nothing. */
export async function dropSoftwareOf(seen: Observation, thingIds: RowId[]): Promise<void> {
  const { rows } = await seen.tx.query<{ name: string }>('SELECT name FROM things WHERE id = ANY($1::bigint[])', [
    thingIds,
  ])
  await dropSoftware(
    seen,
    'shadow',
    rows.map(({ name }) => name),
  )
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
