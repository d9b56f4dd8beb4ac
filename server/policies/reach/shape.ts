import type { ReachKind } from '#contract/policy-judgement.ts'
import { mayBeOf, type ResourceKind, resourceIn } from '../evaluate/actions.ts'
import type { Statement } from '../evaluate/document.ts'
import { fits, overlaps, partsOf } from '../evaluate/pattern.ts'

/**
 * Which things a resource reaches, before anything is counted.
 * - self: the holder's own thing only; own-prefix: also those whose names begin with its name
 * - client: those whose names the holder may take as its client ID
 * - names: those that fit a pattern of names without variables, `*` and `?` being wildcards
 * - levels: those whose name is one of these levels of a topic; those with one of them as a value of a boundary attribute;
 *   else those that fit the pattern, which is null when no level has a wildcard
 * - same: those that share an attribute's value (or the type) with the holder; or whose names fit with that value put in
 */
export type Shape =
  | { is: 'self' }
  | { is: 'own-prefix' }
  | { is: 'client' }
  | { is: 'names'; pattern: string }
  | { is: 'levels'; levels: string[]; pattern: string | null }
  | { is: 'same'; attribute: string; before: string; after: string | null }

/** One resource of a policy with what it reaches. */
export type Reached = { kind: ReachKind; resource: string; shape: Shape }

const reading: [action: string, kind: ResourceKind][] = [
  ['iot:connect', 'client'],
  ['iot:publish', 'topic'],
  ['iot:subscribe', 'topicfilter'],
  ['iot:getthingshadow', 'thing'],
  ['iot:updatethingshadow', 'thing'],
  ['iot:deletethingshadow', 'thing'],
  ['iot:getpendingjobexecutions', 'thing'],
  ['iot:updatejobexecution', 'thing'],
]

/**
 * What the Allow statements of a policy reach, each resource once. Conditions narrow only where they tie the connection to
 * its thing; what a Deny without conditions takes back whole is left out. Receive reaches nothing that Subscribe does not.
 */
export function reachedBy(statements: readonly Statement[]): Reached[] {
  const found = new Map<string, Reached>()
  for (const statement of statements) {
    if (statement.effect !== 'Allow') continue
    for (const [action, kind] of reading) {
      if (!names(statement, action)) continue
      for (const resource of statement.inverted.resources ? ['*'] : statement.resources) {
        if (!mayBeOf(resource, kind) || takenBack(statements, action, resource)) continue
        const path = resourceIn(resource)?.path ?? '*'
        for (const [as, shape] of shapesOf(kind, path, isTied(statement))) {
          found.set(`${as} ${resource} ${JSON.stringify(shape)}`, { kind: as, resource, shape })
        }
      }
    }
  }
  return [...found.values()]
}

function names({ actions, inverted }: Statement, action: string): boolean {
  return actions.some((one) => fits(one.toLowerCase(), action, () => null) === 'yes') !== inverted.actions
}

const takenBack = (statements: readonly Statement[], action: string, resource: string) =>
  statements.some(
    (one) =>
      one.effect === 'Deny' &&
      one.odd === null &&
      one.conditions.length === 0 &&
      names(one, action) &&
      one.resources.some((denied) => fits(denied, resource, () => null) === 'yes'),
  )

/** With this condition the client ID is the name of the holder's own thing. */
const isTied = ({ conditions }: Statement) =>
  conditions.some(
    ({ operator, key, values }) =>
      /^(For(AnyValue|AllValues):)?Bool$/.test(operator) &&
      key === 'iot:Connection.Thing.IsAttached' &&
      values.every((value) => value.toLowerCase() === 'true'),
  )

function shapesOf(kind: ResourceKind, path: string, tied: boolean): [ReachKind, Shape][] {
  if (kind === 'client') return [['client-id', tied ? { is: 'self' } : ofNames(path, 'client-id')]]
  // The name of a named shadow follows the thing's after a slash.
  if (kind === 'thing') return [['shadow', ofNames(path.split('/')[0] ?? path, 'shadow')]]
  const wild = kind === 'topicfilter' ? path.replace(/(?<=^|\/)[+#](?=\/|$)/g, '*') : path
  const plain = wild.replace(/\$\{[^}]*\}/g, '*')
  const reserved: [ReachKind, Shape][] = overlaps(plain, '$aws/things/*/shadow/*')
    ? [['shadow', ofNames(wild.startsWith('$aws/things/') ? (wild.split('/')[2] ?? '*') : nameIn(wild), 'shadow')]]
    : []
  return wild.startsWith('$aws/') ? reserved : [...reserved, ['topic', ofTopic(wild)]]
}

// A wildcard at the start stands for the reserved part and the name; a variable behind it still ties it to one thing.
const nameIn = (path: string) =>
  partsOf(path).find((part) => 'variable' in part && deviceVariable.test(part.variable)) ? path : '*'

const deviceVariable = /^iot:(Connection\.Thing\.ThingName|Certificate\..+)$/
const sharedVariable = /^iot:Connection\.Thing\.(?:Attributes\[(.+)\]|(ThingTypeName))$/

function ofNames(path: string, kind: ReachKind): Shape {
  const parts = partsOf(path)
  const variables = parts.flatMap((part) => ('variable' in part ? [part.variable] : []))
  if (variables.some((one) => deviceVariable.test(one))) {
    return /\}[*?]/.test(path) ? { is: 'own-prefix' } : { is: 'self' }
  }
  if (variables.includes('iot:ClientId')) return kind === 'client-id' ? { is: 'names', pattern: '*' } : { is: 'client' }
  const shared = sharedIn(variables)
  if (shared) return { is: 'same', attribute: shared, ...around(path) }
  // What no variable of ours stands for is taken as any text.
  return { is: 'names', pattern: path.replace(/\$\{[^}]*\}/g, '*') }
}

function ofTopic(path: string): Shape {
  const variables = partsOf(path).flatMap((part) => ('variable' in part ? [part.variable] : []))
  if (variables.some((one) => deviceVariable.test(one))) return { is: 'self' }
  if (variables.includes('iot:ClientId')) return { is: 'client' }
  const shared = sharedIn(variables)
  if (shared) return { is: 'same', attribute: shared, before: '', after: null }
  const levels = path.replace(/\$\{[^}]*\}/g, '*').split('/')
  const literals = levels.filter((level) => level !== '' && !/[*?]/.test(level))
  const wild = levels.filter((level) => /[*?]/.test(level))
  // A wildcard crosses slashes: at the end of a level it may stand for any level behind it, which only matters when none follows.
  const pattern = wild.length === 0 ? null : wild.length === 1 ? (wild[0] ?? '*') : '*'
  return { is: 'levels', levels: literals, pattern }
}

function sharedIn(variables: string[]): string | undefined {
  for (const one of variables) {
    const [, attribute, type] = sharedVariable.exec(one) ?? []
    if (attribute ?? type) return attribute ?? ''
  }
  return undefined
}

/** What stands before and after the first variable of a pattern of names. */
function around(path: string): { before: string; after: string | null } {
  const [, before = '', after = ''] = /^(.*?)\$\{[^}]*\}(.*)$/s.exec(path) ?? []
  return { before, after: after.replace(/\$\{[^}]*\}/g, '*') }
}
