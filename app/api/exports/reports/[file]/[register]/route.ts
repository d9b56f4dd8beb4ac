import { web } from '#server/web/process.ts'
import { answerReportRegister } from '#server/web/report-exports.ts'

export const GET = (request: Request) => answerReportRegister(web(), request)
