/** Words by which people call an update one for security. */
const words = /\b(security|cve-\d{4}-\d{4,}|vulnerabilit(y|ies)|advisory|ghsa(-[0-9a-z]{4}){3})\b/i

// As people write them in names: security-patch-7, SecurityFix, sec_update.
const inName = /(^|[^a-z])(security|sec(?=[-_ .]?(fix|patch|update|hotfix))|cve[-_]?\d{4})/i

/** Whether a deployment says that it is a security update: by its name, description, document or tags. */
export function tellsSecurity(told: {
  name: string
  description?: string | null | undefined
  document?: string | null | undefined
  tags?: Record<string, string>
}): boolean {
  if (inName.test(told.name) || words.test(told.description ?? '')) return true
  const tags = Object.entries(told.tags ?? {})
  if (tags.some(([key, value]) => isFlag(key, value) || words.test(value))) return true
  return told.document ? inDocument(told.document) : false
}

const isFlag = (key: string, value: unknown) =>
  /^security([-_]?update)?$/i.test(key) && !/^(false|no|0|none)?$/i.test(String(value ?? ''))

// Only what is said at the top, or of its kind: a path or a URL in a document may name anything.
function inDocument(document: string): boolean {
  let parsed: unknown
  try {
    parsed = JSON.parse(document)
  } catch {
    return false
  }
  if (typeof parsed !== 'object' || parsed === null) return false
  return Object.entries(parsed).some(
    ([key, value]) =>
      isFlag(key, value) ||
      (/^(type|kind|category|class|severity|reason|title|summary|description|cves?|fixes|advisor(y|ies))$/i.test(key) &&
        words.test(JSON.stringify(value) ?? '')),
  )
}
