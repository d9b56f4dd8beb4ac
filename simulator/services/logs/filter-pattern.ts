import { all, any, type Comparison, type Condition, compare, holds, not } from './condition.ts'
import { invalidParameter } from './refuse.ts'
import { Tokens } from './tokens.ts'

const maxLength = 1024

/**
 * A filter pattern as a condition on an event: `{ $.reason = "X" && ($.eventType = "Y" || $.n > 3) }`, or words that the
 * message must hold (`"A"`), may hold (`?A ?B`) or must not hold (`-A`). Throws InvalidParameterException.
 */
export function filterPattern(pattern: string): Condition {
  if (pattern.length > maxLength) throw invalidParameter(`filterPattern must have at most ${maxLength} characters`)
  const text = pattern.trim()
  if (!text) return () => true
  const tokens = new Tokens(text, () => invalidParameter('Invalid filter pattern'))
  if (!tokens.takes('{')) return words(tokens)
  const condition = either(tokens)
  tokens.expect('}')
  if (!tokens.isAtEnd) throw tokens.unexpected()
  return condition
}

function either(tokens: Tokens): Condition {
  const sides = [both(tokens)]
  while (tokens.takes('||')) sides.push(both(tokens))
  return any(sides)
}

function both(tokens: Tokens): Condition {
  const sides = [one(tokens)]
  while (tokens.takes('&&')) sides.push(one(tokens))
  return all(sides)
}

function one(tokens: Tokens): Condition {
  if (tokens.takes('(')) {
    const inner = either(tokens)
    tokens.expect(')')
    return inner
  }
  const { value: selector } = tokens.take('word')
  if (!selector.startsWith('$.')) throw tokens.unexpected()
  const field = selector.slice(2)
  if (tokens.takes('not')) {
    tokens.expect('exists')
    return (lookUp) => lookUp(field) === undefined
  }
  if (tokens.takes('is')) {
    const { value } = tokens.take('word')
    const wanted = ({ null: null, true: true, false: false } as Record<string, unknown>)[value.toLowerCase()]
    return (lookUp) => lookUp(field) === wanted
  }
  const { value: sign } = tokens.take('sign')
  const comparison = comparisons.find((known) => known === sign)
  if (!comparison) throw tokens.unexpected()
  const { value } = tokens.take('text', 'word')
  return compared(field, comparison, value)
}

const comparisons: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>=']

/** A comparison with a field that is not there never holds, not even `!=`. A star stands for anything. */
function compared(field: string, comparison: Comparison, value: string): Condition {
  if (value.includes('*') && (comparison === '=' || comparison === '!=')) {
    const wild = new RegExp(`^${value.split('*').map(escapeRegExp).join('.*')}$`, 's')
    return (lookUp) => {
      const found = lookUp(field)
      return found !== undefined && wild.test(String(found)) === (comparison === '=')
    }
  }
  return (lookUp) => {
    const found = lookUp(field)
    return found !== undefined && holds(compare(found, value), comparison)
  }
}

function words(tokens: Tokens): Condition {
  const must: Condition[] = []
  const may: Condition[] = []
  while (!tokens.isAtEnd) {
    const { kind, value } = tokens.take('text', 'word')
    const [, mark = '', word = ''] = kind === 'word' ? (/^([?-]?)(.*)$/s.exec(value) ?? []) : ['', '', value]
    const wanted = word || tokens.take('text').value
    const condition: Condition = (lookUp) => String(lookUp('@message')).includes(wanted)
    if (mark === '?') may.push(condition)
    else must.push(mark === '-' ? not(condition) : condition)
  }
  return may.length ? all([...must, any(may)]) : all(must)
}

const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
