import type { ReachingPolicy } from './attached.ts'
import type { CertificateFacts } from './certificate.ts'
import { type AttachedThing, arnPrefix, thingOf, variablesOf } from './connection.ts'
import { decide, type Verdict } from './decide.ts'
import type { Statement } from './document.ts'
import type { LookUp } from './pattern.ts'

/** A certificate with everything that decides what it may do. */
export type Principal = {
  awsAccountId: string
  region: string
  things: readonly AttachedThing[]
  policies: readonly ReachingPolicy[]
  /** Undefined where its text is not at hand. */
  certificate?: CertificateFacts | undefined
}

/** What somebody asks: under which client ID, which action on which resource, such as topic/a/b or client/pump-1. */
export type Question = {
  clientId: string
  action: string
  resource: string
  sourceIp?: string | undefined
  domainName?: string | undefined
}

export type Decision = 'allowed' | 'implicit-deny' | 'explicit-deny' | 'unknown'

/** The decision, the statement that makes it, and for what is unknown the facts that are missing. */
export type Answer = {
  decision: Decision
  policy: ReachingPolicy | null
  statement: Statement | null
  missing: string[]
}

/** A statement with the policy it is in. */
export type Held = Statement & { policy: ReachingPolicy }

/**
 * Whether a principal that is connected under a client ID may do something, as AWS IoT decides it: by the default versions
 * of the policies of its certificate, and of the groups of the thing that the connection is, with all groups above them.
 */
export function mayDo(principal: Principal, question: Question): Answer {
  const { held, unreadable } = inEffect(principal, question.clientId)
  const asked = new Set<string>()
  const lookUp = noting(lookUpOf(principal, question), asked)
  const resource = question.resource.startsWith('arn:')
    ? question.resource
    : `${arnPrefix(principal)}${question.resource}`
  const { verdict, by } = decide(held, { action: question.action, resource, lookUp })
  const hidden = verdict !== 'denied' && unreadable.length > 0
  const decision = hidden ? 'unknown' : decisions[verdict]
  const odd = by.flatMap((one) => (one.odd === null ? [] : [`${one.policy.name}: ${one.odd}`]))
  return {
    decision,
    policy: by[0]?.policy ?? null,
    statement: by[0] ?? null,
    missing:
      decision === 'unknown' ? [...asked, ...odd, ...unreadable.map(({ name }) => `the document of ${name}`)] : [],
  }
}

const decisions: Record<Verdict, Decision> = {
  allowed: 'allowed',
  denied: 'explicit-deny',
  'not-allowed': 'implicit-deny',
  unknown: 'unknown',
}

/**
 * The statements in effect for a connection. A group's policies apply to the thing that the connection is, and not to a
 * client ID that is nobody's name ("AWS IoT Core policies": the client ID and the thing name must match).
 */
export function inEffect({ policies, things }: Principal, clientId: string) {
  const thing = thingOf(clientId, things)?.name
  const reaching = policies.filter(
    ({ through }) => through === null || (thing !== undefined && through.includes(thing)),
  )
  return {
    held: reaching.flatMap((policy) => policy.statements.map((statement): Held => ({ ...statement, policy }))),
    unreadable: reaching.filter(({ unreadable }) => unreadable !== null),
  }
}

/** What the principal's policy variables stand for on a connection. */
export const lookUpOf = (
  principal: Principal,
  { clientId, sourceIp, domainName }: Omit<Question, 'action' | 'resource'>,
) => variablesOf({ ...principal, clientId, sourceIp: sourceIp ?? null, domainName })

const noting =
  (lookUp: LookUp, unknown: Set<string>): LookUp =>
  (variable) => {
    const value = lookUp(variable)
    if (value === undefined) unknown.add(variable)
    return value
  }
