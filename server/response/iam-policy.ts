import { partitionOf } from '#server/accounts/partition.ts'
import type { Step } from './step.ts'

/** What plans and proofs read beside what the calls themselves declare. */
const planning = [
  'iot:DescribeThing',
  'iot:DescribeCertificate',
  'iot:DescribeThingGroup',
  'iot:DescribeEndpoint',
  'iot:GetConnection',
  'iot:GetPolicy',
  'iot:GetThingConnectivityData',
  'iot:ListAttachedPolicies',
  'iot:ListCertificates',
  'iot:ListJobExecutionsForThing',
  'iot:ListPrincipalThings',
  'iot:ListPrincipalThingsV2',
  'iot:ListThingGroupsForThing',
  'iot:ListThingPrincipals',
  'iot:ListThingPrincipalsV2',
  'iot:ListThingsInThingGroup',
]

/** What Device Defender is asked for beside runs: audits, suppressions written and taken away, verdicts on its alarms. */
const asking = [
  'iot:StartOnDemandAuditTask',
  'iot:CreateAuditSuppression',
  'iot:DeleteAuditSuppression',
  'iot:PutVerificationStateOnViolation',
]

/** Where the policy holds, and the names that creating is pinned to. */
export type Where = { account: string; region: string; quarantineGroup: string; quarantinePolicy: string }

/**
 * What IAM lets an action be narrowed to (Service Authorization Reference, "Actions, resources, and condition keys for
 * AWS IoT"). Actions that are not listed here work with "*" only. AttachPolicy cannot be narrowed to a policy, so it is
 * kept from certificates: attached to one, a policy of somebody else's could let a device do more.
 */
const narrowed: { sid: string; kinds: string[]; actions: string[] }[] = [
  {
    sid: 'ReadThings',
    kinds: ['thing/*'],
    actions: [
      'iot:DescribeThing',
      'iot:GetThingConnectivityData',
      'iot:ListJobExecutionsForThing',
      'iot:ListThingGroupsForThing',
      'iot:ListThingPrincipals',
      'iot:ListThingPrincipalsV2',
    ],
  },
  { sid: 'ReadGroups', kinds: ['thinggroup/*'], actions: ['iot:DescribeThingGroup', 'iot:ListThingsInThingGroup'] },
  {
    sid: 'ReadCertificates',
    kinds: ['cert/*'],
    actions: ['iot:DescribeCertificate', 'iot:ListPrincipalThings', 'iot:ListPrincipalThingsV2'],
  },
  { sid: 'ReadMitigationActions', kinds: ['mitigationaction/*'], actions: ['iot:DescribeMitigationAction'] },
  {
    sid: 'ReadJobs',
    kinds: ['job/*'],
    actions: ['iot:DescribeJob', 'iot:GetJobDocument', 'iot:ListJobExecutionsForJob'],
  },
  { sid: 'ReadQuarantinePolicy', kinds: ['policy/{policy}'], actions: ['iot:GetPolicy'] },
  { sid: 'ReadSessions', kinds: ['client/*'], actions: ['iot:GetConnection'] },
  { sid: 'ChangeCertificates', kinds: ['cert/*'], actions: ['iot:UpdateCertificate'] },
  {
    sid: 'ChangeMemberships',
    kinds: ['thing/*', 'thinggroup/*'],
    actions: ['iot:AddThingToThingGroup', 'iot:RemoveThingFromThingGroup'],
  },
  { sid: 'CloseSessions', kinds: ['client/*'], actions: ['iot:DeleteConnection'] },
  { sid: 'AskToStop', kinds: ['topic/*'], actions: ['iot:Publish'] },
  { sid: 'RetryJobs', kinds: ['job/*', 'thing/*', 'package/*'], actions: ['iot:CreateJob'] },
  { sid: 'CancelJobs', kinds: ['job/*'], actions: ['iot:CancelJob', 'iot:UpdateJob'] },
  {
    sid: 'ShadowsOfGreengrass',
    kinds: ['thing/*'],
    actions: ['iot:DeleteThingShadow', 'iot:GetThingShadow', 'iot:UpdateThingShadow'],
  },
  {
    sid: 'CancelGreengrass',
    kinds: ['greengrass:deployments:*'],
    actions: ['greengrass:GetDeployment', 'greengrass:CancelDeployment'],
  },
  { sid: 'DenyGroups', kinds: ['thinggroup/*'], actions: ['iot:AttachPolicy', 'iot:DetachPolicy'] },
  { sid: 'CreateQuarantinePolicy', kinds: ['policy/{policy}'], actions: ['iot:CreatePolicy'] },
  { sid: 'CreateQuarantineGroup', kinds: ['thinggroup/{group}'], actions: ['iot:CreateThingGroup'] },
]

/** The IAM policy that lets a responder plan, act and prove in one account and Region ("*" for any), and nothing else. */
export function respondingPolicy(steps: readonly Pick<Step, 'needs'>[], where: Where) {
  const needed = new Set([...planning, ...asking, ...steps.flatMap(({ needs }) => [...needs.reads, ...needs.applies])])
  const known = new Set(narrowed.flatMap(({ actions }) => actions))
  const others = [...needed].filter((action) => !known.has(action)).sort()
  const statements = narrowed.flatMap(({ sid, kinds, actions }) => {
    const some = actions.filter((action) => needed.has(action))
    const [only, ...more] = kinds.map((kind) => resource(kind, where))
    return some.length > 0 && only ? [statement(sid, some, more.length > 0 ? [only, ...more] : only)] : []
  })
  const reads = others.filter((action) => /^iot:(List|Describe|Get)/.test(action))
  const asks = others.filter((action) => !reads.includes(action))
  const wide = [statement('ReadLists', reads, '*'), ...(asks.length > 0 ? [statement('AskDefender', asks, '*')] : [])]
  return { Version: '2012-10-17', Statement: [...wide, ...statements] }
}

const resource = (kind: string, { account, region, quarantineGroup, quarantinePolicy }: Where) =>
  `arn:${partitionOf(region)}:${kind.startsWith('greengrass:') ? 'greengrass' : 'iot'}:${region}:${account}:${kind
    .replace(/^greengrass:/, '')
    .replace('{group}', quarantineGroup)
    .replace('{policy}', quarantinePolicy)}`

const statement = (Sid: string, Action: string[], Resource: string | string[]) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
})
