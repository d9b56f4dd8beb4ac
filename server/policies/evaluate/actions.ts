/** What an action is done on, as ARNs name it. */
export type ResourceKind = 'client' | 'topic' | 'topicfilter' | 'thing' | 'rolealias'

/** What policies may allow a device, each with the kind of resource it is done on ("AWS IoT Core policy actions"). */
export const deviceActions = {
  'iot:Connect': 'client',
  'iot:Publish': 'topic',
  'iot:RetainPublish': 'topic',
  'iot:Receive': 'topic',
  'iot:GetRetainedMessage': 'topic',
  'iot:ListRetainedMessages': 'topic',
  'iot:Subscribe': 'topicfilter',
  'iot:GetThingShadow': 'thing',
  'iot:UpdateThingShadow': 'thing',
  'iot:DeleteThingShadow': 'thing',
  'iot:ListNamedShadowsForThing': 'thing',
  'iot:DescribeJobExecution': 'thing',
  'iot:GetPendingJobExecutions': 'thing',
  'iot:StartNextPendingJobExecution': 'thing',
  'iot:UpdateJobExecution': 'thing',
  'iot:AssumeRoleWithCertificate': 'rolealias',
} as const satisfies Record<string, ResourceKind>

export type DeviceAction = keyof typeof deviceActions

/** Every action of a device, in the order of the table. */
export const everyAction = Object.keys(deviceActions) as DeviceAction[]

const arn = /^arn:[^:]*:iot:([^:]*):([^:]*):(.*)$/s

/** A resource of a policy cut in two: its kind and what follows; null when a wildcard leaves the kind open. */
export function resourceIn(resource: string): { kind: string; path: string } | null {
  const [, , , rest = ''] = arn.exec(resource) ?? []
  const [, kind, path] = /^([a-z]+)\/(.*)$/s.exec(rest) ?? []
  return kind === undefined || path === undefined ? null : { kind, path }
}

/** Whether a resource of a policy may be one of a kind. */
export function mayBeOf(resource: string, kind: ResourceKind): boolean {
  const found = resourceIn(resource)
  if (found) return found.kind === kind
  const rest = arn.exec(resource)?.[3] ?? resource
  const start = /^[^/]*/.exec(rest)?.[0] ?? ''
  return /[*?]/.test(start) && !/^[a-z]*\//.test(rest)
}

/** The Region and account that a resource names; null when it is no ARN of AWS IoT. */
export function placeIn(resource: string): { region: string; account: string } | null {
  const [, region, account] = arn.exec(resource) ?? []
  return region === undefined || account === undefined ? null : { region, account }
}
