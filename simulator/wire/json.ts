import type { NormalizedSchema } from '@smithy/core/schema'
import { serializationError } from './aws-error.ts'

type Convert = (value: unknown) => unknown

const encoders = new WeakMap<object, Convert | undefined>()

/**
 * What turns an SDK value into plain JSON data: dates into epoch seconds, bytes into base64.
 * `undefined` means the value is JSON as it stands, so that large lists are not copied for nothing.
 */
export function jsonEncoder(schema: NormalizedSchema): Convert | undefined {
  if (schema.isTimestampSchema()) return (value) => (value instanceof Date ? value.getTime() / 1000 : value)
  if (schema.isBlobSchema()) return (value) => Buffer.from(value as Uint8Array).toString('base64')
  if (schema.isListSchema() || schema.isMapSchema()) {
    const item = jsonEncoder(schema.getValueSchema())
    if (!item) return undefined
    return schema.isListSchema()
      ? (value) => (value as unknown[]).map(item)
      : (value) => mapValues(value as Record<string, unknown>, item)
  }
  return schema.isStructSchema() ? structEncoder(schema) : undefined
}

function structEncoder(schema: NormalizedSchema): Convert | undefined {
  const key = schema.getSchema() as object
  if (encoders.has(key)) return encoders.get(key)
  // Shapes may contain themselves: until this one is known, a reference to it looks it up when it runs.
  encoders.set(key, (value) => encoders.get(key)?.(value) ?? value)
  const converted: [string, Convert][] = []
  const renamed: [string, string][] = []
  for (const [name, member] of schema.structIterator()) {
    const convert = jsonEncoder(member)
    if (convert) converted.push([name, convert])
    if (jsonName(name, member) !== name) renamed.push([name, jsonName(name, member)])
  }
  const encode: Convert | undefined =
    converted.length + renamed.length
      ? (value) => {
          const copy = { ...(value as Record<string, unknown>) }
          for (const [name, convert] of converted) if (copy[name] != null) copy[name] = convert(copy[name])
          for (const [name, wanted] of renamed) {
            copy[wanted] = copy[name]
            delete copy[name]
          }
          return copy
        }
      : undefined
  encoders.set(key, encode)
  return encode
}

const mapValues = (value: Record<string, unknown>, convert: Convert) =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item == null ? item : convert(item)]))

/** Reads parsed JSON into the SDK's own value, keeping only what the schema names. Wrong types are refused as AWS does. */
export function fromJson(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isTimestampSchema()) return timestamp(value)
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(expect('string', value), 'base64'))
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw unexpected('list', value)
    return value.filter((item) => item !== null).map((item) => fromJson(schema.getValueSchema(), item))
  }
  if (schema.isMapSchema()) {
    return mapValues(object(value), (item) => fromJson(schema.getValueSchema(), item))
  }
  if (schema.isStructSchema()) return structFromJson(schema, object(value))
  if (schema.isStringSchema()) return expect('string', value)
  if (schema.isBooleanSchema()) return expect('boolean', value)
  if (schema.isNumericSchema()) return expect('number', value)
  return value
}

function structFromJson(schema: NormalizedSchema, source: Record<string, unknown>) {
  const result: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const value = source[jsonName(name, member)]
    if (value !== undefined && value !== null) result[name] = fromJson(member, value)
  }
  return result
}

/** What a member is called on the wire, which may differ from what the SDK calls it. */
export const jsonName = (name: string, member: NormalizedSchema): string => member.getMergedTraits().jsonName ?? name

interface Scalars {
  string: string
  number: number
  boolean: boolean
}

function expect<Kind extends keyof Scalars>(kind: Kind, value: unknown): Scalars[Kind] {
  if (typeof value !== kind) throw unexpected(kind, value)
  return value as Scalars[Kind]
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected('structure', value)
  return value as Record<string, unknown>
}

function timestamp(value: unknown): Date {
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(expect('string', value))
  if (Number.isNaN(date.getTime())) throw unexpected('timestamp', value)
  return date
}

const unexpected = (wanted: string, value: unknown) =>
  serializationError(`${Array.isArray(value) ? 'list' : typeof value} can not be converted to a ${wanted}`)

export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    throw serializationError('Could not parse request body into json')
  }
}
