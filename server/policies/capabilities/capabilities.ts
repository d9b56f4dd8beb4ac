import type { Capability, CapabilityKind } from '#contract/policy-judgement.ts'
import { type DeviceAction, deviceActions, mayBeOf, resourceIn } from '../evaluate/actions.ts'
import { holds } from '../evaluate/conditions.ts'
import { arnPrefix, thingOf } from '../evaluate/connection.ts'
import { type Held, inEffect, lookUpOf, mayDo, type Principal } from '../evaluate/may-do.ts'
import { fits, type LookUp, overlaps, resolved } from '../evaluate/pattern.ts'
import { conditionWords, patternWords } from './words.ts'

/** What people call what an action does. */
const kinds: Record<CapabilityKind, DeviceAction[]> = {
  connect: ['iot:Connect'],
  publish: ['iot:Publish'],
  subscribe: ['iot:Subscribe'],
  receive: ['iot:Receive'],
  retain: ['iot:RetainPublish'],
  'read-retained': ['iot:GetRetainedMessage', 'iot:ListRetainedMessages'],
  'read-shadow': ['iot:GetThingShadow', 'iot:ListNamedShadowsForThing'],
  'change-shadow': ['iot:UpdateThingShadow', 'iot:DeleteThingShadow'],
  jobs: [
    'iot:DescribeJobExecution',
    'iot:GetPendingJobExecutions',
    'iot:StartNextPendingJobExecution',
    'iot:UpdateJobExecution',
  ],
  'role-alias': ['iot:AssumeRoleWithCertificate'],
}

/**
 * What a principal may do under a client ID: one entry for each resource that a statement allows for each kind of doing,
 * its variables replaced, with an example that was put to the evaluator, and what a Deny takes out of it. A resource whose
 * variables have no value allows nothing and is left out.
 */
export function capabilities(principal: Principal, clientId: string): Capability[] {
  const { held } = inEffect(principal, clientId)
  const connects = mayDo(principal, { clientId: stranger, action: 'iot:Connect', resource: `client/${stranger}` })
  const lookUp = lookUpOf(principal, { clientId })
  const of: Of = { principal, clientId, held, lookUp, anyClientId: connects.decision === 'allowed' }
  return (Object.keys(kinds) as CapabilityKind[]).flatMap((kind) =>
    held.filter(({ effect }) => effect === 'Allow').flatMap((statement) => ofStatement(kind, statement, of)),
  )
}

type Of = {
  principal: Principal
  clientId: string
  held: Held[]
  lookUp: LookUp
  /** Nothing ties its client ID to its certificate. */
  anyClientId: boolean
}

const clientIdVariable = '$' + '{iot:ClientId}'
const stranger = 'another-device'

function ofStatement(kind: CapabilityKind, statement: Held, of: Of): Capability[] {
  const actions = kinds[kind].filter((action) => names(statement, action))
  const [action] = actions
  if (!action) return []
  return patternsOf(statement, action, of).flatMap(({ raw, pattern }): Capability[] => {
    const examples = candidates(kind, pattern, of).map((value) => ({ value, ...tried(action, value, of) }))
    const example = examples.find(({ decision }) => decision === 'allowed') ?? examples[0]
    if (!example) return []
    const borrowed = kind !== 'connect' && of.anyClientId && raw.includes(clientIdVariable)
    return [
      {
        kind,
        actions,
        pattern,
        raw,
        words: patternWords(kind, pattern) + (borrowed ? ', or of whichever client ID it takes' : ''),
        wide: borrowed || (isWide(pattern, of) && examples[0]?.decision !== 'implicit-deny'),
        example,
        policy: statement.policy.name,
        group: statement.policy.group,
        statement: statement.index,
        conditions: conditionWords(statement.conditions),
        odd: statement.odd,
        except: carvedOut(action, pattern, of),
      },
    ]
  })
}

function names({ actions, inverted }: Held, action: string): boolean {
  const named = actions.some((one) => fits(one.toLowerCase(), action.toLowerCase(), () => null) === 'yes')
  return named !== inverted.actions
}

type Pattern = { raw: string; pattern: string }

/** The paths that a statement names for an action, their variables replaced. */
function patternsOf({ inverted, resources }: Held, action: DeviceAction, { principal, lookUp }: Of): Pattern[] {
  if (inverted.resources) return [{ raw: 'NotResource', pattern: '*' }]
  const kind = deviceActions[action]
  return resources.flatMap((raw) => {
    if (!mayBeOf(raw, kind)) return []
    const found = resourceIn(raw)
    if (!found) return [{ raw, pattern: '*' }]
    // Another account's or Region's resource is never asked about.
    const start = raw.slice(0, raw.length - found.path.length)
    if (!overlaps(start, `${arnPrefix(principal)}${kind}/`)) return []
    // Whoever connects chooses the client ID: there the variable stands for any.
    const free = action === 'iot:Connect' ? found.path.replaceAll(clientIdVariable, '*') : found.path
    const pattern = resolved(free, lookUp)
    return pattern === null ? [] : [{ raw, pattern }]
  })
}

/** Whether a pattern reaches beyond what bears the device's own name. */
function isWide(pattern: string, { principal, clientId }: Of): boolean {
  const own = thingOf(clientId, principal.things)?.name ?? clientId
  const before = pattern.split(/[*?]|\$\{/)[0] ?? ''
  return before !== pattern && !before.split(/[/:]/).includes(own)
}

/** What could stand for a pattern: a stranger's name where it leaves room for one, and the device's own. */
function candidates(kind: CapabilityKind, pattern: string, { principal, clientId }: Of): string[] {
  const other = pattern.replaceAll('*', 'example').replaceAll('?', 'x')
  const names = [clientId, ...principal.things.slice(0, 3).map(({ name }) => name)]
  const own = kind === 'connect' ? names.filter((name) => fits(pattern, name, () => undefined) !== 'no') : []
  return [...new Set([other, ...own])]
}

function tried(action: DeviceAction, value: string, { principal, clientId }: Of) {
  const asks = {
    clientId: action === 'iot:Connect' ? value : clientId,
    action,
    resource: `${deviceActions[action]}/${value}`,
  }
  const { decision, policy } = mayDo(principal, asks)
  return { decision, by: policy?.name ?? null }
}

/** Denials that apply to a part of a pattern, or to all of it. */
function carvedOut(action: DeviceAction, pattern: string, of: Of): Capability['except'] {
  return of.held
    .filter((one) => one.effect === 'Deny' && names(one, action))
    .filter(({ conditions }) => conditions.every((one) => holds(one, of.lookUp) !== 'no'))
    .flatMap((statement) =>
      patternsOf(statement, action, of)
        .filter((denied) => overlaps(denied.pattern, pattern))
        .map((denied) => ({
          pattern: denied.pattern,
          policy: statement.policy.name,
          statement: statement.index,
          // Its wildcards as plain characters: only what is as wide fits them.
          whole: statement.conditions.length === 0 && fits(denied.pattern, pattern, () => null) === 'yes',
        })),
    )
}
