import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, migrationsFolder } from '#server/platform/migrations.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let database: TestDatabase
let client: pg.Client
let folder: string

beforeAll(async () => {
  database = await createTestDatabase({ migrated: false })
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fleetwarden-upgrade-'))
})

afterAll(async () => {
  await client.end()
  await database.drop()
  fs.rmSync(folder, { recursive: true })
})

test('every migration passes over the rows that the versions before it left, and keeps them', async () => {
  const names = fs.readdirSync(migrationsFolder).filter((name) => /^\d{14}_/.test(name))
  for (const name of names.sort()) {
    const before = await counts()
    fs.cpSync(path.join(migrationsFolder, name), path.join(folder, name), { recursive: true })
    await migrate(database.url, folder)
    const after = await counts(Object.keys(before))
    const lost = Object.keys(before).filter((table) => Number(after[table]) < Number(before[table]))
    expect(lost, `tables that lost rows in ${name}`).toEqual([])
    await fillEmptyTables()
  }
  const filled = Object.values(await counts()).filter((rows) => rows > 0)
  expect(filled.length).toBeGreaterThan(10)
})

type Column = { name: string; type: string; allowed: string | null }

// One row of placeholders in each empty table; a table whose constraints refuse placeholders stays empty.
async function fillEmptyTables() {
  // References and triggers are off for this session: the rows stand for data, they need not make sense together.
  await client.query("set session_replication_role = 'replica'")
  for (const [table, rows] of Object.entries(await counts())) {
    if (rows > 0) continue
    const columns = await requiredColumns(table)
    const list = columns.map(({ name }) => `"${name}"`).join(', ')
    const values = columns.map(placeholder).join(', ')
    await client
      .query(
        columns.length
          ? `insert into "${table}" (${list}) values (${values})`
          : `insert into "${table}" default values`,
      )
      .catch(() => {})
  }
}

async function requiredColumns(table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `select attname as name, format_type(atttypid, atttypmod) as type,
       (select substring(pg_get_constraintdef(c.oid) from 'ARRAY\\[(''[^'']+'')') from pg_constraint c
        where c.conrelid = attrelid and c.contype = 'c' and c.conkey = array[attnum] limit 1) as allowed
     from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attnotnull
       and not atthasdef and attidentity = '' and attgenerated = ''`,
    [`"${table}"`],
  )
  return rows
}

function placeholder({ type, allowed }: Column): string {
  if (allowed) return allowed
  if (type.endsWith('[]')) return `'{}'::${type}`
  if (/^(int|bigint|smallint|numeric|double|real)/.test(type)) return '1'
  if (type === 'boolean') return 'true'
  if (type === 'jsonb' || type === 'json') return `'{}'::${type}`
  if (/^(timestamp|date)/.test(type)) return 'now()'
  if (type === 'uuid') return 'gen_random_uuid()'
  if (type === 'bytea') return "'\\x00'::bytea"
  if (/^(text|character|name|citext)/.test(type)) return "'123456789012'"
  return `(enum_range(null::${type}))[1]`
}

async function counts(only?: string[]): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> '_prisma_migrations' order by 1`,
  )
  const names = only ?? rows.map(({ name }) => name)
  const found: Record<string, number> = {}
  for (const name of names) {
    const counted = await client.query<{ rows: string }>(`select count(*) as rows from "${name}"`)
    found[name] = Number(counted.rows[0]?.rows)
  }
  return found
}
