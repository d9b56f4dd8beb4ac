import type { LintRule } from '#contract/policy-lints.ts'
import { narrowed } from '../../connect/narrow.ts'
import { everyAction, type ResourceKind, resourceIn } from '../../evaluate/actions.ts'
import type { Statement } from '../../evaluate/document.ts'
import { type Attempt, other, type Trespass, trespasses } from '../probe.ts'
import { everythingOwn, scoped, withResources, withStatement } from '../rewrite.ts'
import type { Found, PolicyFacts, Readable } from '../rule.ts'

/** One way to another device's data: what is tried, and what it means when it works. */
type Way = { rule: LintRule; kind: ResourceKind; attempts: Attempt[]; title: string; explanation: string }

const connect: Way = {
  rule: 'connect-as-anyone',
  kind: 'client',
  attempts: [{ action: 'iot:Connect', resource: `client/${other}`, clientId: other }],
  title: 'It lets a device connect as any other',
  explanation:
    'Whoever holds a certificate with this policy can take the client ID of any device, throw that device out, and read what is queued for it.',
}

/**
 * What AWS's audit calls overly permissive ("AWS IoT policies overly permissive"): ways to connect as, speak for, listen to
 * or change another device. Receive counts for nothing, for Subscribe decides what is delivered.
 */
const ways: Way[] = [
  connect,
  {
    rule: 'publish-for-others',
    kind: 'topic',
    attempts: ['shadow/update', 'shadow/name/any/update', 'jobs/any/update'].map((what) => ({
      action: 'iot:Publish',
      resource: `topic/$aws/things/${other}/${what}`,
    })),
    title: 'It lets a device publish to the reserved topics of others',
    explanation:
      'A device may change the shadows of other things, or report on their jobs, by publishing to their topics.',
  },
  {
    rule: 'subscribe-to-others',
    kind: 'topicfilter',
    attempts: [
      ...[`$aws/things/${other}/shadow/update/accepted`, `$aws/things/${other}/jobs/notify`, '$aws/things/#'],
      ...['$aws/things/+/shadow/update', '$aws/things/+/shadow/#', '#', '+/+/+/shadow/update'],
    ].map((filter) => ({ action: 'iot:Subscribe', resource: `topicfilter/${filter}` })),
    title: 'It lets a device listen to the reserved topics of others',
    explanation: 'A device may read the shadows, jobs and answers of other things by subscribing to their topics.',
  },
  {
    rule: 'things-of-others',
    kind: 'thing',
    attempts: everyAction
      .filter((action) => /Shadow|JobExecution/.test(action))
      .map((action) => ({ action, resource: `thing/${other}` })),
    title: 'It reaches the shadows or jobs of other things',
    explanation: 'A device may read or change the shadows, or act on the jobs, of any other thing over HTTPS.',
  },
]

const roleAliases: Way = {
  rule: 'any-role-alias',
  kind: 'rolealias',
  attempts: [{ action: 'iot:AssumeRoleWithCertificate', resource: `rolealias/${other}` }],
  title: 'It lets a device use any role alias',
  explanation:
    'A device may exchange its certificate for credentials of every role that a role alias of the account names, now or later.',
}

const audit = 'IOT_POLICY_OVERLY_PERMISSIVE_CHECK'

/** Statements that reach other devices. One that reaches them in every way is told once. */
export function permissions(document: Readable, facts: PolicyFacts): Found[] {
  const all = ways.map((way) => ({ way, found: trespasses(document.statements, way.attempts, facts) }))
  const whole = document.statements.filter((statement) =>
    all.every(({ found }) => found.some((one) => one.statement === statement)),
  )
  return [
    ...whole.map((statement) => everything(document, statement, facts)),
    ...all.flatMap(({ way, found }) => byStatement(found, whole).map((some) => trespass(document, way, some, facts))),
    ...byStatement(trespasses(document.statements, roleAliases.attempts, facts), whole).map(
      (some): Found => ({
        ...trespass(document, roleAliases, some, facts),
        severity: 'high',
        audit: null,
        rewrite: null,
      }),
    ),
  ]
}

const byStatement = (found: Trespass[], except: Statement[]): Trespass[][] =>
  [...new Set(found.map(({ statement }) => statement))]
    .filter((statement) => !except.includes(statement))
    .map((statement) => found.filter((one) => one.statement === statement))

function everything(document: Readable, statement: Statement, facts: PolicyFacts): Found {
  const { index } = statement
  return {
    rule: 'allows-everything',
    severity: 'critical',
    title: 'It lets a device do what any device may do',
    explanation:
      'A certificate with this policy can connect as every device, speak for every device, and read and change what belongs to it. The narrow form below assumes topics that begin with the name of the thing: put in those that your devices use.',
    ...placeOf(statement, 0),
    rewrite: withStatement(document.text, index, everythingOwn(facts)),
    breaks: 'client-ids',
    audit,
  }
}

function trespass(document: Readable, way: Way, found: Trespass[], facts: PolicyFacts): Found {
  const [{ statement, resource, at, conditional } = missing()] = found
  const named = way === connect && resource.endsWith('client/$' + '{iot:ClientId}')
  const text = named
    ? {
        title: 'Its client ID looks scoped and is not',
        explanation:
          'The variable iot:ClientId stands for whatever client ID the device asks for, so this resource fits every one. Only the name of the thing, or a condition that the thing is attached, ties it to the certificate.',
      }
    : { title: way.title, explanation: way.explanation }
  return {
    rule: named ? 'client-id-variable' : way.rule,
    severity: conditional ? 'high' : 'critical',
    title: text.title,
    explanation: conditional
      ? `${text.explanation} A condition narrows when, by what is known at connect only.`
      : text.explanation,
    ...placeOf(statement, at),
    rewrite: withStatement(document.text, statement.index, better(way, statement, found, facts)),
    breaks: way === connect ? 'client-ids' : null,
    audit,
  }
}

function better(way: Way, statement: Statement, found: Trespass[], facts: PolicyFacts): object[] {
  if (way === connect) return narrowed(statement, facts)
  const replaced = found.map(({ at, resource }): [number, string[]] => {
    // Of a resource that may be of any kind only this kind is put right here.
    const kind = resourceIn(resource)?.kind
    return [at, kind === undefined || kind === way.kind ? scoped(resource, statement, facts) : [resource]]
  })
  return [withResources(statement, new Map(replaced))]
}

/** Where a resource of a statement stands. */
export function placeOf({ index, resources, source }: Statement, at: number) {
  const path = Array.isArray(source.Resource) ? `Statement[${index}].Resource[${at}]` : `Statement[${index}].Resource`
  return { statement: index, path, found: resources[at] ?? null }
}

function missing(): never {
  throw new Error('A statement without what it was found for')
}
