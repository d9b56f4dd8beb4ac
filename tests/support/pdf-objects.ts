import { inflateSync } from 'node:zlib'

/** Values of PDF's syntax: names are `/Name` strings in `Name`, text strings are decoded. */
export type PdfValue = null | boolean | number | string | Name | Ref | PdfValue[] | PdfDict
export type PdfDict = { [key: string]: PdfValue }
export class Name {
  constructor(readonly name: string) {}
}
export class Ref {
  constructor(readonly id: number) {}
}
/** An operator of a page's content. */
export class Operator {
  constructor(readonly name: string) {}
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Reads PDF's syntax from a place in its bytes, taken as Latin-1. */
export class Syntax {
  constructor(
    readonly bytes: string,
    public at = 0,
  ) {}

  /** The next value or operator; undefined at the end. */
  next(): PdfValue | Operator | undefined {
    this.#space()
    const sign = this.bytes[this.at]
    if (sign === undefined || sign === ']' || sign === '>') return undefined
    if (sign === '/') return new Name(this.#word(this.at + 1))
    if (sign === '(') return textOf(this.#literal())
    if (sign === '[') return this.#list(']')
    if (this.bytes.startsWith('<<', this.at)) return this.#dictionary()
    if (sign === '<') return this.#hexadecimal()
    const reference = this.#match(/(\d+) \d+ R\b/y)
    if (reference) return new Ref(Number(reference[1]))
    const word = this.#word(this.at)
    if (/^[+-]?[\d.]/.test(word)) return Number(word)
    if (word === 'true' || word === 'false') return word === 'true'
    return word === 'null' ? null : new Operator(word)
  }

  #space() {
    this.#match(/[\s\0]*/y)
  }

  #word(from: number): string {
    this.at = from
    return this.#match(/[^()<>[\]{}/%\s\0]*/y)?.[0] ?? ''
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.bytes)
    if (found) this.at = pattern.lastIndex
    return found
  }

  #list(end: string): PdfValue[] {
    this.at += end.length
    const list: PdfValue[] = []
    for (let value = this.next(); value !== undefined; value = this.next()) list.push(plain(value))
    this.at += end.length
    return list
  }

  #dictionary(): PdfDict {
    const list = this.#list('>>')
    const entries = list.flatMap((key, place) =>
      place % 2 === 0 ? [[nameOf(key), list[place + 1] ?? null] as const] : [],
    )
    return Object.fromEntries(entries)
  }

  #hexadecimal(): string {
    const end = this.bytes.indexOf('>', this.at)
    const hex = this.bytes.slice(this.at + 1, end)
    this.at = end + 1
    return Buffer.from(hex.replace(/\s/g, ''), 'hex').toString('latin1')
  }

  #literal(): string {
    let out = ''
    let deep = 0
    for (;;) {
      const sign = this.bytes[this.at++]
      if (sign === undefined) throw new Error('A string without an end')
      if (sign === '\\') {
        const escaped = this.bytes[this.at++] ?? ''
        out += escapes[escaped] ?? escaped
        continue
      }
      if (sign === '(' && deep++ === 0) continue
      if (sign === ')' && --deep === 0) return out
      out += sign
    }
  }
}

/** Every object of a file by its number, through the table at its end; the content of streams is inflated. */
export function objectsOf(file: Buffer): {
  trailer: PdfDict
  objects: Map<number, { value: PdfValue; stream: Buffer | null }>
} {
  const bytes = file.toString('latin1')
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(bytes)?.[1])
  const trailer = new Syntax(bytes, bytes.indexOf('trailer', table) + 'trailer'.length).next()
  const objects = new Map<number, { value: PdfValue; stream: Buffer | null }>()
  const entries = bytes.slice(table, bytes.indexOf('trailer', table)).matchAll(/^(\d{10}) \d{5} ([nf]) ?$/gm)
  for (const [id, [, offset, use]] of [...entries].entries()) {
    if (use !== 'n') continue
    const from = Number(offset)
    if (!bytes.startsWith(`${id} 0 obj`, from)) throw new Error(`Object ${id} is not where the table says`)
    const syntax = new Syntax(bytes, from + `${id} 0 obj`.length)
    const value = plain(syntax.next() ?? null)
    objects.set(id, { value, stream: streamAt(file, bytes, syntax.at, value) })
  }
  return { trailer: dictionary(plain(trailer ?? null)), objects }
}

function streamAt(file: Buffer, bytes: string, at: number, value: PdfValue): Buffer | null {
  const start = /^\s*stream\r?\n/.exec(bytes.slice(at, at + 20))
  if (!start) return null
  const { Length: length, Filter: filter } = dictionary(value)
  const from = at + start[0].length
  const content = file.subarray(from, from + Number(length))
  return filter ? inflateSync(content) : content
}

export const nameOf = (value: PdfValue | undefined): string => (value instanceof Name ? value.name : '')

export function dictionary(value: PdfValue | undefined): PdfDict {
  if (
    value === null ||
    typeof value !== 'object' ||
    Array.isArray(value) ||
    value instanceof Name ||
    value instanceof Ref
  )
    throw new Error(`No dictionary: ${String(value)}`)
  return value
}

function plain(value: PdfValue | Operator): PdfValue {
  if (value instanceof Operator) throw new Error(`${value.name} where a value should be`)
  return value
}

/** Text strings are UTF-16 with a mark in front, or Latin-1 as far as is used here. */
function textOf(bytes: string): string {
  if (!bytes.startsWith('\xfe\xff')) return bytes
  return Buffer.from(bytes.slice(2), 'latin1').swap16().toString('utf16le')
}
