import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { migrate, migrationsFolder } from '#server/platform/migrations.ts'

const template = 'fleetwarden_template'

/** A database of one's own. `drop` ends every session on it. */
export type TestDatabase = { url: string; drop: () => Promise<void> }

/**
 * Gives the test file a freshly migrated database for its whole length.
 * Read `url` inside tests and hooks only: it exists from `beforeAll` on.
 */
export function useTestDatabase(): { readonly url: string } {
  let database: TestDatabase | undefined
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(async () => {
    await database?.drop()
  })
  return {
    get url() {
      if (!database) throw new Error('The test database exists from beforeAll on')
      return database.url
    },
  }
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
