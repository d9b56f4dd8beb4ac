import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Web } from './process.ts'
import { serve } from './serve.ts'
import { isWrittenList, readWrittenList, type WrittenList } from './written-lists.ts'

const zip = promisify(gzip)

/**
 * Answers the lists of written-lists.ts before Next sees the request: taking one through a route costs as much as the
 * list itself. Everything else is Next's, and the same lists are still its routes'.
 */
export function answerAheadOfNext(server: Server, web: () => Web): void {
  const theirs = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (message, response) => {
    const request = toRequest(message)
    const list = request && readWrittenList(request)
    if (list) answer(web, request, list, response).catch((error: Error) => response.destroy(error))
    else for (const listener of theirs) listener.call(server, message, response)
  })
}

// Only the address and the headers matter: a list has no body to read. What cannot be made one is Next's to refuse.
function toRequest({ method, url = '', headers }: IncomingMessage): Request | null {
  if (method !== 'GET' || !isWrittenList(url.split('?', 1)[0] ?? '')) return null
  try {
    const given = Object.entries(headers).map(([name, value = '']): [string, string] => [name, String(value)])
    return new Request(`http://console${url}`, { headers: given })
  } catch {
    return null
  }
}

async function answer(web: () => Web, request: Request, list: WrittenList, response: ServerResponse): Promise<void> {
  const answered = await serve(web(), request, list.route, list.answer)
  const text = await answered.text()
  const zipped = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  const body = zipped ? await zip(text) : Buffer.from(text)
  response.writeHead(answered.status, {
    ...Object.fromEntries(answered.headers),
    vary: 'accept-encoding',
    'content-length': body.length,
    ...(zipped && { 'content-encoding': 'gzip' }),
  })
  response.end(body)
}
