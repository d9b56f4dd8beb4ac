import type { TestProject } from 'vitest/node'
import { startThrowawayDatabase } from '#server/platform/embedded-postgres/throwaway.ts'
import { createTemplate } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

/** One PostgreSQL for the whole run, with a migrated template that every test file clones. */
export default async function setup(project: TestProject) {
  const server = await startThrowawayDatabase()
  await createTemplate(server.url)
  project.provide('postgresUrl', server.url)
  return () => server.stop()
}
