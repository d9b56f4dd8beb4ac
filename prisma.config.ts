import { defineConfig } from 'prisma/config'

// `prisma generate` needs no database; migrations are applied by server/platform/migrations.ts.
export default defineConfig({ schema: 'prisma', migrations: { path: 'prisma/migrations' } })
