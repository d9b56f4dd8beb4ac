import { metrics } from '#server/web/health.ts'
import { web } from '#server/web/process.ts'

export const GET = (request: Request) => metrics(web(), request.headers)
