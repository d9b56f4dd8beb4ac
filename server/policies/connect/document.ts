/** One condition: every value of one key under one operator. */
export type Condition = { operator: string; key: string; values: string[] }

/** One statement of a policy. `odd` says what of it nobody can tell the meaning of; null when all of it is known. */
export type Statement = {
  effect: 'Allow' | 'Deny'
  actions: string[]
  resources: string[]
  conditions: Condition[]
  odd: string | null
  /** As the document has it. */
  source: Record<string, unknown>
}

/** What a document says, or why it cannot be read. */
export type PolicyDocument = { statements: Statement[] } | { unreadable: string }

/** Reads a policy document. AWS takes one statement or several, and a text or an array of texts wherever it takes texts. */
export function readDocument(text: string): PolicyDocument {
  let policy: unknown
  try {
    policy = JSON.parse(text)
  } catch {
    return { unreadable: 'It is not JSON.' }
  }
  if (!isObject(policy) || policy.Statement === undefined) return { unreadable: 'It has no Statement.' }
  const found = [policy.Statement].flat()
  if (!found.every(isObject)) return { unreadable: 'One of its statements is not an object.' }
  const statements: Statement[] = []
  for (const source of found) {
    if (source.Effect !== 'Allow' && source.Effect !== 'Deny') {
      return { unreadable: 'One of its statements neither allows nor denies.' }
    }
    statements.push(toStatement(source, source.Effect))
  }
  return { statements }
}

function toStatement(source: Record<string, unknown>, effect: Statement['effect']): Statement {
  const operators = Object.entries(isObject(source.Condition) ? source.Condition : {})
  const conditions = operators.flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({ operator, key, values: texts(values) })),
  )
  return {
    effect,
    actions: texts(source.Action),
    resources: texts(source.Resource),
    conditions,
    odd: oddIn(source),
    source,
  }
}

// The grammar of IAM has these; whether AWS IoT honours them is not documented.
function oddIn(source: Record<string, unknown>): string | null {
  const name = ['NotAction', 'NotResource', 'Principal', 'NotPrincipal'].find((key) => source[key] !== undefined)
  if (name) return `It has ${name}, which AWS does not document for AWS IoT.`
  if (source.Condition !== undefined && !isObject(source.Condition)) return 'Its Condition is not an object.'
  return null
}

const texts = (value: unknown): string[] => (value === undefined || value === null ? [] : [value].flat().map(String))

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
