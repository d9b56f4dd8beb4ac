import { answerApi } from '#server/web/api.ts'
import { web } from '#server/web/process.ts'

const answer = (request: Request) => answerApi(web(), request)

export { answer as DELETE, answer as GET, answer as HEAD, answer as PATCH, answer as POST, answer as PUT }
