import { arnPrefix } from '../evaluate/connection.ts'
import type { Statement } from '../evaluate/document.ts'
import { fits } from '../evaluate/pattern.ts'

const thingName = '$' + '{iot:Connection.Thing.ThingName}'
const isAttached = 'iot:Connection.Thing.IsAttached'

/** What a device may be allowed beside connecting; what `iot:*` means once connecting is taken out of it. */
const otherActions = [
  ...['iot:Publish', 'iot:RetainPublish', 'iot:Subscribe', 'iot:Receive', 'iot:GetRetainedMessage'],
  ...['iot:ListRetainedMessages', 'iot:GetThingShadow', 'iot:UpdateThingShadow', 'iot:DeleteThingShadow'],
  ...['iot:ListNamedShadowsForThing', 'iot:DescribeJobExecution', 'iot:GetPendingJobExecutions'],
  ...['iot:StartNextPendingJobExecution', 'iot:UpdateJobExecution', 'iot:AssumeRoleWithCertificate'],
]

const none = () => null
const meansConnect = (action: string) => fits(action.toLowerCase(), 'iot:connect', none) === 'yes'

/** Whether a statement lets a certificate connect only as the thing it is attached to. */
export function isNarrow({ resources, conditions }: Pick<Statement, 'resources' | 'conditions'>): boolean {
  const clients = resources.filter((resource) => isOfClients(resource))
  const named = clients.length > 0 && clients.every((resource) => resource.endsWith(`:client/${thingName}`))
  const self = clients.length > 0 && clients.every((resource) => resource.endsWith(':client/$' + '{iot:ClientId}'))
  const attached = conditions.some(
    ({ operator, key, values }) =>
      /^(For(AnyValue|AllValues):)?Bool$/.test(operator) &&
      key === isAttached &&
      values.every((value) => value === 'true'),
  )
  // Attached means that the client ID is the thing's name, or that the certificate is that thing's alone.
  return named || (self && attached)
}

// A resource of topics cannot be one of clients; one with a wildcard before its kind can.
const isOfClients = (resource: string) => {
  const [, kind = ''] = /^arn:[^:]*:iot:[^:]*:[^:]*:(.*)$/s.exec(resource) ?? []
  return kind === '' || kind.startsWith('client/') || /^[^/]*[*?]/.test(kind)
}

/**
 * The statements to put in place of one that allows too much: connecting as oneself only, and beside it what else the old
 * one allowed.
 */
export function narrowed(
  { source, actions, resources }: Statement,
  place: { awsAccountId: string; region: string },
): Record<string, unknown>[] {
  const condition = typeof source.Condition === 'object' && source.Condition !== null ? { ...source.Condition } : {}
  const connect = {
    Effect: 'Allow',
    Action: 'iot:Connect',
    Resource: `${arnPrefix(place)}client/${thingName}`,
    Condition: { ...condition, Bool: { ...boolsIn(condition), [isAttached]: 'true' } },
  }
  const wildcard = actions.some((action) => meansConnect(action) && /[*?]/.test(action))
  const others = wildcard ? otherActions : actions.filter((action) => !meansConnect(action))
  const elsewhere = resources.filter((resource) => !/^arn:[^:]*:iot:[^:]*:[^:]*:client\//.test(resource))
  if (others.length === 0 || elsewhere.length === 0) return [connect]
  return [connect, { ...source, Action: others, Resource: elsewhere }]
}

function boolsIn(condition: object): object {
  const bools = Object.entries(condition).find(([operator]) => operator === 'Bool')?.[1]
  return typeof bools === 'object' && bools !== null ? bools : {}
}
