import type { NormalizedSchema } from '@smithy/core/schema'

const maxDepth = 4

/** Invents a different value for every member of a schema, awkward characters included. */
export class SampleValues {
  #count = 0

  struct(schema: NormalizedSchema, depth = 0): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    if (!schema.isStructSchema()) return result
    for (const [name, member] of schema.structIterator()) {
      const traits = member.getMergedTraits()
      if (depth > maxDepth && !traits.httpLabel) continue
      if (traits.httpResponseCode) result[name] = 200
      else
        result[name] =
          traits.httpHeader && member.isStringSchema() ? `header-${this.#next()}` : this.#value(member, depth + 1)
      if (schema.isUnionSchema()) break
    }
    return result
  }

  #value(schema: NormalizedSchema, depth: number): unknown {
    if (schema.isStructSchema()) return this.struct(schema, depth)
    if (schema.isListSchema()) {
      return depth > maxDepth
        ? []
        : [this.#value(schema.getValueSchema(), depth + 1), this.#value(schema.getValueSchema(), depth + 1)]
    }
    if (schema.isMapSchema()) {
      return depth > maxDepth ? {} : { [`key-${this.#next()}`]: this.#value(schema.getValueSchema(), depth + 1) }
    }
    if (schema.isTimestampSchema()) return new Date(1_700_000_000_000 + this.#next() * 1000)
    if (schema.isBlobSchema()) return new Uint8Array([1, 2, 3, 255, this.#next() % 256])
    if (schema.isBooleanSchema()) return this.#next() % 2 === 0
    if (schema.isNumericSchema()) return this.#next() + 1
    return `value-${this.#next()} é&<+/=%`
  }

  #next() {
    return this.#count++
  }
}
