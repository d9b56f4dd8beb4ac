interface Token {
  kind: 'text' | 'pattern' | 'word' | 'sign'
  value: string
}

const shapes =
  /\s*(?:#[^\n]*\s*)*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\/((?:[^/\\\n]|\\.)+)\/|([\w@$.*:%?-]+)|(\|\||&&|!=|>=|<=|=~|[=<>()[\],|{}!]))/y

/** The tokens of CloudWatch's small languages, read from left to right. `fail` makes the error of whatever is not understood. */
export class Tokens {
  readonly #tokens: Token[] = []
  #place = 0

  constructor(
    text: string,
    readonly fail: (what: string) => Error,
  ) {
    const source = text.trimEnd()
    shapes.lastIndex = 0
    while (shapes.lastIndex < source.length) {
      const start = shapes.lastIndex
      const [, double, single, pattern, word, sign] = shapes.exec(source) ?? []
      const quoted = double ?? single
      if (quoted !== undefined) this.#tokens.push({ kind: 'text', value: quoted.replace(/\\(.)/g, '$1') })
      else if (pattern !== undefined) this.#tokens.push({ kind: 'pattern', value: pattern })
      else if (word !== undefined) this.#tokens.push({ kind: 'word', value: word })
      else if (sign !== undefined) this.#tokens.push({ kind: 'sign', value: sign })
      else throw fail(source.slice(start, start + 20))
    }
  }

  get isAtEnd(): boolean {
    return this.#place >= this.#tokens.length
  }

  get next(): Token | undefined {
    return this.#tokens[this.#place]
  }

  /** Takes the next token when it is this sign, or this word in any case. */
  takes(value: string): boolean {
    const { next } = this
    const isIt =
      next?.kind === 'sign' ? next.value === value : next?.kind === 'word' && next.value.toLowerCase() === value
    if (isIt) this.#place++
    return isIt === true
  }

  expect(value: string) {
    if (!this.takes(value)) throw this.unexpected()
  }

  take(...kinds: Token['kind'][]): Token {
    const { next } = this
    if (!next || (kinds.length && !kinds.includes(next.kind))) throw this.unexpected()
    this.#place++
    return next
  }

  /** One or more, parted by commas. */
  list<Item>(read: () => Item): Item[] {
    const items = [read()]
    while (this.takes(',')) items.push(read())
    return items
  }

  unexpected() {
    return this.fail(this.next?.value ?? 'the end')
  }
}
