import { StringDecoder } from 'node:string_decoder'
import type { ColumnKind, Register } from '../register.ts'
import type { Pseudonyms } from './pseudonyms.ts'

const outBytes = 256 * 1024
// The kinds of resources whose names are tokenised; of others names are words.
const namedKinds = ['thing', 'certificate', 'client', 'ca-certificate']

/** A register's CSV with tokens in place of names, as it streams past. */
export async function* pseudonymisedRows(
  { columns }: Register,
  source: AsyncIterable<Buffer>,
  pseudonyms: Pseudonyms,
): AsyncGenerator<Buffer> {
  const kindAt = columns.findIndex(([name]) => name === 'subject_kind')
  let header = true
  let held = ''
  for await (const row of csvRows(source)) {
    const cells = header
      ? row
      : row.map((cell, place) => {
          if (cell === null || cell === '') return cell
          return tokenised(cell, columns[place]?.[1] ?? 'text', row[kindAt] ?? null, pseudonyms)
        })
    header = false
    held += `${cells.map(written).join(',')}\n`
    if (held.length < outBytes) continue
    yield Buffer.from(held)
    held = ''
  }
  if (held !== '') yield Buffer.from(held)
}

/** One value with tokens in place of names. */
export function tokenised(text: string, kind: ColumnKind, subjectKind: string | null, pseudonyms: Pseudonyms): string {
  switch (kind) {
    case 'word':
    case 'time':
      return text
    case 'order':
      return ''
    case 'name':
    case 'address':
      return pseudonyms.token(bare(text))
    case 'subject':
      return namedKinds.includes(subjectKind ?? '')
        ? subject(bare(text), subjectKind, pseudonyms)
        : pseudonyms.words(text)
    case 'attributes':
      return attributes(text, pseudonyms)
    case 'text':
      return pseudonyms.words(text)
  }
}

// The trail names things as `1/pump-1` or by their ARN. Only client IDs may have a slash of their own.
function subject(text: string, kind: string | null, pseudonyms: Pseudonyms): string {
  const from = kind === 'client' ? 0 : text.lastIndexOf('/') + 1
  return pseudonyms.words(text.slice(0, from)) + pseudonyms.token(text.slice(from))
}

// What was made harmless for spreadsheets has a sign before it that is not of the name.
const bare = (text: string) => (/^'[\t\r+\-=@]/.test(text) ? text.slice(1) : text)

// Attributes are free: what stands in them, a serial number say, may be as good as a name.
function attributes(text: string, pseudonyms: Pseudonyms): string {
  return bare(text)
    .split('; ')
    .map((one) => {
      const at = one.indexOf('=')
      return `${pseudonyms.words(one.slice(0, Math.max(0, at)))}${at < 0 ? '' : '='}${pseudonyms.token(one.slice(at + 1))}`
    })
    .join('; ')
}

const written = (cell: string | null) => {
  if (cell === null) return ''
  return cell === '' || /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

/** The rows of PostgreSQL's CSV, whatever the bounds of its chunks: null is an empty cell without quotes. */
export async function* csvRows(source: AsyncIterable<Buffer>): AsyncGenerator<(string | null)[]> {
  const decoder = new StringDecoder('utf8')
  let text = ''
  let row: (string | null)[] = []
  for await (const chunk of source) {
    text += decoder.write(chunk)
    let from = 0
    for (;;) {
      const cell = readCell(text, from)
      if (!cell) break
      row.push(cell.value)
      from = cell.next
      if (!cell.ends) continue
      yield row
      row = []
    }
    text = text.slice(from)
  }
}

/** One cell and what comes behind it; null while it is not here whole. */
function readCell(text: string, from: number): { value: string | null; next: number; ends: boolean } | null {
  if (text[from] === '"') {
    let end = from + 1
    for (;;) {
      end = text.indexOf('"', end)
      // The sign behind a quote says whether it closes.
      if (end < 0 || end + 1 >= text.length) return null
      if (text[end + 1] !== '"') break
      end += 2
    }
    const value = text.slice(from + 1, end).replaceAll('""', '"')
    return { value, next: end + 2, ends: text[end + 1] === '\n' }
  }
  for (let end = from; end < text.length; end += 1) {
    const sign = text[end]
    if (sign === ',' || sign === '\n')
      return { value: end === from ? null : text.slice(from, end), next: end + 1, ends: sign === '\n' }
  }
  return null
}
