import { mayBeOf, placeIn, resourceIn } from '../../evaluate/actions.ts'
import { arnPrefix } from '../../evaluate/connection.ts'
import { decide } from '../../evaluate/decide.ts'
import type { Statement } from '../../evaluate/document.ts'
import { fits } from '../../evaluate/pattern.ts'
import { withResources, withStatement } from '../rewrite.ts'
import type { Found, PolicyFacts, Readable } from '../rule.ts'
import { placeOf } from './permissions.ts'

const audit = 'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK'

/** Denials that deny less than they seem to: what AWS's audit calls potentially misconfigured. */
export function denials(document: Readable, facts: PolicyFacts): Found[] {
  const denied = document.statements.filter(({ effect, inverted }) => effect === 'Deny' && !inverted.resources)
  return denied.flatMap((statement) => [...mqttWildcards(document, statement), ...bypassed(document, statement, facts)])
}

/** To a policy + and # are plain characters: such a Deny fits a topic that is called so, which none is. */
function mqttWildcards(document: Readable, statement: Statement): Found[] {
  const wild = statement.resources.flatMap((resource, at) => {
    const { kind, path = '' } = resourceIn(resource) ?? {}
    const isTopic = kind === 'topic' || kind === 'topicfilter'
    return isTopic && path.split('/').some((level) => level === '+' || level === '#') ? [{ resource, at }] : []
  })
  const [first] = wild
  if (!first) return []
  const plain = wild.map(({ resource, at }): [number, string[]] => [
    at,
    [resource.replace(/(?<=\/)[+#](?=\/|$)/g, '*')],
  ])
  return [
    {
      rule: 'deny-mqtt-wildcard',
      severity: 'medium',
      title: 'A Deny is written with wildcards of MQTT',
      explanation:
        'In a policy + and # are plain characters, so this denies almost nothing: a topic never has them. The wildcard of policies is *, which also fits slashes.',
      ...placeOf(statement, first.at),
      rewrite: withStatement(document.text, statement.index, [withResources(statement, new Map(plain))]),
      audit,
    },
  ]
}

const receives = (action: string) => fits(action.toLowerCase(), 'iot:receive', () => null) === 'yes'

/** A denied filter is only a filter: a wider one that is allowed brings the same messages, unless Receive is denied too. */
function bypassed(document: Readable, statement: Statement, facts: PolicyFacts): Found[] {
  if (!statement.actions.some((action) => fits(action.toLowerCase(), 'iot:subscribe', () => null) === 'yes')) return []
  const open = statement.resources.flatMap((resource, at) => {
    const { kind, path } = resourceIn(resource) ?? {}
    if (kind !== 'topicfilter' || path === undefined || path.includes('$' + '{')) return []
    const topic = path.replace(/[*#]$/, 'x').replace(/[*?+]/g, 'x')
    const may = (action: string, what: string) =>
      decide(document.statements, { action, resource: `${arnPrefix(facts)}${what}`, lookUp: () => null }).verdict
    const delivered = may('iot:Receive', `topic/${topic}`) !== 'denied'
    const wider = widerThan(path).find((filter) => may('iot:Subscribe', `topicfilter/${filter}`) === 'allowed')
    return delivered && wider !== undefined ? [{ at, path, wider }] : []
  })
  const [first] = open
  if (!first) return []
  const isReceived = statement.actions.some(receives)
  const deny = {
    Effect: 'Deny',
    Action: 'iot:Receive',
    Resource: open.map(({ path }) => `${arnPrefix(facts)}topic/${path.replace(/(^|\/)[+#](?=\/|$)/g, '$1*')}`),
    ...(statement.source.Condition === undefined ? {} : { Condition: statement.source.Condition }),
  }
  return [
    {
      rule: 'deny-bypassed',
      severity: 'medium',
      title: 'A denied topic filter is reached through a wider one',
      explanation: `Subscribing to ${first.wider} is allowed and brings the messages that ${first.path} is denied for${isReceived ? ', because no resource of the Deny is a topic' : ''}. Deny iot:Receive on the topics as well.`,
      ...placeOf(statement, first.at),
      rewrite: withStatement(document.text, statement.index, [statement.source], [deny]),
      audit,
    },
  ]
}

/** Filters that bring everything a filter does and more, the nearest first. */
function widerThan(path: string): string[] {
  const levels = path.split('/')
  return levels
    .map((_, at) => [...levels.slice(0, levels.length - 1 - at), '#'].join('/'))
    .filter((one) => one !== path)
}

/** Whether a statement's resource could ever be of an action's kind, in the account and Region of the policy. */
export function canApply(resource: string, kind: Parameters<typeof mayBeOf>[1], facts: PolicyFacts): boolean {
  const place = placeIn(resource)
  if (resource === '*' || resource === '') return resource === '*'
  if (place && fits(place.account, facts.awsAccountId, () => '') === 'no') return false
  if (place && fits(place.region, facts.region, () => '') === 'no') return false
  return mayBeOf(resource, kind)
}
