import { invalidQuery, type Token, tokenize } from './tokens.ts'

export type Query =
  | { kind: 'all' }
  | { kind: 'and' | 'or'; parts: Query[] }
  | { kind: 'not'; part: Query }
  | { kind: 'match'; field: string | undefined; value: string; quoted: boolean }
  | { kind: 'range'; field: string; from: Bound; to: Bound }

/** An end of a range; without a value it is open. */
export interface Bound {
  value: string | undefined
  inclusive: boolean
}

const maxLength = 1000
const maxTerms = 12
const maxLengthWithLeadingWildcard = 100

/** Reads AWS IoT's fleet-indexing query language. Throws InvalidQueryException for what the service does not support. */
export function parseQuery(text: string): Query {
  if (text.length > maxLength) throw invalidQuery(`Query string must not exceed ${maxLength} characters`)
  const parser = new Parser(tokenize(text))
  const query = parser.whole()
  const leading = parser.terms.filter(({ value, quoted }) => !quoted && value.length > 1 && value.startsWith('*'))
  if (parser.terms.length > maxTerms) throw invalidQuery(`Query has more than ${maxTerms} terms`)
  if (leading.length > 1) throw invalidQuery('Only one leading wildcard is allowed in a query')
  if (leading.length && text.length > maxLengthWithLeadingWildcard) {
    throw invalidQuery(`A query with a leading wildcard must not exceed ${maxLengthWithLeadingWildcard} characters`)
  }
  return query
}

class Parser {
  readonly terms: { value: string; quoted: boolean }[] = []
  #position = 0

  constructor(readonly tokens: readonly Token[]) {}

  whole(): Query {
    if (!this.tokens.length) throw invalidQuery('Query string must not be empty')
    const query = this.#either()
    if (this.#next()) throw invalidQuery(`Unexpected '${describe(this.#next())}' in query`)
    return query
  }

  #either(): Query {
    const parts = [this.#both()]
    while (this.#take('OR')) parts.push(this.#both())
    return join('or', parts)
  }

  #both(): Query {
    const parts = [this.#one()]
    for (;;) {
      const token = this.#next()
      if (!token || token.kind === ')' || token.kind === 'OR') return join('and', parts)
      this.#take('AND')
      parts.push(this.#one())
    }
  }

  #one(): Query {
    if (this.#take('NOT') || this.#take('-')) return { kind: 'not', part: this.#one() }
    if (this.#take('(')) {
      const inner = this.#either()
      this.#need(')')
      return inner
    }
    return this.#term()
  }

  #term(): Query {
    const first = this.#value()
    if (this.#take(':')) return this.#fieldValue(fieldName(first))
    const comparison = this.#comparison()
    if (comparison) return this.#compared(fieldName(first), comparison)
    if (first.text === '*' && !first.quoted) return { kind: 'all' }
    return this.#match(undefined, first)
  }

  #fieldValue(field: string): Query {
    if (this.#take('[')) return this.#range(field, true)
    if (this.#take('{')) return this.#range(field, false)
    const comparison = this.#comparison()
    return comparison ? this.#compared(field, comparison) : this.#match(field, this.#value())
  }

  #range(field: string, fromInclusive: boolean): Query {
    const from = this.#bound(fromInclusive)
    this.#need('TO')
    const value = this.#bound(true).value
    const toInclusive = this.#take(']')
    if (!toInclusive) this.#need('}')
    return { kind: 'range', field, from, to: { value, inclusive: toInclusive } }
  }

  #compared(field: string, comparison: '<' | '>' | '<=' | '>='): Query {
    const open: Bound = { value: undefined, inclusive: false }
    const bound = this.#bound(comparison.length === 2)
    return comparison.startsWith('<')
      ? { kind: 'range', field, from: open, to: bound }
      : { kind: 'range', field, from: bound, to: open }
  }

  #bound(inclusive: boolean): Bound {
    const { text } = this.#value()
    return { value: text === '*' ? undefined : text, inclusive }
  }

  #match(field: string | undefined, { text, quoted }: { text: string; quoted: boolean }): Query {
    if (!quoted && count(text, '*') > 2) throw invalidQuery('A term may hold at most 2 * wildcards')
    if (!quoted && count(text, '?') > 5) throw invalidQuery('A term may hold at most 5 ? wildcards')
    return { kind: 'match', field, value: text, quoted }
  }

  #value(): { text: string; quoted: boolean } {
    const token = this.#next()
    if (token?.kind !== 'word' && token?.kind !== 'quoted')
      throw invalidQuery(`Expected a value but found '${describe(token)}'`)
    this.#position++
    const value = { text: token.text, quoted: token.kind === 'quoted' }
    if (this.#next()?.kind !== ':') this.terms.push({ value: value.text, quoted: value.quoted })
    return value
  }

  #comparison() {
    const token = this.#next()
    if (token?.kind !== '<' && token?.kind !== '>' && token?.kind !== '<=' && token?.kind !== '>=') return undefined
    this.#position++
    return token.kind
  }

  #next(): Token | undefined {
    return this.tokens[this.#position]
  }

  #take(kind: Token['kind']): boolean {
    if (this.#next()?.kind !== kind) return false
    this.#position++
    return true
  }

  #need(kind: Token['kind']) {
    if (!this.#take(kind)) throw invalidQuery(`Expected '${kind}' but found '${describe(this.#next())}'`)
  }
}

const join = (kind: 'and' | 'or', parts: Query[]): Query =>
  parts.length === 1 && parts[0] ? parts[0] : { kind, parts }

function fieldName({ text, quoted }: { text: string; quoted: boolean }) {
  if (quoted || /[*?]/.test(text)) throw invalidQuery(`'${text}' is not a field name`)
  return text
}

const describe = (token: Token | undefined) => {
  if (!token) return 'end of query'
  return 'text' in token ? token.text : token.kind
}

const count = (text: string, character: string) => text.split(character).length - 1
