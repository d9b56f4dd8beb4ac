import { partitionOf } from '#server/accounts/partition.ts'
import type { Collector } from './collector.ts'
import { presenceQueue, reportsQueue } from './event-stack.ts'

export type Reader = Pick<Collector, 'needs'>

/**
 * What IAM lets an action be narrowed to (Service Authorization Reference, "Actions, resources, and condition keys for
 * AWS IoT"). Actions that are not listed here work with "*" only.
 */
const resources: Record<string, readonly string[]> = {
  index: ['iot:SearchIndex'],
  thing: ['iot:DescribeThing', 'iot:ListThingPrincipals', 'iot:ListThingPrincipalsV2'],
  thinggroup: ['iot:DescribeThingGroup', 'iot:ListThingsInThingGroup'],
  cert: ['iot:DescribeCertificate', 'iot:ListPrincipalThings', 'iot:ListPrincipalThingsV2'],
  cacert: ['iot:DescribeCACertificate'],
  policy: ['iot:GetPolicy', 'iot:GetPolicyVersion', 'iot:ListPolicyVersions', 'iot:ListTargetsForPolicy'],
  scheduledaudit: ['iot:DescribeScheduledAudit'],
  mitigationaction: ['iot:DescribeMitigationAction'],
  securityprofile: ['iot:DescribeSecurityProfile', 'iot:ListTargetsForSecurityProfile'],
  domainconfiguration: ['iot:DescribeDomainConfiguration'],
  provisioningtemplate: ['iot:DescribeProvisioningTemplate'],
  rolealias: ['iot:DescribeRoleAlias'],
  job: ['iot:DescribeJob', 'iot:GetJobDocument', 'iot:ListJobExecutionsForJob'],
}

/** The same for what is read beside AWS IoT: feeds of connections and roles; names are those that npm run aws-setup creates. */
const elsewhere: {
  sid: string
  actions: readonly string[]
  arn(region: string, account: string): string | string[]
}[] = [
  {
    sid: 'ReadConnectionLog',
    actions: ['logs:FilterLogEvents', 'logs:StartQuery'],
    arn: (region, account) => `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:AWSIotLogs*`,
  },
  {
    sid: 'ReadEventQueues',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    arn: (region, account) =>
      [presenceQueue, reportsQueue].map((queue) => `arn:${partitionOf(region)}:sqs:${region}:${account}:${queue}`),
  },
  {
    // Of a job and a thing: both have to be allowed.
    sid: 'ReadJobExecutions',
    actions: ['iot:DescribeJobExecution'],
    arn: (region, account) =>
      ['job', 'thing'].map((kind) => `arn:${partitionOf(region)}:iot:${region}:${account}:${kind}/*`),
  },
  {
    sid: 'ReadGreengrassCores',
    actions: ['greengrass:GetCoreDevice', 'greengrass:ListEffectiveDeployments', 'greengrass:ListInstalledComponents'],
    arn: (region, account) => `arn:${partitionOf(region)}:greengrass:${region}:${account}:coreDevices:*`,
  },
  {
    sid: 'ReadGreengrassDeployments',
    actions: ['greengrass:GetDeployment'],
    arn: (region, account) => `arn:${partitionOf(region)}:greengrass:${region}:${account}:deployments:*`,
  },
  {
    sid: 'ReadRoles',
    actions: ['iam:GetRole', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
    arn: (region, account) => `arn:${partitionOf(region)}:iam::${account}:role/*`,
  },
]

/** The IAM policy that lets these collectors read one account and Region ("*" for any), and nothing else. */
export function readingPolicy(readers: Reader[], { account, region }: { account: string; region: string }) {
  const needed = [...new Set(readers.flatMap(({ needs }) => needs))].sort()
  const narrowed = Object.entries(resources).flatMap(([kind, actions]) => {
    const some = needed.filter((action) => actions.includes(action))
    return some.length
      ? [statement(`Read${titled(kind)}`, some, `arn:${partitionOf(region)}:iot:${region}:${account}:${kind}/*`)]
      : []
  })
  const beside = elsewhere.flatMap(({ sid, actions, arn }) => {
    const some = needed.filter((action) => actions.includes(action))
    return some.length ? [statement(sid, some, arn(region, account))] : []
  })
  const pinned = [...Object.values(resources), ...elsewhere.map(({ actions }) => actions)].flat()
  const others = needed.filter((action) => !pinned.includes(action))
  return { Version: '2012-10-17', Statement: [statement('List', others, '*'), ...narrowed, ...beside] }
}

const statement = (sid: string, actions: string[], resource: string | string[]) => ({
  Sid: sid,
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
})

const titled = (kind: string) => kind.charAt(0).toUpperCase() + kind.slice(1)
