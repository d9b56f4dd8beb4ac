import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { createDatabase, type Database } from '#server/platform/db.ts'
import { migrate, migrationsFolder } from '#server/platform/migrations.ts'

const template = 'fleetwarden_template'

/** A database of one's own. `drop` ends every session on it. */
export type TestDatabase = { url: string; drop: () => Promise<void> }

/**
 * Gives the test file a freshly migrated database for its whole length.
 * Read `url` and `db` inside tests and hooks only: they exist from `beforeAll` on.
 */
export function useTestDatabase(): { readonly url: string; readonly db: Database } {
  let clone: TestDatabase | undefined
  let db: Database | undefined
  beforeAll(async () => {
    clone = await createTestDatabase()
    db = createDatabase(clone.url)
  })
  afterAll(async () => {
    await db?.close()
    await clone?.drop()
  })
  return {
    get url() {
      return existing(clone).url
    },
    get db() {
      return existing(db)
    },
  }
}

function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The test database exists from beforeAll on')
  return value
}

/** Clones the migrated template, or an empty database when `migrated` is false. */
export async function createTestDatabase({ migrated = true } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await run(server, `create database ${name} template ${migrated ? template : 'template0'}`)
  return { url: withDatabase(server, name), drop: () => run(server, `drop database if exists ${name} with (force)`) }
}

/** Creates the template once per run. */
export async function createTemplate(server: string) {
  await run(server, `create database ${template}`)
  if (fs.existsSync(migrationsFolder)) await migrate(withDatabase(server, template))
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function run(server: string, sql: string) {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
