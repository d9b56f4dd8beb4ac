import { answerIncidentsCsv } from '#server/web/exports.ts'
import { web } from '#server/web/process.ts'

export const GET = (request: Request) => answerIncidentsCsv(web(), request)
