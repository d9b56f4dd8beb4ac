import { healthz } from '#server/web/health.ts'

export const dynamic = 'force-dynamic'

export const GET = () => healthz()
