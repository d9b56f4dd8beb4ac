import { deviceActions, everyAction, type ResourceKind, resourceIn } from '../evaluate/actions.ts'
import { arnPrefix } from '../evaluate/connection.ts'
import type { Statement } from '../evaluate/document.ts'
import { fits } from '../evaluate/pattern.ts'

const ownName = '$' + '{iot:Connection.Thing.ThingName}'
type Place = { awsAccountId: string; region: string }

/** A document with one statement replaced by others, and more added behind; indented. */
export function withStatement(text: string, index: number, others: readonly object[], added: readonly object[] = []) {
  const policy = JSON.parse(text) as Record<string, unknown>
  const statements: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]
  const Statement = [...statements.slice(0, index), ...others, ...statements.slice(index + 1), ...added]
  return JSON.stringify({ ...policy, Statement }, null, 2)
}

/** A statement with some of its resources replaced, each by any number of others. */
export function withResources(statement: Statement, replaced: ReadonlyMap<number, readonly string[]>): object {
  const resources = [...new Set(statement.resources.flatMap((one, at) => replaced.get(at) ?? [one]))]
  return { ...statement.source, Resource: resources.length === 1 ? resources[0] : resources }
}

/** What an over-wide resource becomes so that it is the device's own: the level of the first wildcard turns into its name. */
export function scoped(resource: string, statement: Pick<Statement, 'actions'>, place: Place): string[] {
  const found = resourceIn(resource)
  if (!found) return kindsOf(statement).flatMap((kind) => scopedPaths(kind, '*').map((path) => arn(place, kind, path)))
  const start = resource.slice(0, resource.length - found.path.length)
  return scopedPaths(found.kind, found.path).map((path) => `${start}${path}`)
}

/** The statements of a device that may do everything, with its own things only. */
export function everythingOwn(place: Place): object[] {
  const of = (kind: ResourceKind) => {
    const actions = everyAction.filter((action) => deviceActions[action] === kind)
    const resources = scopedPaths(kind, '*').map((path) => arn(place, kind, path))
    const few = (all: string[]) => (all.length === 1 ? all[0] : all)
    return { Effect: 'Allow', Action: few(actions), Resource: few(resources) }
  }
  return [of('client'), of('topic'), of('topicfilter'), of('thing')]
}

const arn = (place: Place, kind: string, path: string) => `${arnPrefix(place)}${kind}/${path}`

const kindsOf = ({ actions }: Pick<Statement, 'actions'>): ResourceKind[] => [
  ...new Set(
    everyAction.flatMap((action) =>
      actions.some((one) => fits(one.toLowerCase(), action.toLowerCase(), () => null) === 'yes')
        ? [deviceActions[action]]
        : [],
    ),
  ),
]

function scopedPaths(kind: string, path: string): string[] {
  if (kind === 'client' || kind === 'thing') return [ownName]
  if (kind === 'rolealias') return [path]
  if (path === '*' || path === '#') return [`${ownName}/${path}`, `$aws/things/${ownName}/${path}`]
  const levels = path.split('/')
  const at = levels.findIndex((level) => /[*?+#]/.test(level.replace(/\$\{[^}]*\}/g, '')))
  if (at < 0) return [path]
  const before = levels.slice(0, at)
  const after = levels.slice(at + 1)
  if (at === 0 && ['shadow', 'jobs'].includes(after[0] ?? '')) return [['$aws/things', ownName, ...after].join('/')]
  // Only the last level may stand for any number of them.
  const rest = after.length > 0 ? after : [levels[at] === '#' ? '#' : '*']
  return [[...before, ownName, ...rest].join('/')]
}
