import { answerEvents } from '#server/web/events.ts'
import { web } from '#server/web/process.ts'

export const GET = (request: Request) => answerEvents(web(), request)
