import type { NormalizedSchema } from '@smithy/core/schema'

/** Writes a structure's members as the XML elements that awsQuery services answer with. */
export function toXml(schema: NormalizedSchema, value: unknown): string {
  if (!schema.isStructSchema()) return ''
  const source = (value ?? {}) as Record<string, unknown>
  let xml = ''
  for (const [name, member] of schema.structIterator()) {
    const item = source[name]
    if (item !== undefined && item !== null)
      xml += element(member.getMergedTraits().xmlName ?? name, content(member, item))
  }
  return xml
}

function content(schema: NormalizedSchema, value: unknown): string {
  if (schema.isStructSchema()) return toXml(schema, value)
  if (schema.isListSchema()) {
    const item = schema.getValueSchema()
    return (value as unknown[]).map((entry) => element('member', content(item, entry))).join('')
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema()
    return Object.entries(value as Record<string, unknown>)
      .map(([key, entry]) => element('entry', element('key', escapeXml(key)) + element('value', content(item, entry))))
      .join('')
  }
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return escapeXml(String(value))
}

export const element = (name: string, inner: string) => `<${name}>${inner}</${name}>`

const entities: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', '\r': '&#xD;' }

export const escapeXml = (text: string) => text.replace(/[<>&"\r]/g, (character) => entities[character] ?? character)
