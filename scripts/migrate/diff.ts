import fs from 'node:fs'
import path from 'node:path'
import { startThrowawayDatabase } from '#server/platform/embedded-postgres/throwaway.ts'
import { migrate, migrationsFolder } from '#server/platform/migrations.ts'
import { root } from '../files.ts'
import { openSchemaEngine, type SchemaFile } from './schema-engine.ts'

/**
 * Writes the migration that leads from what the migrations say to what the schema says, and returns its path;
 * undefined when they agree. Works offline, against a throw-away database. Gives no warning of data loss.
 */
export async function writeMigration(name: string): Promise<string | undefined> {
  const sql = await missingSql()
  if (sql === undefined) return undefined
  const moment = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const file = path.join(migrationsFolder, `${moment}_${name}`, 'migration.sql')
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, sql)
  return path.relative(root, file)
}

async function missingSql(): Promise<string | undefined> {
  const files = schemaFiles()
  const database = await startThrowawayDatabase()
  try {
    await migrate(database.url)
    const engine = await openSchemaEngine(database, files)
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: root },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    return exitCode === 2 && stdout ? withoutDrops(stdout) : undefined
  } finally {
    await database.stop()
  }
}

// Foreign keys and indexes that stand in the migrations only, because the schema language cannot say them, look
// superfluous to the engine. They stay as comments; undefined when nothing else is left.
function withoutDrops(sql: string): string | undefined {
  const blocks = sql.trim().split(/\n\n(?=-- )/)
  const isDrop = (block: string) => /^-- Drop(ForeignKey|Index)/.test(block)
  if (blocks.every(isDrop)) return undefined
  return `${blocks.map((block) => (isDrop(block) ? block.replace(/^/gm, '-- ') : block)).join('\n\n')}\n`
}

function schemaFiles(): SchemaFile[] {
  const folder = path.join(root, 'prisma')
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.prisma'))
  return names.sort().map((name) => ({
    path: path.join('prisma', name),
    content: fs.readFileSync(path.join(folder, name), 'utf8'),
  }))
}
