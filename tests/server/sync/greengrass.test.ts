import { beforeAll, expect, test } from 'vitest'
import type { CoreDevice } from '#simulator/fleet/greengrass.ts'
import { everythingIndexed, packagesIndexed } from '#simulator/fleet/indexing.ts'
import { Named } from '#simulator/fleet/named.ts'
import type { PackageVersion } from '#simulator/fleet/software.ts'
import type { Thing } from '#simulator/fleet/thing.ts'
import { aCoreDeployment, addCore, addThings, install, move, rolloutFeeds, rolloutVersions } from './a-rollout.ts'
import { useSyncWorld } from './sync-world.ts'

const aws = useSyncWorld()
const feeds = { collectors: rolloutFeeds }
const bornAt = Date.UTC(2026, 0, 1)
let things: Thing[]
let cores: CoreDevice[]

const outcomes = async () =>
  Object.fromEntries(
    (await aws.rows('SELECT collector, last_outcome FROM collections WHERE collector = ANY($1)', [rolloutFeeds])).map(
      ({ collector, last_outcome }) => [collector, last_outcome],
    ),
  )
const calls = async (collector: string) => (await aws.feed(collector)).calls
const softwareOf = (thing: string | undefined, source: string) =>
  aws.rows('SELECT package, version FROM thing_software WHERE thing = $1 AND source = $2 ORDER BY 1', [thing, source])
const changesOf = (thing: string | undefined) =>
  aws.rows(
    'SELECT source, package, from_version, version FROM software_changes WHERE thing = $1 AND id > $2 ORDER BY id',
    [thing, known],
  )
let known = 0

const version = (name: string): PackageVersion => ({
  ...{ name, description: undefined, status: 'PUBLISHED', attributes: {}, artifact: undefined, sbom: undefined },
  ...{ createdAt: bornAt, modifiedAt: bornAt },
})

function addPackage(name: string, ...versions: string[]) {
  const named = new Named<PackageVersion>()
  for (const one of versions) named.add(version(one))
  const defaultVersion = versions[0]
  aws.fleet.software.packages.add({
    ...{ name, description: '', defaultVersion, versions: named, createdAt: bornAt, modifiedAt: bornAt },
  })
}

beforeAll(async () => {
  aws.fleet.indexing = { ...everythingIndexed(), ...packagesIndexed }
  things = addThings(aws.fleet, 60)
  cores = things
    .slice(0, 14)
    .map((thing) => addCore(aws.fleet, thing, { 'aws.greengrass.Nucleus': '2.12.6', 'com.example.Reader': '1.0.0' }))
  for (const thing of things.slice(20)) thing.change({ software: { firmware: '1.1.0', bootloader: '7' } })
  addPackage('firmware', '1.1.0', '1.2.0')
  addPackage('bootloader', '7')
  const arn = aws.fleet.arn('thing', things[0]?.name ?? '')
  aCoreDeployment(aws.fleet, 'first', arn, { 'com.example.Reader': '1.1.0' })
  await aws.sync(feeds)
})

test('cores, what they run, deployments and the catalog are known after a first sync', async () => {
  expect(new Set(Object.values(await outcomes()))).toEqual(new Set(['ok']))
  expect(await aws.rows('SELECT count(*)::int AS n FROM greengrass_cores WHERE version = $1', ['2.12.6'])).toEqual([
    { n: 14 },
  ])
  expect(await softwareOf(things[1]?.name, 'greengrass')).toEqual([
    { package: 'aws.greengrass.Nucleus', version: '2.12.6' },
    { package: 'com.example.Reader', version: '1.0.0' },
  ])
  expect(await softwareOf(things[30]?.name, 'shadow')).toEqual([
    { package: 'bootloader', version: '7' },
    { package: 'firmware', version: '1.1.0' },
  ])
  expect(await aws.rows('SELECT package, version, status FROM software_package_versions ORDER BY 1, 2')).toEqual([
    { package: 'bootloader', version: '7', status: 'PUBLISHED' },
    { package: 'firmware', version: '1.1.0', status: 'PUBLISHED' },
    { package: 'firmware', version: '1.2.0', status: 'PUBLISHED' },
  ])
})

test('the job that carries a deployment is not listed beside it, and tells how far it is', async () => {
  expect(await aws.rows('SELECT kind, name, carried_by, queued, components, targets FROM deployments')).toEqual([
    {
      ...{ kind: 'greengrass', name: 'first', carried_by: 'greengrass-first', queued: 1 },
      components: [{ name: 'com.example.Reader', version: '1.1.0' }],
      targets: [aws.fleet.arn('thing', things[0]?.name ?? '')],
    },
  ])
  expect(await aws.rows('SELECT thing, status FROM deployment_executions')).toEqual([
    { thing: things[0]?.name, status: 'QUEUED' },
  ])
})

test('nothing changed: no fact is written, and no core is asked', async () => {
  const before = await rolloutVersions(aws.pool, ['deployments'])
  await aws.sync(feeds)
  expect(await rolloutVersions(aws.pool, ['deployments'])).toEqual(before)
  expect(await calls('greengrass-components')).toBe(0)
  expect(await calls('greengrass-deployments')).toBe(1)
})

