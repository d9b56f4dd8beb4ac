import type { Fleet } from '../../fleet/fleet.ts'
import type { FleetBuilder } from '../fleet-builder.ts'

export type DemoPolicies = ReturnType<typeof demoPolicies>

/** Policies as found in the field: careful ones, hasty ones, and leftovers. */
export function demoPolicies(build: FleetBuilder) {
  const arn = resourcesOf(build.fleet)
  const scoped = (...extra: object[]) => scopedTo(arn, ...extra)
  return {
    /** Three versions: the first was far too wide and is still kept. */
    telemetry: build.policy('device-telemetry', everything(), statements(connectAs('client/*', arn)), scoped()),
    meter: build.policy('meter-standard', scoped(), scoped(jobs(arn(ownThing)))),
    coldChain: build.policy('cold-chain-logger', scoped()),
    /** A single statement, written as an object instead of a list, which AWS accepts. */
    pump: build.policy('pump-controller', {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: ['iot:Connect', 'iot:Publish', 'iot:Subscribe', 'iot:Receive'],
        Resource: [arn(`client/${ownName}`), arn('topic/halden/pumps/*'), arn('topicfilter/halden/pumps/*')],
      },
    }),
    /** Any client id goes, which lets one certificate pose as any device. */
    tracker: build.policy(
      'tracker-by-client-id',
      statements(
        connectAs('client/$' + '{iot:ClientId}', arn),
        { Effect: 'Allow', Action: 'iot:Publish', Resource: arn('topic/halden/trackers/$' + '{iot:ClientId}/*') },
        { Effect: 'Allow', Action: ['iot:Subscribe', 'iot:Receive'], Resource: arn('topicfilter/halden/trackers/*') },
      ),
    ),
    gateway: build.policy(
      'edge-gateway',
      scoped({ Effect: 'Allow', Action: 'iot:AssumeRoleWithCertificate', Resource: arn('rolealias/gateway-upload') }),
    ),
    /** The only one that lets its devices be told to stop. */
    charger: build.policy('ev-charger', scoped(jobs(arn(ownThing)), ...stopOrders(ownName, arn))),
    legacy: build.policy('legacy-all-access', everything()),
    shadowWildcard: build.policy(
      'installer-tool',
      statements(
        connectAs('client/installer-*', arn),
        { Effect: 'Allow', Action: 'iot:Publish', Resource: arn('topic/$aws/things/*/shadow/update') },
        { Effect: 'Allow', Action: 'iot:Subscribe', Resource: arn('topicfilter/$aws/things/*') },
      ),
    ),
    /** MQTT wildcards are plain characters in a policy, so this denies next to nothing. */
    mistakenDeny: build.policy(
      'restrict-firmware-topics',
      statements({
        Effect: 'Deny',
        Action: ['iot:Publish', 'iot:Subscribe'],
        Resource: [arn('topic/halden/firmware/#')],
      }),
    ),
    quarantine: build.policy('quarantine-deny-all', statements({ Effect: 'Deny', Action: 'iot:*', Resource: '*' })),
    unused: build.policy('pilot-2022', statements(connectAs('client/pilot-*', arn))),
  }
}

/** ARNs of the fleet's own account and region. */
export const resourcesOf = (fleet: Fleet) => (resource: string) =>
  `arn:aws:iot:${fleet.region}:${fleet.account}:${resource}`

export const statements = (...Statement: object[]) => ({ Version: '2012-10-17', Statement })

const ownName = '$' + '{iot:Connection.Thing.ThingName}'
const ownThing = `thing/${ownName}`
const attached = { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } }

/** What a device needs under its own name, and nothing of others. */
export const scopedTo = (arn: (resource: string) => string, ...extra: object[]) =>
  statements(
    { Effect: 'Allow', Action: 'iot:Connect', Resource: arn(`client/${ownName}`), Condition: attached },
    { Effect: 'Allow', Action: ['iot:Publish', 'iot:Receive'], Resource: arn(`topic/halden/telemetry/${ownName}`) },
    { Effect: 'Allow', Action: 'iot:Subscribe', Resource: arn(`topicfilter/halden/commands/${ownName}/*`) },
    { Effect: 'Allow', Action: ['iot:GetThingShadow', 'iot:UpdateThingShadow'], Resource: arn(ownThing) },
    ...extra,
  )

const everything = () => statements({ Effect: 'Allow', Action: 'iot:*', Resource: '*' })

const connectAs = (client: string, arn: (resource: string) => string) => ({
  Effect: 'Allow',
  Action: 'iot:Connect',
  Resource: arn(client),
})

const stopOrders = (name: string, arn: (resource: string) => string) => {
  const command = (wild: string) => `$aws/commands/things/${name}/executions/${wild}`
  const either = (prefix: string, order: string, wild: string) => [arn(`${prefix}/${order}`), arn(`${prefix}/${wild}`)]
  const [stop, stopped] = [`fleetwarden/stop/${name}`, `fleetwarden/stopped/${name}`]
  return [
    { Effect: 'Allow', Action: 'iot:Subscribe', Resource: either('topicfilter', stop, command('+/request/json')) },
    { Effect: 'Allow', Action: 'iot:Receive', Resource: either('topic', stop, command('*/request/json')) },
    { Effect: 'Allow', Action: 'iot:Publish', Resource: either('topic', stopped, command('*/response/json')) },
  ]
}

const jobs = (thing: string) => ({
  Effect: 'Allow',
  Action: ['iot:DescribeJobExecution', 'iot:UpdateJobExecution', 'iot:GetPendingJobExecutions'],
  Resource: thing,
})
