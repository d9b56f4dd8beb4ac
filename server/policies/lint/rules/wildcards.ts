import { resourceIn } from '../../evaluate/actions.ts'
import type { Statement } from '../../evaluate/document.ts'
import { fits, partsOf } from '../../evaluate/pattern.ts'
import { scoped, withResources, withStatement } from '../rewrite.ts'
import type { Found, PolicyFacts, Readable } from '../rule.ts'
import { placeOf } from './permissions.ts'

/** Patterns that are wider than they look, or than one device needs, where the audit says nothing. */
export function wildcards(document: Readable, facts: PolicyFacts, permissive: Found[]): Found[] {
  const told = new Set(permissive.map(({ path }) => path))
  return document.statements
    .filter(({ effect, inverted }) => effect === 'Allow' && !inverted.resources)
    .flatMap((statement) =>
      statement.resources.flatMap((resource, at): Found[] => {
        const place = placeOf(statement, at)
        const crossing = facts.crossings?.find(({ pattern }) => pattern === resource)
        const put = (better: string[]): Scope => ({
          ...place,
          rewrite: withStatement(document.text, statement.index, [withResources(statement, new Map([[at, better]]))]),
          breaks: resourceIn(resource)?.kind === 'client' ? 'client-ids' : null,
        })
        const scope = put(scoped(resource, statement, facts))
        const across: Found[] = crossing
          ? [
              {
                rule: 'crosses-boundary',
                severity: 'high',
                title: `It reaches things with ${crossing.values} different values of ${crossing.attribute}`,
                explanation: `A device with this policy reaches others whose attribute ${crossing.attribute} is not its own: what happens to one of them does not stay there.`,
                ...scope,
              },
            ]
          : []
        return told.has(place.path) ? across : [...across, ...wide(statement, resource, scope, put, facts.onlyThing)]
      }),
    )
}

type Scope = Pick<Found, 'statement' | 'path' | 'found' | 'rewrite' | 'breaks'>

function wide(
  statement: Statement,
  resource: string,
  scope: Scope,
  put: (better: string[]) => Scope,
  own?: string | null,
): Found[] {
  const { kind, path } = resourceIn(resource) ?? {}
  if (kind === undefined || path === undefined) return []
  const parts = partsOf(path)
  const run = parts.some((part, at) => {
    const next = parts[at + 1]
    return isOfDevice(part) && next !== undefined && 'literal' in next && /^[*?]/.test(next.literal)
  })
  if (run && ['client', 'thing', 'topic', 'topicfilter'].includes(kind)) {
    return [
      {
        rule: 'variable-then-wildcard',
        severity: 'medium',
        title: 'A wildcard follows a variable at once',
        explanation:
          'A device called pump-1 also fits pump-10 and every other name that begins with its own. End the name with a slash, or take the wildcard away.',
        ...put([resource.replace(/(\$\{[^}]*\})[*?]+/g, '$1')]),
      },
    ]
  }
  const start = wildcardAt(path, kind)
  if (start === null || parts.some((part) => isOfDevice(part))) return []
  if (own && path.split('/').includes(own)) return []
  if (kind === 'client')
    return [
      {
        rule: 'client-prefix',
        severity: 'low',
        title: 'It lets a device connect under many names',
        explanation: `Every client ID that fits ${path} can be taken, also those of other devices.`,
        ...scope,
      },
    ]
  const speaks = ['iot:publish', 'iot:subscribe'].some((action) =>
    statement.actions.some((one) => fits(one.toLowerCase(), action, () => null) === 'yes'),
  )
  if (!speaks || (kind !== 'topic' && kind !== 'topicfilter')) return []
  return [
    {
      rule: 'topic-wildcard',
      severity: 'medium',
      title: kind === 'topic' ? 'It publishes to topics of others' : 'It subscribes to topics of others',
      explanation: `Nothing in ${path} tells one device from another: whoever has this policy reaches what all of them ${kind === 'topic' ? 'send' : 'are sent'} there.`,
      ...scope,
    },
  ]
}

// What is the same for many devices scopes nothing to one.
const isOfDevice = (part: { literal: string } | { variable: string }) =>
  'variable' in part &&
  (part.variable === 'iot:ClientId' ||
    part.variable === 'iot:Connection.Thing.ThingName' ||
    part.variable.startsWith('iot:Certificate.Subject.') ||
    part.variable.startsWith('iot:Connection.Thing.Attributes[') ||
    part.variable === 'iot:Certificate.SerialNumber')

// In a filter MQTT's wildcards reach just as far, though to the policy they are plain characters.
function wildcardAt(path: string, kind: string): number | null {
  const at = path
    .replace(/\$\{[^}]*\}/g, (name) => '_'.repeat(name.length))
    .search(kind === 'topicfilter' ? /[*?+#]/ : /[*?]/)
  return at < 0 ? null : at
}
