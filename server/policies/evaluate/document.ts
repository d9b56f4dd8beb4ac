/** One condition: every value of one key under one operator. */
export type Condition = { operator: string; key: string; values: string[] }

/** One statement of a policy. `odd` says what of it nobody can tell the meaning of; null when all of it is known. */
export type Statement = {
  /** Its place in the document, from 0. */
  index: number
  effect: 'Allow' | 'Deny'
  /** What it names, or with `inverted` what it leaves out. */
  actions: string[]
  resources: string[]
  inverted: { actions: boolean; resources: boolean }
  conditions: Condition[]
  odd: string | null
  /** As the document has it. */
  source: Record<string, unknown>
}

/** What a document says, or why it cannot be read. */
export type PolicyDocument = ReadDocument | { unreadable: string }
export type ReadDocument = {
  statements: Statement[]
  /** The grammar's version as the document names it; null when it names none. */
  version: string | null
  /** Statement is one object, not an array of them. AWS takes it; many tools do not. */
  single: boolean
  /** Characters that count against AWS's limit: all but white space. */
  size: number
}

/** AWS refuses a document of more characters than this, white space not counted ("AWS IoT Core quotas"). */
export const mostCharacters = 2_048

/** Versions of the grammar that policies may name. */
export const grammarVersions: readonly string[] = ['2012-10-17', '2008-10-17']

/** Reads a policy document. AWS takes one statement or several, and a text or an array of texts wherever it takes texts. */
export function readDocument(text: string): PolicyDocument {
  let policy: unknown
  try {
    policy = JSON.parse(text)
  } catch {
    return { unreadable: 'It is not JSON.' }
  }
  if (!isObject(policy) || policy.Statement === undefined) return { unreadable: 'It has no Statement.' }
  const single = !Array.isArray(policy.Statement)
  const found: unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]
  const statements: Statement[] = []
  for (const [index, source] of found.entries()) {
    if (!isObject(source)) return { unreadable: 'One of its statements is not an object.' }
    if (source.Effect !== 'Allow' && source.Effect !== 'Deny') {
      return { unreadable: 'One of its statements neither allows nor denies.' }
    }
    statements.push(toStatement(source, source.Effect, index))
  }
  const version = typeof policy.Version === 'string' ? policy.Version : null
  return { statements, version, single, size: sizeOf(text) }
}

/** Characters of a document that count against AWS's limit. */
export const sizeOf = (text: string) => text.replace(/\s/g, '').length

function toStatement(source: Record<string, unknown>, effect: Statement['effect'], index: number): Statement {
  const inverted = { actions: source.NotAction !== undefined, resources: source.NotResource !== undefined }
  const operators = Object.entries(isObject(source.Condition) ? source.Condition : {})
  const conditions = operators.flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({ operator, key, values: texts(values) })),
  )
  return {
    index,
    effect,
    actions: texts(inverted.actions ? source.NotAction : source.Action),
    resources: texts(inverted.resources ? source.NotResource : source.Resource),
    inverted,
    conditions,
    odd: oddIn(source, operators),
    source,
  }
}

// The grammar of IAM has these; whether AWS IoT honours them is not documented.
function oddIn(source: Record<string, unknown>, operators: [string, unknown][]): string | null {
  const name = ['NotAction', 'NotResource', 'Principal', 'NotPrincipal'].find((key) => source[key] !== undefined)
  if (name) return `It has ${name}, which AWS does not document for AWS IoT.`
  if (source.Condition !== undefined && !isObject(source.Condition)) return 'Its Condition is not an object.'
  if (operators.some(([, keys]) => !isObject(keys))) return 'One of its conditions names no key.'
  const unclear = ['Action', 'Resource'].find((key) => !isText(source[key]))
  return unclear ? `Its ${unclear} is not a text or an array of texts.` : null
}

const isText = (value: unknown) => value === undefined || [value].flat().every((one) => typeof one === 'string')

// Numbers and yes or no are taken as they are written; anything deeper has no text.
function texts(value: unknown): string[] {
  if (value === undefined || value === null) return []
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.flatMap((one) => (typeof one === 'object' ? [] : [String(one)]))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
