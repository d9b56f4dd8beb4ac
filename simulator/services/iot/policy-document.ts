import { AwsError } from '../../wire/aws-error.ts'

/** AWS counts characters without white space. */
const maxCharacters = 2048

/** Checks a policy as far as AWS does before it stores one: JSON, a version, statements that say whether and what. */
export function checkedDocument(document: string): string {
  if (document.replace(/\s/g, '').length > maxCharacters) {
    throw malformed(`Policy document must not exceed ${maxCharacters} characters`)
  }
  const policy = parse(document)
  const version = policy.Version ?? '2008-10-17'
  if (version !== '2012-10-17' && version !== '2008-10-17')
    throw malformed('Policy document has an unsupported version')
  const statements = [policy.Statement].flat()
  if (!statements.length || !statements.every(isStatement)) throw malformed('Policy document is Malformed: Statement')
  return document
}

function parse(document: string): Record<string, unknown> {
  try {
    const policy: unknown = JSON.parse(document)
    if (isObject(policy)) return policy
  } catch {
    throw malformed('Policy document is Malformed: not JSON')
  }
  throw malformed('Policy document is Malformed: not an object')
}

const isStatement = (value: unknown) =>
  isObject(value) &&
  (value.Effect === 'Allow' || value.Effect === 'Deny') &&
  isTextOrTexts(value.Action ?? value.NotAction) &&
  isTextOrTexts(value.Resource ?? value.NotResource)

const isTextOrTexts = (value: unknown) => [value].flat().every((item) => typeof item === 'string' && item !== '')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const malformed = (message: string) => new AwsError('MalformedPolicyException', message)
