import { answerOpenApi } from '#server/web/openapi.ts'
import { web } from '#server/web/process.ts'

export const GET = (request: Request) => answerOpenApi(web(), request)
