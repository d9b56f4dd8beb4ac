import { lastOfEach, type Observation, type RowId } from '#server/history/observation.ts'
import { recordSoftware } from './software.ts'

/** What one core runs, as of a status report of its. `components` null: AWS has no such core any more. */
export type ComponentFacts = {
  core: RowId
  thing: string
  asOf: Date | null
  components: {
    name: string
    version: string
    lifecycle: string | null
    root: boolean
    source: string | null
    statusAt: Date | null
    reportedAt: Date | null
  }[]
}

const told = 'version, lifecycle, root, source, status_at, reported_at'
const list = (table: string) =>
  told
    .split(', ')
    .map((column) => `${table}.${column}`)
    .join(', ')

/** The component that is Greengrass itself: its version is the core's. */
const nuclei = ['aws.greengrass.Nucleus', 'aws.greengrass.NucleusLite']

/** Keeps everything some cores run, with the changes to what they ran before. Returns how many rows differed. */
export async function recordComponents(seen: Observation, cores: ComponentFacts[]): Promise<number> {
  if (cores.length === 0) return 0
  const { tx, account } = seen
  const rows = cores.flatMap(({ thing, components }) =>
    lastOfEach(components, ({ name }) => name).map((component) => ({ thing, ...component })),
  )
  const { rowCount: written } = await tx.query(
    `INSERT INTO installed_components AS c (account_id, thing, name, ${told})
     SELECT $1, n.* FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::text[], $8::timestamptz[],
       $9::timestamptz[]) AS n(thing, name, ${told})
     LEFT JOIN installed_components o ON o.account_id = $1 AND o.thing = n.thing AND o.name = n.name
     WHERE o.thing IS NULL OR (${list('o')}) IS DISTINCT FROM (${list('n')})
     ON CONFLICT (account_id, thing, name) DO UPDATE SET version = excluded.version, lifecycle = excluded.lifecycle,
       root = excluded.root, source = excluded.source, status_at = excluded.status_at, reported_at = excluded.reported_at`,
    [
      account.id,
      rows.map(({ thing }) => thing),
      rows.map(({ name }) => name),
      rows.map(({ version }) => version),
      rows.map(({ lifecycle }) => lifecycle),
      rows.map(({ root }) => root),
      rows.map(({ source }) => source),
      rows.map(({ statusAt }) => statusAt),
      rows.map(({ reportedAt }) => reportedAt),
    ],
  )
  const { rowCount: removed } = await tx.query(
    `DELETE FROM installed_components c WHERE c.account_id = $1 AND c.thing = ANY($2::text[]) AND NOT EXISTS (
       SELECT 1 FROM unnest($3::text[], $4::text[]) AS n(thing, name) WHERE n.thing = c.thing AND n.name = c.name)`,
    [account.id, cores.map(({ thing }) => thing), rows.map(({ thing }) => thing), rows.map(({ name }) => name)],
  )
  await noteRead(seen, cores)
  const software = cores.map(({ thing, components }) => ({
    thing,
    packages: components.map(({ name, version }) => ({ package: name, version })),
  }))
  await recordSoftware(seen, 'greengrass', software)
  return (written ?? 0) + (removed ?? 0)
}

async function noteRead({ tx }: Observation, cores: ComponentFacts[]) {
  const nucleus = ({ components }: ComponentFacts) =>
    components.find(({ name }) => nuclei.includes(name))?.version ?? null
  await tx.query(
    `UPDATE greengrass_cores c SET components_at = now(), components_of = n.as_of, version = coalesce(n.version, c.version)
     FROM unnest($1::bigint[], $2::timestamptz[], $3::text[]) AS n(id, as_of, version) WHERE c.id = n.id`,
    [cores.map(({ core }) => core), cores.map(({ asOf }) => asOf), cores.map(nucleus)],
  )
}
