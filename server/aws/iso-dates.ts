import type { IoTClient } from '@aws-sdk/client-iot'
import { deref, NormalizedSchema } from '@smithy/core/schema'
import { getSmithyContext } from '@smithy/core/transport'

/**
 * Has a client understand dates as ISO texts. AWS sends numbers, and one text where a number should be makes the SDK
 * throw a TypeError for the whole answer. Other servers do send texts: from the first such error on they are put right
 * before the SDK reads them, so it is the caller who tries again. Dates that are none are left out.
 */
export function understandIsoDates({ middlewareStack }: Pick<IoTClient, 'middlewareStack'>): void {
  let met = false
  middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request)
      } catch (error) {
        if (error instanceof TypeError) met = true
        throw error
      }
    },
    { step: 'deserialize', priority: 'high', name: 'isoDatesMet' },
  )
  middlewareStack.add(
    (next, context) => async (request) => {
      const result = await next(request)
      if (met) await putRight(result.response, outputOf(context))
      return result
    },
    { step: 'deserialize', priority: 'low', name: 'isoDatesPutRight' },
  )
}

function outputOf(context: Parameters<typeof getSmithyContext>[0]): NormalizedSchema {
  type Schema = Parameters<typeof deref>[0]
  const { operationSchema } = getSmithyContext(context) as {
    operationSchema: [9, string, string, unknown, Schema, Schema]
  }
  return NormalizedSchema.of(deref(operationSchema[5]))
}

async function putRight(response: unknown, schema: NormalizedSchema): Promise<void> {
  const answer = response as { body: AsyncIterable<Uint8Array> | Uint8Array }
  const parts: Uint8Array[] = []
  for await (const part of answer.body as AsyncIterable<Uint8Array>) parts.push(part)
  const text = Buffer.concat(parts)
  answer.body = text
  try {
    answer.body = Buffer.from(JSON.stringify(withNumbers(schema, JSON.parse(text.toString()))))
  } catch {
    // No JSON: the SDK says so itself.
  }
}

const isNumeric = /^-?\d*\.?\d+$/

function withNumbers(schema: NormalizedSchema, value: unknown): unknown {
  if (schema.isTimestampSchema()) {
    if (typeof value === 'number' || value === null) return value
    if (typeof value !== 'string') return null
    if (isNumeric.test(value)) return value
    const time = Date.parse(value)
    return Number.isNaN(time) ? null : time / 1000
  }
  if (Array.isArray(value)) {
    return schema.isListSchema() ? value.map((one) => withNumbers(schema.getValueSchema(), one)) : value
  }
  if (typeof value !== 'object' || value === null || !schema.isStructSchema()) return value
  const known: Record<string, unknown> = { ...value }
  for (const [member, of] of schema.structIterator()) {
    const key = of.getMergedTraits().jsonName ?? member
    if (known[key] !== undefined) known[key] = withNumbers(of, known[key])
  }
  return known
}
