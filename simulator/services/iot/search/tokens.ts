import { AwsError } from '../../../wire/aws-error.ts'

export const invalidQuery = (message: string) => new AwsError('InvalidQueryException', message)

export type Token =
  | { kind: '(' | ')' | '[' | ']' | '{' | '}' | ':' | '<' | '>' | '<=' | '>=' | '-' | 'AND' | 'OR' | 'NOT' | 'TO' }
  | { kind: 'word' | 'quoted'; text: string }

const unsupported = /[`@#%\\/';,~^]/
const symbols = /^(<=|>=|[()[\]{}:<>])/
const words = new Set(['AND', 'OR', 'NOT', 'TO'])

/** Splits a query into its tokens. Characters the index does not support are refused outside quotes. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = []
  let rest = query
  for (;;) {
    rest = rest.trimStart()
    if (!rest) return tokens
    const symbol = symbols.exec(rest)?.[0]
    const [token, length] = symbol ? [{ kind: symbol } as Token, symbol.length] : wordToken(rest)
    tokens.push(token)
    rest = rest.slice(length)
  }
}

function wordToken(rest: string): [Token, number] {
  if (rest.startsWith('"')) {
    const end = rest.indexOf('"', 1)
    if (end < 0) throw invalidQuery('Unbalanced quotation marks')
    return [{ kind: 'quoted', text: rest.slice(1, end) }, end + 1]
  }
  if (rest.startsWith('-') && /^-[^\s\d]/.test(rest)) return [{ kind: '-' }, 1]
  const text = /^[^\s()[\]{}:<>="]+/.exec(rest)?.[0]
  if (!text || unsupported.test(text)) throw invalidQuery(`Unsupported character in query near '${rest.slice(0, 20)}'`)
  return [words.has(text) ? ({ kind: text } as Token) : { kind: 'word', text }, text.length]
}
