import { web } from '#server/web/process.ts'
import { answerReportFile } from '#server/web/report-exports.ts'

export const GET = (request: Request) => answerReportFile(web(), request)
