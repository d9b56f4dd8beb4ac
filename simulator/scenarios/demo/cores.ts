import type { ComponentDeploymentSpecification } from '@aws-sdk/client-greengrassv2'
import { hours } from '../../clock.ts'
import { uuid } from '../../fleet/fleet.ts'
import type { CoreDevice, InstalledComponent } from '../../fleet/greengrass.ts'
import { deploy } from '../../fleet/jobs/deploy.ts'
import type { Fate, Script } from '../../fleet/jobs/fate.ts'
import type { Thing } from '../../fleet/thing.ts'
import { ancestorsOf } from '../../fleet/thing-group.ts'
import type { FleetBuilder } from '../fleet-builder.ts'

const nucleus = 'aws.greengrass.Nucleus'
const router = 'com.halden.TelemetryRouter'
const bridge = 'com.halden.ModbusBridge'

/** Components of every core, and whether they were deployed or came along as dependencies. */
const base: readonly (readonly [name: string, version: string, isRoot: boolean])[] = [
  [nucleus, '2.12.6', true],
  ['aws.greengrass.Cli', '2.12.6', true],
  ['aws.greengrass.LogManager', '2.3.8', false],
  [router, '1.3.0', true],
  [bridge, '2.1.0', true],
]

/** What the one core says whose deployment failed, in the words of its software. */
const failure = {
  'detailed-deployment-status': 'FAILED_ROLLBACK_COMPLETE',
  'deployment-failure-cause':
    'FAILED_ROLLBACK_COMPLETE: Failed to download artifact name: telemetry-router.zip for component com.halden.TelemetryRouter-1.4.0: S3 HeadObject returns 403 Access Denied',
  'deployment-error-stack':
    '[DEPLOYMENT_FAILURE, ARTIFACT_DOWNLOAD_ERROR, S3_ERROR, S3_HEAD_OBJECT_ERROR, S3_HEAD_OBJECT_ACCESS_DENIED]',
  'deployment-error-types': '[DEPENDENCY_ERROR, PERMISSION_ERROR]',
}

/**
 * Makes every third gateway a Greengrass core and deploys to them. Two cores are dead though something of their gateway is
 * still connected: they keep their last HEALTHY, as those do that are away.
 */
export function giveCores(build: FleetBuilder) {
  const { fleet } = build
  const kept = new Set([...fleet.stories.map(({ thing }) => thing), ...fleet.apart])
  const gateways = fleet.things.items.filter((thing) => thing.type?.name === 'edge-gateway' && !kept.has(thing))
  const chosen = gateways.filter((_, index) => index % 3 === 0)
  const emea = chosen.filter((thing) => isConnected(thing) && isIn(thing, 'emea'))
  const [failed, ...others] = emea
  const dead = new Set(others.slice(0, 2))
  for (const thing of chosen) fleet.greengrass.cores.add(coreOf(build, thing, dead.has(thing)))
  for (const [name, version] of [
    [router, '1.4.0'],
    [bridge, '2.2.1'],
  ] as const) {
    const description = `${name} of every site`
    const createdAt = build.daysAgo(30).getTime()
    fleet.greengrass.components.add({ name, version, description, publisher: 'Halden Instruments AB', createdAt })
  }
  const script: Script = (thing) => {
    if (dead.has(thing)) return { ...installs, startsAfter: undefined }
    return thing === failed ? { ...installs, ends: 'FAILED', says: failure } : installs
  }
  const order = (group: string, name: string, daysAgo: number, components: Record<string, string>) =>
    deploy(
      fleet,
      {
        id: uuid(`${build.seed}/deployment/${name}`),
        name,
        targetArn: fleet.arn('thinggroup', group),
        parentTargetArn: undefined,
        components: specified(components),
        policies: {
          failureHandlingPolicy: 'ROLLBACK',
          componentUpdatePolicy: { timeoutInSeconds: 60, action: 'NOTIFY_COMPONENTS' },
        },
        jobConfiguration: {},
        createdAt: build.daysAgo(daysAgo).getTime(),
      },
      script,
    )
  order('emea', 'Edge base 2026.2', 9, { [nucleus]: '2.14.2', [router]: '1.4.0', [bridge]: '2.1.0' })
  order('amer', 'Edge base 2026.2, Americas', 6, { [nucleus]: '2.14.2', [router]: '1.4.0', [bridge]: '2.1.0' })
  order('apac', 'Security fix of the Modbus bridge', 2, { [bridge]: '2.2.1' })
  const broken = failed && fleet.greengrass.cores.get(failed.name)
  const component = broken?.components.get(router)
  if (!broken || !component) return
  broken.status = 'UNHEALTHY'
  component.state = 'BROKEN'
  component.codes = ['STARTUP_ERROR']
}

const installs: Fate = {
  startsAfter: 30_000,
  runs: 90_000,
  ends: 'SUCCEEDED',
  begins: { 'detailed-deployment-status': 'IN_PROGRESS' },
  says: { 'detailed-deployment-status': 'SUCCESSFUL' },
}

const specified = (components: Record<string, string>): Record<string, ComponentDeploymentSpecification> =>
  Object.fromEntries(Object.entries(components).map(([name, componentVersion]) => [name, { componentVersion }]))

const isConnected = ({ details }: Thing) => details.connectivity?.connected === true

const isIn = ({ groups }: Thing, name: string) =>
  groups.some((group) => [...ancestorsOf(group), group].some((one) => one.name === name))

function coreOf(build: FleetBuilder, thing: Thing, isDead: boolean): CoreDevice {
  const since = build.daysAgo(60).getTime()
  const { connectivity } = thing.details
  // The hour of its daily report differs from core to core.
  const reportedAt = Math.min(
    since + hours(thing.name.charCodeAt(thing.name.length - 1) % 24),
    connectivity?.timestamp ?? since,
  )
  const components = base.map(([name, version, isRoot]): [string, InstalledComponent] => {
    const state = name === nucleus ? 'FINISHED' : 'RUNNING'
    const source = 'thinggroup/edge-base'
    return [name, { name, version, state, isRoot, changedAt: since, source, codes: [] }]
  })
  return {
    ...{ thing, name: thing.name, status: 'HEALTHY', reportedAt },
    deadSince: isDead ? build.daysAgo(12).getTime() : undefined,
    ...{ platform: 'linux', architecture: 'aarch64', runtime: 'aws_nucleus_classic', version: '2.12.6' },
    components: new Map(components),
  }
}
