import type { Identity } from './identity.ts'
import { AwsError } from './wire/aws-error.ts'

type Input = Record<string, unknown>

/**
 * A missing IAM permission as each service puts it: in AWS's full sentence as a rule, under another name at STS, and
 * without a word of explanation on the data plane.
 */
export function accessDenied(identity: Identity, service: string, operation: string, input: Input): AwsError {
  if (service === 'iot-data') return new AwsError('ForbiddenException', 'Forbidden')
  const action = `${prefixes.find((own) => own === service) ?? 'iot'}:${operation}`
  const who = `User: ${identity.arn} is not authorized to perform: ${action} on resource: ${resourceOf(identity, service, input)}`
  const name = service === 'sts' ? 'AccessDenied' : 'AccessDeniedException'
  return new AwsError(name, `${who} because no identity-based policy allows the ${action} action`, { status: 403 })
}

/** Services whose actions bear their own name. */
const prefixes = ['sts', 'logs', 'sqs', 'greengrass']

/** The resource a refusal names: the first that the input says something of, in this order. */
const kinds = {
  certificateId: 'cert',
  caCertificateId: 'cacert',
  clientId: 'client',
  thingGroupName: 'thinggroup',
  thingName: 'thing',
  policyName: 'policy',
  jobId: 'job',
  commandId: 'command',
}

function resourceOf({ account, region }: Identity, service: string, input: Input): string {
  if (service === 'logs') return `arn:aws:logs:${region}:${account}:log-group:${input.logGroupName ?? '*'}`
  if (service === 'sqs')
    return `arn:aws:sqs:${region}:${account}:${String(input.QueueUrl ?? '*')
      .split('/')
      .at(-1)}`
  if (service === 'greengrass') {
    const { deploymentId, coreDeviceThingName: core } = input
    const path = deploymentId ? `deployments:${deploymentId}` : core ? `coreDevices:${core}` : '*'
    return `arn:aws:greengrass:${region}:${account}:${path}`
  }
  const arn = [input.RoleArn, input.target, input.principal, input.commandArn].find(
    (given) => typeof given === 'string' && given.startsWith('arn:'),
  )
  if (arn) return String(arn)
  const named = Object.entries(kinds).find(([field]) => typeof input[field] === 'string')
  const path = named ? `${named[1]}/${input[named[0]]}` : '*'
  return `arn:aws:iot:${region}:${account}:${path}`
}
