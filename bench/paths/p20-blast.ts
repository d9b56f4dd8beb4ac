import type { Database } from '#server/platform/db.ts'
import { measureReach } from '#server/policies/reach/measure.ts'
import { type Measure, path, timed } from '../measure.ts'
import { freshDatabase } from '../world.ts'

const account = 1
const shared = 200
const now = new Date('2026-11-20T12:00:00Z')
const later = new Date(now.getTime() + 60_000)

export default path({
  id: 'P20',
  title: 'Blast radius of every policy, against reading the same rows',
  async run({ things }) {
    const { database } = await freshDatabase('p20_blast')
    await fillThings(database, things)
    await fillShared(database)
    const few = await measured(database, shared)
    const scan = (await timed(() => readFleet(database))).ms
    await database.pool.query('truncate policies cascade')
    await fillOwn(database, things)
    const each = await measured(database, things)
    const floor = (await timed(() => readAndWrite(database))).ms
    const { changed, again } = await afterOnePercent(database, things)
    const detail = (ms: number, count: number) => `${things} things, ${count} policies in ${(ms / 1000).toFixed(1)} s`
    return [
      {
        ...{ id: 'P20', name: `${shared} shared policies, in full`, goal: 20, unit: 'ratio', better: 'lower' },
        ...{
          value: few / scan,
          floor: scan,
          floorUnit: 'ms to read every name and attribute once',
          detail: detail(few, shared),
        },
      },
      {
        ...{ id: 'P20', name: 'one policy per thing, in full', goal: 2, unit: 'ratio', better: 'lower' },
        ...{ value: each / floor, floor: floor / 1000, floorUnit: 's to read the documents and write as many rows' },
        detail: `${detail(each, things)}, linted as well`,
      },
      {
        ...{ id: 'P20', name: 'after 1% of them changed, of the full run', goal: 0.05, unit: 'ratio', better: 'lower' },
        ...{ value: again / each, floor: each / 1000, floorUnit: 's for the full run' },
        detail: `${changed} policies in ${(again / 1000).toFixed(1)} s`,
      },
    ] satisfies Measure[]
  },
})

async function measured({ pool }: Database, expected: number): Promise<number> {
  await pool.query('vacuum analyze')
  const { ms, result } = await timed(() => measureReach(pool, account, 'all', now))
  if (result !== expected) throw new Error(`${result} policies were measured, not ${expected}`)
  return ms
}

/** What cannot be done without: every name and attribute, once. */
const readFleet = ({ pool }: Database) =>
  pool.query('select sum(hashtext(name)), sum(length(attributes::text)) from things where gone_at is null')

/** What cannot be done without: every document read in pages, and four rows a policy written. */
async function readAndWrite({ pool }: Database): Promise<void> {
  await pool.query('create table copied (like policy_reach including all)')
  await pool.query('create table copied_lints (like policy_lints including all)')
  for (let after = '0'; ; ) {
    const { rows } = await pool.query<{ id: string; document: string }>(
      `select p.id::text as id, v.document from policies p join policy_versions v on v.policy_row_id = p.id
       where p.id > $1 order by p.id limit 2000`,
      [after],
    )
    const last = rows.at(-1)
    if (!last) return
    for (const { document } of rows) JSON.parse(document)
    await pool.query(`insert into copied_lints select r.id, 1, 0, null, '[]', now() from unnest($1::bigint[]) r(id)`, [
      rows.map(({ id }) => id),
    ])
    const ids = rows.flatMap(({ id }) => [id, id, id])
    await pool.query(
      `insert into copied select r.id, r.kind, 1, 0, 0, null, r.patterns, 0, now()
       from unnest($1::bigint[], $2::text[], $3::jsonb[]) r(id, kind, patterns)`,
      [ids, ids.map((_, n) => ['client-id', 'topic', 'shadow'][n % 3]), ids.map(() => '[]')],
    )
    after = last.id
  }
}

async function afterOnePercent({ pool }: Database, count: number) {
  await pool.query('update policies set changed_at = $1 where id % 100 = 0', [later])
  const { ms, result } = await timed(() => measureReach(pool, account, 'changed', later))
  if (result < count / 200) throw new Error(`Only ${result} policies were measured again`)
  return { changed: result, again: ms }
}

