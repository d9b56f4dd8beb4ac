import { createHash } from 'node:crypto'
import pg from 'pg'
import { earliestMs } from './plain-time.ts'

/** SQL with its values beside it. Only text written in our own code becomes SQL; everything else is a value. */
export class Fragment {
  constructor(
    readonly texts: readonly string[],
    readonly values: readonly unknown[],
  ) {}
}

/** Writes SQL: a nested fragment is spliced in, any other value becomes a parameter. */
export function sql(texts: TemplateStringsArray, ...values: unknown[]): Fragment {
  return new Fragment([...texts], values)
}

/** A whole number written into the text itself: limits and account numbers, which decide how a statement is planned. */
export function whole(number: number): Fragment {
  if (!Number.isSafeInteger(number)) throw new TypeError(`${number} is no whole number`)
  return new Fragment([String(number)], [])
}

/** Fragments one after another with fixed text between them. */
export function joined(fragments: readonly Fragment[], separator: ' and ' | ' or ' | ' union all ' | ', '): Fragment {
  if (fragments.length === 0) return sql``
  return new Fragment(['', ...fragments.slice(1).map(() => separator), ''], fragments)
}

/** All of them hold; true when there are none. */
export function every(conditions: readonly Fragment[]): Fragment {
  return conditions.length === 0 ? sql`true` : joined(conditions, ' and ')
}

/** What `pg` takes: numbered parameters. */
export function toQuery(fragment: Fragment): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const text = render(fragment, (value) => {
    values.push(value)
    return `$${values.length}`
  })
  return { text, values }
}

// Each is kept by every connection that ran it. Whoever asks in a hundred other ways is answered a little later.
const mostPrepared = 60
const prepared = new Map<string, string>()

/** What `pg` takes for a statement that each connection plans once, for whatever values: its text must decide the plan. */
export function toPrepared(fragment: Fragment): { name?: string; text: string; values: unknown[] } {
  const query = toQuery(fragment)
  let name = prepared.get(query.text)
  if (name === undefined && prepared.size < mostPrepared) {
    // By content: Next loads modules more than once, and all of them share the connections.
    name = createHash('sha1').update(query.text).digest('base64url')
    prepared.set(query.text, name)
  }
  return name === undefined ? query : { name, ...query }
}

/** A time as the contract writes instants: ISO 8601 in UTC, to the millisecond. */
export function instantText(time: Fragment): Fragment {
  return sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** The same as one text, for the statements that take no parameters (COPY). Values are escaped by the driver. */
export function toLiteralText(fragment: Fragment): string {
  return render(fragment, literal)
}

/** Text to look for with LIKE, its wildcards made plain. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

function render({ texts, values }: Fragment, place: (value: unknown) => string): string {
  let text = texts[0] ?? ''
  for (const [index, value] of values.entries()) {
    text += (value instanceof Fragment ? render(value, place) : place(value)) + (texts[index + 1] ?? '')
  }
  return text
}

// JavaScript writes years beyond 9999 with a sign, which PostgreSQL takes for a time zone's, and knows a year 0 and years
// before it. Nothing here is older than the year 1.
function instantLiteral(time: Date): string {
  return time.getTime() < earliestMs ? '-infinity' : time.toISOString().replace(/^\+0*/, '')
}

function literal(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (typeof value === 'string') return pg.escapeLiteral(value)
  if (value instanceof Date) return pg.escapeLiteral(instantLiteral(value))
  if (Array.isArray(value)) return value.length === 0 ? "'{}'" : `array[${value.map(literal).join(', ')}]`
  throw new TypeError(`No SQL literal for a ${typeof value}`)
}
