import type { CapabilityKind } from '#contract/policy-judgement.ts'
import type { Condition } from '../evaluate/document.ts'

const nouns: Record<CapabilityKind, { one: string; any: string; below: string }> = {
  connect: { one: 'the client ID', any: 'any client ID', below: 'client IDs' },
  publish: { one: 'the topic', any: 'any topic', below: 'topics' },
  subscribe: { one: 'the filter', any: 'any filter, # too', below: 'filters' },
  receive: { one: 'the topic', any: 'any topic', below: 'topics' },
  retain: { one: 'the topic', any: 'any topic', below: 'topics' },
  'read-retained': { one: 'the topic', any: 'any topic', below: 'topics' },
  'read-shadow': { one: 'the thing', any: 'any thing', below: 'things' },
  'change-shadow': { one: 'the thing', any: 'any thing', below: 'things' },
  jobs: { one: 'the thing', any: 'any thing', below: 'things' },
  'role-alias': { one: 'the role alias', any: 'any role alias', below: 'role aliases' },
}

/** A resolved pattern in words: "any topic", "topics below dt/pump-1/", "the client ID pump-1". */
export function patternWords(kind: CapabilityKind, pattern: string): string {
  const { one, any, below } = nouns[kind]
  const wild = pattern.search(/[*?]/)
  if (/^\*+$/.test(pattern)) return any
  if (wild < 0) return `${one} ${pattern}`
  const before = pattern.slice(0, wild)
  if (!/^\*+$/.test(pattern.slice(wild))) return `${below} of the form ${pattern}`
  return before.endsWith('/') ? `${below} below ${before}` : `${below} that begin with ${before}`
}

/** Conditions in words, one each. */
export function conditionWords(conditions: readonly Condition[]): string[] {
  return conditions.map(({ operator, key, values }) => `${key} ${operator} ${values.join(' or ')}`)
}