async function fillThings({ pool }: Database, things: number): Promise<void> {
  await pool.query(
    "insert into aws_accounts (aws_account_id, region, name) values ('123456789012', 'eu-west-1', 'Benchmark')",
  )
  await pool.query(
    `insert into things (account_id, name, type_name, attributes, version, content_hash)
     select 1, 'line' || n % 50 || '-' || lpad(n::text, 7, '0'), 'type-' || n % 20,
       jsonb_build_object('site', 'site-' || n % 300, 'firmware', '1.' || n % 9, 'serial', 'SN' || n), 1, n
     from generate_series(1, $1) n`,
    [things],
  )
  await pool.query(
    `insert into certificates (account_id, certificate_id, status)
     select 1, lpad(to_hex(n), 64, '0'), 'ACTIVE' from generate_series(1, $1) n`,
    [things],
  )
  await pool.query(
    `insert into thing_certificates (account_id, thing_row_id, certificate_row_id, exclusive)
     select 1, t.id, c.id, false from things t join certificates c on c.id = t.id`,
  )
}

const arn = 'arn:aws:iot:eu-west-1:123456789012:'
const own = '$' + '{iot:Connection.Thing.ThingName}'
const site = '$' + '{iot:Connection.Thing.Attributes[site]}'

/** Every kind of width: all, prefixes, patterns in the middle, variables, topics of a site, shadows. */
function sharedDocument(n: number): string {
  const kinds = [
    [`client/${own}`, `topic/dt/${own}/*`, `thing/${own}`],
    ['client/*', 'topic/*', 'thing/*'],
    [`client/line${n % 50}-*`, `topic/dt/site-${n}/*`, `thing/line${n % 50}-00*`],
    [`client/*-000${n % 10}*`, 'topic/dt/+/state', 'thing/line1-*'],
    [`client/line${n % 50}-${site}*`, `topic/dt/${site}/*`, `thing/line${n % 50}-0000${n}`],
  ]
  const [client, topic, thing] = kinds[n % kinds.length] ?? []
  return policy(client, topic, thing)
}

const policy = (client = '', topic = '', thing = '') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'iot:Connect', Resource: `${arn}${client}` },
      { Effect: 'Allow', Action: ['iot:Publish', 'iot:Receive'], Resource: `${arn}${topic}` },
      { Effect: 'Allow', Action: ['iot:GetThingShadow', 'iot:UpdateThingShadow'], Resource: `${arn}${thing}` },
    ],
  })

async function fillShared({ pool }: Database): Promise<void> {
  await addPolicies(pool, `select 'shared-' || n as name, $2::text[] as documents, n from generate_series(1, $1) n`, [
    shared,
    Array.from({ length: shared }, (_, n) => sharedDocument(n)),
  ])
  await pool.query(
    `insert into policy_targets (account_id, policy_row_id, kind, target, certificate_row_id)
     select 1, p.id, 'certificate', c.certificate_id, c.id from certificates c
     join (select id, row_number() over (order by id) - 1 as n from policies) p on p.n = c.id % ${shared}`,
  )
}

async function fillOwn({ pool }: Database, things: number): Promise<void> {
  const document = policy('client/NAME', 'topic/dt/NAME/*', 'thing/NAME')
  await pool.query(
    `insert into policies (account_id, name, version_count, target_count, changed_at)
     select 1, 'own-' || name, 1, 1, $2 from things order by id limit $1`,
    [things, new Date(now.getTime() - 60_000)],
  )
  await pool.query(
    `insert into policy_versions (policy_row_id, version_id, is_default, document)
     select id, '1', true, replace($1, 'NAME', substr(name, 5)) from policies`,
    [document],
  )
  await pool.query(
    `insert into policy_targets (account_id, policy_row_id, kind, target, certificate_row_id)
     select 1, p.id, 'certificate', c.certificate_id, c.id from policies p join things t on t.account_id = 1 and t.name = substr(p.name, 5)
     join certificates c on c.id = t.id`,
  )
}

async function addPolicies(pool: Database['pool'], source: string, values: unknown[]): Promise<void> {
  await pool.query(
    `with made as (${source}), added as (
       insert into policies (account_id, name, version_count, target_count, changed_at)
       select 1, name, 1, 2, '${new Date(now.getTime() - 60_000).toISOString()}' from made returning id, name)
     insert into policy_versions (policy_row_id, version_id, is_default, document)
     select added.id, '1', true, made.documents[made.n] from added join made using (name)`,
    values,
  )
}
