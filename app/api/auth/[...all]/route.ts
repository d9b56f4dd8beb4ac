import { answerAuth } from '#server/web/auth.ts'
import { web } from '#server/web/process.ts'

const answer = (request: Request) => answerAuth(web(), request)

export { answer as GET, answer as POST }
