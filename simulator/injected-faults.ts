import { setTimeout as sleep } from 'node:timers/promises'
import { accessDenied } from './access-denied.ts'
import { expiredToken, type Identity } from './identity.ts'
import { AwsError, RawAnswer } from './wire/aws-error.ts'
import type { World } from './world.ts'

const slowAnswerMs = 3000

/** Fails or delays a call the way the settings, or the name of what it is about, ask for. */
export async function injectFaults({ faults }: World, identity: Identity, { service, operation, input }: Asked) {
  const strikes = (kind: 'denied' | 'throttleRate' | 'errorRate') => faults.strikes(kind, operation, input)
  const latencyMs = faults.latencyMs(operation, input)
  if (latencyMs) await sleep(latencyMs)
  if (faults.settings.expiredCredentials) throw expiredToken()
  if (faults.settings.unsupported.includes(operation)) throw html(404, 'Not Found')
  if (strikes('denied')) throw accessDenied(identity, service, operation, input)
  if (strikes('throttleRate')) throw new AwsError('ThrottlingException', 'Rate exceeded')
  if (strikes('errorRate')) throw internalFailure()
  await faultByName(input)
}

/** Fails a call that has been carried out, so that whoever asked can not know. */
export function loseAnswer({ faults }: World, { operation, input }: Asked) {
  if (faults.strikes('lostAnswerRate', operation, input)) throw internalFailure()
}

interface Asked {
  service: string
  operation: string
  input: Record<string, unknown>
}

const internalFailure = () =>
  new AwsError('InternalFailureException', 'An unexpected error has occurred.', { status: 500 })

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

const html = (status: number, title: string) =>
  new RawAnswer(
    status,
    'text/html',
    `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  )
