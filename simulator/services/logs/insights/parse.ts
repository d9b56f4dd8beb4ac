import { all, any, type Comparison, type Condition, compare, holds, not } from '../condition.ts'
import { malformedQuery } from '../refuse.ts'
import { Tokens } from '../tokens.ts'
import { aggregate } from './aggregates.ts'
import type { Column, Step } from './query.ts'

const maxLength = 10_000

/** Reads a query in the Insights language. Throws MalformedQueryException for what CloudWatch, or this, does not know. */
export function parseQuery(text: string): Step[] {
  if (text.length > maxLength) throw malformedQuery('The query is too long')
  const tokens = new Tokens(text, (what) => malformedQuery(`unexpected symbol found ${what}`))
  const steps: Step[] = []
  tokens.takes('|')
  while (!tokens.isAtEnd) {
    steps.push(step(tokens))
    if (!tokens.isAtEnd) tokens.expect('|')
  }
  return steps
}

function step(tokens: Tokens): Step {
  const { value } = tokens.take('word')
  const kind = value.toLowerCase()
  switch (kind) {
    case 'fields':
    case 'display':
      return { kind, columns: tokens.list(() => column(tokens)) }
    case 'filter':
      return { kind, condition: either(tokens) }
    case 'stats':
      return {
        kind,
        aggregates: tokens.list(() => named(tokens, aggregate(tokens))),
        by: tokens.takes('by') ? tokens.list(() => column(tokens)) : [],
      }
    case 'sort':
      return { kind, keys: tokens.list(() => sortKey(tokens)) }
    case 'limit':
      return { kind, count: Number(tokens.take('word').value) }
    case 'dedup':
      return { kind, fields: tokens.list(() => tokens.take('word').value) }
    default:
      throw malformedQuery(`unexpected symbol found ${value}`)
  }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function column(tokens: Tokens): Column {
  const { value: field } = tokens.take('word')
  if (field.toLowerCase() !== 'bin') return named(tokens, { name: field, read: (lookUp) => lookUp(field) })
  tokens.expect('(')
  const { value: period } = tokens.take('word')
  tokens.expect(')')
  const [, count = '', unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(period) ?? []
  const width = Number(count) * (units[unit] ?? 0)
  if (!width) throw malformedQuery(`unexpected symbol found ${period}`)
  const read: Column['read'] = (lookUp) => {
    const at = Date.parse(`${String(lookUp('@timestamp')).replace(' ', 'T')}Z`)
    return new Date(Math.floor(at / width) * width).toISOString().replace('T', ' ').replace('Z', '')
  }
  return named(tokens, { name: `bin(${period})`, read })
}

function named<Part extends { name: string }>(tokens: Tokens, part: Part): Part {
  return tokens.takes('as') ? { ...part, name: tokens.take('word').value } : part
}

function sortKey(tokens: Tokens) {
  let field = tokens.take('word').value
  if (tokens.takes('(')) {
    const inner = tokens.next?.value === ')' ? '' : tokens.take('word').value
    tokens.expect(')')
    field += `(${inner})`
  }
  const isDescending = tokens.takes('desc') || !tokens.takes('asc')
  return { field, isDescending }
}

function either(tokens: Tokens): Condition {
  const sides = [both(tokens)]
  while (tokens.takes('or')) sides.push(both(tokens))
  return any(sides)
}

function both(tokens: Tokens): Condition {
  const sides = [one(tokens)]
  while (tokens.takes('and')) sides.push(one(tokens))
  return all(sides)
}

function one(tokens: Tokens): Condition {
  if (tokens.takes('not')) return not(one(tokens))
  if (tokens.takes('(')) {
    const inner = either(tokens)
    tokens.expect(')')
    return inner
  }
  const { value: field } = tokens.take('word')
  if (tokens.takes('(')) return presence(tokens, field)
  if (tokens.takes('not')) return not(test(tokens, field))
  return test(tokens, field)
}

function presence(tokens: Tokens, name: string): Condition {
  const { value: field } = tokens.take('word')
  tokens.expect(')')
  if (name.toLowerCase() !== 'ispresent') throw malformedQuery(`unexpected symbol found ${name}`)
  return (lookUp) => lookUp(field) !== undefined
}

function test(tokens: Tokens, field: string): Condition {
  if (tokens.takes('in')) {
    tokens.expect('[')
    const values = new Set(tokens.list(() => tokens.take('text', 'word').value))
    tokens.expect(']')
    return (lookUp) => values.has(String(lookUp(field)))
  }
  if (tokens.takes('like') || tokens.takes('=~')) {
    const { kind, value } = tokens.take('text', 'pattern')
    if (kind === 'text') return (lookUp) => String(lookUp(field) ?? '').includes(value)
    const pattern = new RegExp(value)
    return (lookUp) => pattern.test(String(lookUp(field) ?? ''))
  }
  const { value: sign } = tokens.take('sign')
  const comparison = comparisons.find((known) => known === sign)
  if (!comparison) throw malformedQuery(`unexpected symbol found ${sign}`)
  const { value } = tokens.take('text', 'word')
  return (lookUp) => {
    const found = lookUp(field)
    if (found === undefined) return comparison === '!='
    return holds(compare(found, value), comparison)
  }
}

const comparisons: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>=']
