import type { NormalizedSchema } from '@smithy/core/schema'
import { fromText } from './text.ts'

/** Reads an awsQuery form (`Action=…&PolicyArns.member.1.arn=…`) into the operation's input. */
export function readQueryInput(schema: NormalizedSchema, form: URLSearchParams): Record<string, unknown> {
  return schema.isStructSchema() ? readStruct(schema, form, '') : {}
}

function readStruct(schema: NormalizedSchema, form: URLSearchParams, prefix: string) {
  const result: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const value = readMember(member, form, prefix + (member.getMergedTraits().xmlName ?? name))
    if (value !== undefined) result[name] = value
  }
  return result
}

function readMember(schema: NormalizedSchema, form: URLSearchParams, key: string): unknown {
  if (schema.isStructSchema()) {
    const present = [...form.keys()].some((name) => name.startsWith(`${key}.`))
    return present ? readStruct(schema, form, `${key}.`) : undefined
  }
  if (schema.isListSchema()) return readList(schema, form, key)
  if (schema.isMapSchema()) return readMap(schema, form, key)
  const text = form.get(key)
  return text === null ? undefined : fromText(schema, text)
}

function readList(schema: NormalizedSchema, form: URLSearchParams, key: string) {
  const items: unknown[] = []
  for (;;) {
    const item = readMember(schema.getValueSchema(), form, `${key}.member.${items.length + 1}`)
    if (item === undefined) return items.length ? items : undefined
    items.push(item)
  }
}

function readMap(schema: NormalizedSchema, form: URLSearchParams, key: string) {
  const entries: [string, unknown][] = []
  for (;;) {
    const entry = `${key}.entry.${entries.length + 1}`
    const name = form.get(`${entry}.key`)
    if (name === null) return entries.length ? Object.fromEntries(entries) : undefined
    entries.push([name, readMember(schema.getValueSchema(), form, `${entry}.value`)])
  }
}
