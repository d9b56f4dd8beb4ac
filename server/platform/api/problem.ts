import { ORPCError } from '@orpc/server'
import { Refusal, type RefusalKind } from '../refusal.ts'

/** What went wrong, as RFC 9457 has it. `errors` names the fields of an input that was not accepted. */
export type Problem = {
  type: 'about:blank'
  title: string
  status: number
  detail?: string
  errors?: { path: string; message: string }[]
  requestId?: string
}

const statusOf: Record<RefusalKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'password-owed': 403,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  upstream: 502,
}

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Sign-in needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Not JSON',
  429: 'Too many requests',
  500: 'Something went wrong',
  502: 'AWS did not answer',
  503: 'Not available',
}

/** The problem document for a status, with a sentence for the person who asked. */
export function problem(status: number, detail?: string, errors?: Problem['errors']): Problem {
  return { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, errors }
}

// PostgreSQL: a statement that took too long, two that waited for each other, too many connections, shutting down or starting. Node and Prisma: no
// connection to be had, or none in time.
const busyCodes = [
  '57014',
  '40P01',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'P1001',
  'P1008',
  'P1017',
]
const busyWords = new RegExp(
  `timeout exceeded when trying to connect|Connection terminated|Unable to start a transaction|Code: \`(${busyCodes.join('|')})\``,
)

/** Whether an error says that the database is busy or away: none of our doing, and worth trying again. */
export function isDatabaseBusy(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at ? String(at.code) : ''
    if (busyCodes.includes(code) || busyWords.test(at.message)) return true
  }
  return false
}

/** Everything that may be thrown, as a problem. Null when it is a bug, which is shown bare and logged in full. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Refusal) return problem(statusOf[error.kind], error.message)
  if (!(error instanceof ORPCError)) return null
  if (error.status === 400 && hasIssues(error.data)) {
    const errors = error.data.issues.map(({ path = [], message }) => ({ path: dotted(path), message }))
    return problem(400, errors.map(asSentence).join('; '), errors)
  }
  return error.cause ? problemOf(error.cause) : null
}

/** What a thrown error says about being turned down, unless the trail has it already. */
export function unrecordedRefusal(error: unknown): string | undefined {
  if (error instanceof ORPCError) return unrecordedRefusal(error.cause)
  return error instanceof Refusal && !error.recorded ? error.message : undefined
}

/** A problem as an answer. */
export function problemResponse(document: Problem, headers: Record<string, string> = {}): Response {
  const status = { status: document.status, headers: { ...headers, 'content-type': 'application/problem+json' } }
  return new Response(JSON.stringify(document), status)
}

type Segment = PropertyKey | { key: PropertyKey }
type Issue = { path?: readonly Segment[]; message: string }

function hasIssues(data: unknown): data is { issues: Issue[] } {
  return typeof data === 'object' && data !== null && 'issues' in data && Array.isArray(data.issues)
}

function dotted(path: readonly Segment[]): string {
  return path.map((segment) => String(typeof segment === 'object' ? segment.key : segment)).join('.')
}

function asSentence({ path, message }: { path: string; message: string }): string {
  return path ? `${path}: ${message}` : message
}
