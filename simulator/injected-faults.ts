import { setTimeout as sleep } from 'node:timers/promises'
import { expiredToken, type Identity } from './identity.ts'
import { AwsError, RawAnswer } from './wire/aws-error.ts'
import type { World } from './world.ts'

const slowAnswerMs = 3000

/** Fails or delays a call the way the settings, or the name of what it is about, ask for. */
export async function injectFaults(
  world: World,
  identity: Identity,
  operation: string,
  input: Record<string, unknown>,
) {
  const { faults } = world
  const { latencyMs, expiredCredentials, denied, unsupported, throttleRate, errorRate } = faults.settings
  if (latencyMs) await sleep(latencyMs)
  if (expiredCredentials) throw expiredToken()
  if (unsupported.includes(operation)) throw html(404, 'Not Found')
  if (denied.includes(operation)) throw accessDenied(identity, operation)
  if (faults.strikes(throttleRate)) throw new AwsError('ThrottlingException', 'Rate exceeded')
  if (faults.strikes(errorRate))
    throw new AwsError('InternalFailureException', 'An unexpected error has occurred.', { status: 500 })
  await faultByName(input)
}

/** Objects named `throttled-…`, `slow-…` and `broken-…` do what their name says, so that failures can be seen by hand. */
async function faultByName(input: Record<string, unknown>) {
  for (const value of Object.values(input)) {
    if (typeof value !== 'string') continue
    const name = value.slice(value.lastIndexOf('/') + 1)
    if (name.startsWith('throttled-')) throw new AwsError('ThrottlingException', 'Rate exceeded')
    if (name.startsWith('broken-')) throw html(500, 'Internal Server Error')
    if (name.startsWith('slow-')) await sleep(slowAnswerMs)
  }
}

/** Spoils a good answer as other AWS-compatible servers do. A repeated token is undone before the operation reads it. */
export function spoilOutput({ faults }: World, operation: string, output: object): object {
  if (faults.settings.endlessToken.includes(operation)) {
    return 'nextMarker' in output ? { ...output, nextMarker: endlessToken } : { ...output, nextToken: endlessToken }
  }
  if (operation === 'DescribeCertificate' && faults.settings.missingValidity && 'certificateDescription' in output) {
    return { certificateDescription: { ...(output.certificateDescription as object), validity: undefined } }
  }
  return output
}

const endlessToken = 'the-same-token-again'

export function withoutEndlessToken(input: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(input).filter(([, value]) => value !== endlessToken)
  return Object.fromEntries(entries)
}

/** A missing IAM permission, in the words AWS uses; STS has another name for it than everybody else. */
export function accessDenied({ arn, account, region }: Identity, operation: string, resource?: string) {
  const isSts = operation === 'AssumeRole' || operation === 'GetCallerIdentity'
  const on = resource ?? `arn:aws:iot:${region}:${account}:*`
  const message = `User: ${arn} is not authorized to perform: ${isSts ? 'sts' : 'iot'}:${operation} on resource: ${on}`
  return new AwsError(
    isSts ? 'AccessDenied' : 'AccessDeniedException',
    `${message} because no identity-based policy allows the action`,
    {
      status: 403,
    },
  )
}

const html = (status: number, title: string) =>
  new RawAnswer(
    status,
    'text/html',
    `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  )
