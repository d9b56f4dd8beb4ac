import { answerViolationsCsv } from '#server/web/exports.ts'
import { web } from '#server/web/process.ts'

export const GET = (request: Request) => answerViolationsCsv(web(), request)
