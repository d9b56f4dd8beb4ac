import type pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import type { Context } from '#server/platform/context.ts'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { createTestDatabase } from './database.ts'

/** Rows as the tables hold them; what a test leaves out is a valid default. Dates may be given as Date or ISO text. */
type Row = Record<string, unknown>

let made = 0
const next = () => ++made

/** Any 64 hexadecimal digits that no other builder made. */
export const aCertificateId = () => next().toString(16).padStart(64, '0')

export const aThing = (row: Row = {}) => ({
  account_id: 1,
  name: `thing-${next()}`,
  attributes: {},
  content_hash: 0,
  other_principals: [],
  certificate_count: 0,
  active_certificates: 0,
  credential_health: 'unknown',
  first_seen_at: '2026-01-01T00:00:00Z',
  changed_at: '2026-01-01T00:00:00Z',
  ...row,
})

export const aCertificate = (row: Row = {}) => ({
  account_id: 1,
  certificate_id: aCertificateId(),
  status: 'ACTIVE',
  leftover: false,
  first_seen_at: '2026-01-01T00:00:00Z',
  changed_at: '2026-01-01T00:00:00Z',
  ...row,
})

export const aCaCertificate = (row: Row = {}) => ({
  account_id: 1,
  certificate_id: aCertificateId(),
  status: 'ACTIVE',
  content_hash: 0,
  first_seen_at: '2026-01-01T00:00:00Z',
  changed_at: '2026-01-01T00:00:00Z',
  ...row,
})

export const aPresence = (row: Row = {}) => ({ account_id: 1, connected: true, gaps_observed: 0, ...row })

export const aGroup = (row: Row = {}) => ({
  account_id: 1,
  billing: false,
  name: `group-${next()}`,
  attributes: {},
  content_hash: 0,
  member_count: 0,
  first_seen_at: '2026-01-01T00:00:00Z',
  changed_at: '2026-01-01T00:00:00Z',
  ...row,
})

export const aPolicy = (row: Row = {}) => ({
  account_id: 1,
  name: `policy-${next()}`,
  version_count: 0,
  first_seen_at: '2026-01-01T00:00:00Z',
  changed_at: '2026-01-01T00:00:00Z',
  ...row,
})

/** Adds an account and returns its number; a new database's first one is 1, the builders' default, 100000000001 to AWS. */
export async function insertAccount(pool: pg.Pool, { enabled = true } = {}): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into aws_accounts (aws_account_id, region, name, enabled)
     select (100000000001 + count(*))::text, 'eu-west-1', 'Test', $1 from aws_accounts returning id`,
    [enabled],
  )
  return rows[0]?.id ?? 0
}

/** Inserts rows of one table in their order, in one statement, and returns the ids it gave them. */
export async function insert(pool: pg.Pool, table: string, rows: Row[]): Promise<number[]> {
  if (rows.length === 0) return []
  const columns = [...new Set(rows.flatMap(Object.keys))].join(', ')
  const { rows: inserted } = await pool.query<{ row: { id?: number } }>(
    `insert into ${table} as i (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)
     returning to_jsonb(i) as row`,
    [JSON.stringify(rows)],
  )
  return inserted.map(({ row }) => row.id ?? 0)
}

/**
 * A viewer's context at `now` over a database of the file's own, closed after its tests.
 * Read it inside tests and hooks only: it exists from `beforeAll` on.
 */
export function contextAt(now: Date): { readonly context: Context } {
  let database: Database | undefined
  let drop: (() => Promise<void>) | undefined
  beforeAll(async () => {
    const created = await createTestDatabase()
    database = createDatabase(created.url, { connections: 4 })
    drop = created.drop
  })
  afterAll(async () => {
    await database?.close()
    await drop?.()
  })
  return {
    get context() {
      if (!database) throw new Error('The context exists from beforeAll on')
      return { database, now, actor: null, ipAddress: null }
    },
  }
}
