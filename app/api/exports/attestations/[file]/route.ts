import { web } from '#server/web/process.ts'
import { answerEvidence } from '#server/web/report-exports.ts'

export const GET = (request: Request) => answerEvidence(web(), request)
