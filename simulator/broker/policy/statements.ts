import type { PolicyVersion } from '../../fleet/policy.ts'

export interface Statement {
  effect: 'Allow' | 'Deny'
  actions: string[]
  resources: string[]
  /** `NotAction` and `NotResource` mean everything but these. */
  notActions: string[] | undefined
  notResources: string[] | undefined
  conditions: Condition[]
}

export interface Condition {
  operator: string
  key: string
  values: string[]
}

/** The statements of a policy document. What is no statement is left out, and a document that is no JSON has none. */
export function statementsOf(document: string): Statement[] {
  try {
    const policy = JSON.parse(document) as { Statement?: unknown }
    return [policy.Statement].flat().filter(isObject).map(toStatement)
  } catch {
    return []
  }
}

const parsed = new WeakMap<PolicyVersion, Statement[]>()

/** The same, remembered: versions never change, and a device's policies are asked about with every message. */
export function statementsOfVersion(version: PolicyVersion): Statement[] {
  const known = parsed.get(version)
  if (known) return known
  const statements = statementsOf(version.document)
  parsed.set(version, statements)
  return statements
}

function toStatement({ Effect, Action, Resource, NotAction, NotResource, Condition }: Record<string, unknown>) {
  const operators = Object.entries(isObject(Condition) ? Condition : {})
  const statement: Statement = {
    effect: Effect === 'Deny' ? 'Deny' : 'Allow',
    actions: texts(Action),
    resources: texts(Resource),
    notActions: NotAction === undefined ? undefined : texts(NotAction),
    notResources: NotResource === undefined ? undefined : texts(NotResource),
    conditions: operators.flatMap(([operator, keys]) =>
      Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => {
        return { operator: operator.replace(/^For(AnyValue|AllValues):/, ''), key, values: texts(values) }
      }),
    ),
  }
  return statement
}

const texts = (value: unknown) => (value === undefined ? [] : [value].flat().map(String))

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
