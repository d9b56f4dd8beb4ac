import type { NormalizedSchema } from '@smithy/core/schema'
import { serializationError } from './aws-error.ts'

/** Reads one value that travelled as text: a path label, query parameter, header or form field. */
export function fromText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isBooleanSchema()) return boolean(text)
  if (schema.isNumericSchema()) return number(text)
  if (schema.isTimestampSchema()) return date(text)
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'))
  return schema.getMergedTraits().mediaType ? Buffer.from(text, 'base64').toString() : text
}

/** Writes one value as a response header. */
export function toHeader(schema: NormalizedSchema, value: unknown): string {
  if (value instanceof Date) return value.toUTCString()
  return schema.getMergedTraits().mediaType ? Buffer.from(String(value)).toString('base64') : String(value)
}

function boolean(text: string) {
  if (text !== 'true' && text !== 'false') throw serializationError(`"${text}" is not a boolean`)
  return text === 'true'
}

function number(text: string) {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw serializationError(`"${text}" is not a number`)
  return value
}

function date(text: string) {
  const value = new Date(text)
  if (Number.isNaN(value.getTime())) throw serializationError(`"${text}" is not a timestamp`)
  return value
}
