/** As much of an OpenAPI 3.1 document as the page reads. Ours is made by the server; its shape is known. */
export type OpenApi = {
  info: { title: string; version: string; description?: string }
  paths: Record<string, Record<string, Operation>>
}

export type Schema = {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  description?: string
  format?: string
  pattern?: string
}

type Body = { content?: Record<string, { schema?: Schema }> }
export type Operation = {
  operationId?: string
  summary?: string
  tags?: string[]
  'x-required-role'?: string
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[]
  requestBody?: Body
  responses?: Record<string, Body & { description?: string; $ref?: string }>
}

export type Entry = { method: string; path: string; operation: Operation }

/** The operations by their tag, in the document's order. */
export function byTag({ paths }: OpenApi): [string, Entry[]][] {
  const groups = new Map<string, Entry[]>()
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'Other'
      groups.set(tag, [...(groups.get(tag) ?? []), { method: method.toUpperCase(), path, operation }])
    }
  return [...groups]
}

/** A type in a few words: "string", "integer", "array of string", "valid | expiring | null". */
export function typeInWords(schema: Schema | undefined): string {
  if (!schema) return 'anything'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeInWords))].join(' | ')
  if (schema.items) return `array of ${typeInWords(schema.items)}`
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type
  return schema.format && type ? `${type} (${schema.format})` : (type ?? 'anything')
}

/** The JSON schema of a request or an answer, if it has a JSON body. */
export const jsonSchemaOf = (body: Body | undefined): Schema | undefined => body?.content?.['application/json']?.schema
