import { readyz } from '#server/web/health.ts'
import { web } from '#server/web/process.ts'

export const dynamic = 'force-dynamic'

export const GET = () => readyz(web())
