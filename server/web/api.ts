import { createApiHandler } from '#server/platform/api/handler.ts'
import { router } from '#server/router.ts'
import type { Web } from './process.ts'
import { serve } from './serve.ts'
import { readWrittenList } from './written-lists.ts'

const handle = createApiHandler(router)

/** Answers any request under /api that the contract has an entry for. */
export async function answerApi(web: Web, request: Request): Promise<Response> {
  // HEAD is GET without its body.
  const head = request.method === 'HEAD'
  const asked = head ? new Request(request.url, { headers: request.headers, signal: request.signal }) : request
  const list = readWrittenList(asked)
  const response = list
    ? await serve(web, asked, list.route, (incoming) => list.answer(incoming))
    : await serve(web, asked, 'unknown', (incoming) => handle(asked, incoming))
  return head ? new Response(null, response) : response
}