test('a core that reported since is asked, it alone; what changed is history', async () => {
  known = Number((await aws.rows('SELECT max(id) AS id FROM software_changes'))[0]?.id)
  const core = cores[0]
  const job = aws.fleet.jobs.get('greengrass-first')
  if (!core || !job) throw new Error('No core')
  install(core, 'com.example.Reader', '0.9.0')
  install(core, 'com.example.Added', '3')
  core.reportedAt += 60_000
  move(job, things[0], 'FAILED', {
    'deployment-failure-cause': 'The nucleus was rolled back',
    'deployment-error-stack': '[DEPLOYMENT_FAILURE, IO_ERROR]',
  })
  await aws.sync(feeds)
  expect(await calls('greengrass-components')).toBe(2)
  expect(await changesOf(core.name)).toEqual([
    { source: 'greengrass', package: 'com.example.Reader', from_version: '1.0.0', version: '0.9.0' },
    { source: 'greengrass', package: 'com.example.Added', from_version: null, version: '3' },
  ])
  expect(await aws.rows('SELECT status, message FROM deployment_executions')).toEqual([
    { status: 'FAILED', message: 'The nucleus was rolled back' },
  ])
  expect(await aws.rows('SELECT failed, aws_status FROM deployments')).toEqual([{ failed: 1, aws_status: 'FAILED' }])
})

test('what a thing reports otherwise, or no longer, is history', async () => {
  known = Number((await aws.rows('SELECT max(id) AS id FROM software_changes'))[0]?.id)
  things[30]?.change({ software: { firmware: '1.2.0', bootloader: '7' } })
  things[31]?.change({ software: undefined })
  await aws.sync(feeds)
  expect(await changesOf(things[30]?.name)).toEqual([
    { source: 'shadow', package: 'firmware', from_version: '1.1.0', version: '1.2.0' },
  ])
  expect(await changesOf(things[31]?.name)).toHaveLength(2)
  expect(await softwareOf(things[31]?.name, 'shadow')).toEqual([])
})

test('an index that is suddenly empty is not believed', async () => {
  const before = await aws.rows('SELECT count(*)::int AS n FROM thing_software')
  const software = things.map((thing) => thing.details.software)
  for (const thing of things.slice(20)) thing.change({ software: undefined })
  for (const thing of addThings(aws.fleet, 10, 'fresh')) thing.change({ software: { firmware: '1.1.0' } })
  await aws.sync(feeds, { batchItems: 1_000 })
  expect(await aws.rows(`SELECT count(*)::int AS n FROM thing_software WHERE thing NOT LIKE 'fresh%'`)).toEqual(before)
  expect(await aws.feed('things')).toMatchObject({ last_outcome: 'partial' })
  things.forEach((thing, at) => {
    thing.change({ software: software[at] })
  })
})

test('cores and deployments that AWS no longer has are gone, with what they ran', async () => {
  const core = cores[5]
  if (!core) throw new Error('No core')
  aws.fleet.greengrass.cores.remove(core)
  await aws.sync(feeds)
  expect(await aws.rows('SELECT thing FROM greengrass_cores WHERE gone_at IS NOT NULL')).toEqual([{ thing: core.name }])
  expect(await softwareOf(core.name, 'greengrass')).toEqual([])
  expect(await aws.rows('SELECT 1 FROM installed_components WHERE thing = $1', [core.name])).toEqual([])
})

test('a deployment that a later one replaced is superseded', async () => {
  const arn = aws.fleet.arn('thing', things[0]?.name ?? '')
  aCoreDeployment(aws.fleet, 'second', arn, { 'com.example.Reader': '1.2.0' })
  await aws.sync(feeds)
  expect(await aws.rows('SELECT name, aws_status, superseded FROM deployments ORDER BY id')).toEqual([
    { name: 'first', aws_status: 'INACTIVE', superseded: true },
    { name: 'second', aws_status: 'ACTIVE', superseded: false },
  ])
})

test('a carrying job that was listed first becomes the deployment', async () => {
  await aws.pool.query('DELETE FROM deployments')
  await aws.sync({ collectors: ['jobs', 'job-executions', 'job-messages'] })
  expect(await aws.rows(`SELECT kind, name FROM deployments ORDER BY name`)).toEqual([
    { kind: 'job', name: 'greengrass-first' },
    { kind: 'job', name: 'greengrass-second' },
  ])
  await aws.sync(feeds)
  expect(await aws.rows(`SELECT kind, name, failed FROM deployments ORDER BY name`)).toEqual([
    { kind: 'greengrass', name: 'first', failed: 1 },
    { kind: 'greengrass', name: 'second', failed: 0 },
  ])
  expect(await aws.rows(`SELECT message FROM deployment_executions WHERE status = 'FAILED'`)).toEqual([
    { message: 'The nucleus was rolled back' },
  ])
})

test('an endpoint without Greengrass, or an index without $package, takes nothing else away', async () => {
  await aws.trouble({ unsupported: ['ListCoreDevices', 'ListDeployments', 'ListPackages'] })
  aws.fleet.indexing = everythingIndexed()
  const before = await aws.rows('SELECT count(*)::int AS n FROM thing_software')
  await aws.sync(feeds)
  await aws.trouble()
  expect(await outcomes()).toMatchObject({
    ...{ 'greengrass-cores': 'unavailable', 'greengrass-deployments': 'unavailable', jobs: 'ok' },
    ...{ 'greengrass-components': 'ok', 'software-packages': 'unavailable', 'package-shadow': 'unavailable' },
  })
  expect((await aws.feed('package-shadow')).last_error).toMatch(/does not hold the \$package shadow.*Fleet indexing/)
  expect(await aws.rows('SELECT count(*)::int AS n FROM thing_software')).toEqual(before)
})
