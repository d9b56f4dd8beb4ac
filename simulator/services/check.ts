import { invalidRequest } from './refuse.ts'

/** AWS's own wording, so that what people search for is what they see. */
const violation = (field: string, value: unknown, rule: string) =>
  invalidRequest(
    `1 validation error detected: Value '${String(value)}' at '${field}' failed to satisfy constraint: ${rule}`,
  )

export function required<Value>(value: Value | undefined, field: string): Value {
  if (value === undefined) {
    throw invalidRequest(
      `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
    )
  }
  return value
}

interface TextRule {
  pattern: RegExp
  max: number
}

const registryName: TextRule = { pattern: /^[a-zA-Z0-9:_-]+$/, max: 128 }

export const rules = {
  thingName: registryName,
  thingTypeName: registryName,
  thingGroupName: registryName,
  billingGroupName: registryName,
  jobId: { pattern: /^[a-zA-Z0-9_-]+$/, max: 64 },
  reasonCode: { pattern: /^[A-Z0-9_]+$/, max: 128 },
  commandId: { pattern: /^[a-zA-Z0-9_-]+$/, max: 64 },
  auditName: { pattern: /^[a-zA-Z0-9_-]+$/, max: 128 },
  roleAlias: { pattern: /^[\w=,@-]+$/, max: 128 },
  policyName: { pattern: /^[\w+=,.@-]+$/, max: 128 },
  certificateId: { pattern: /^(0x)?[a-fA-F0-9]{64}$/, max: 66 },
  attributeName: { pattern: /^[a-zA-Z0-9_.,@/:#-]+$/, max: 128 },
  attributeValue: { pattern: /^[a-zA-Z0-9_.,@/:#=[\]-]*$/, max: 800 },
} satisfies Record<string, TextRule>

/** A required text that obeys AWS's pattern and length. */
export function text(value: string | undefined, field: string, { pattern, max }: TextRule): string {
  const given = required(value, field)
  if (given.length > max) throw violation(field, given, `Member must have length less than or equal to ${max}`)
  if (!pattern.test(given))
    throw violation(field, given, `Member must satisfy regular expression pattern: ${pattern.source}`)
  return given
}

export function oneOf<const Value extends string>(
  value: string | undefined,
  field: string,
  allowed: readonly Value[],
): Value {
  const given = required(value, field)
  const found = allowed.find((item) => item === given)
  if (found === undefined) throw violation(field, given, `Member must satisfy enum value set: [${allowed.join(', ')}]`)
  return found
}

export function pageSize(
  value: number | undefined,
  field: string,
  { max, fallback }: { max: number; fallback: number },
): number {
  const size = value ?? fallback
  if (size < 1) throw violation(field, size, 'Member must have value greater than or equal to 1')
  if (size > max) throw violation(field, size, `Member must have value less than or equal to ${max}`)
  return Math.floor(size)
}
