import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Web } from './process.ts'
import { serve } from './serve.ts'
import { isStray, turnDown } from './stray.ts'
import { isWrittenList, readWrittenList } from './written-lists.ts'

const zip = promisify(gzip)

/**
 * Answers before Next sees the request what it would answer worse. The lists of written-lists.ts: taking one through a
 * route costs as much as the list itself. And whatever none of its routes under /api takes, to which it says 404 with a
 * page or 405 with nothing. Everything else is Next's, and the same lists are still its routes'.
 */
export function answerAheadOfNext(server: Server, web: () => Web): void {
  const theirs = server.listeners('request') as RequestListener[]
  server.removeAllListeners('request')
  server.on('request', (message, response) => {
    const work = workOf(message, web)
    if (work) answer(message, work, response).catch((error: Error) => response.destroy(error))
    else for (const listener of theirs) listener.call(server, message, response)
  })
}

type Work = () => Promise<Response>

function workOf(message: IncomingMessage, web: () => Web): Work | null {
  const { method = 'GET', url = '' } = message
  const path = url.split('?', 1)[0] ?? ''
  if (method === 'GET' && isWrittenList(path)) {
    const request = toRequest(message)
    const list = request && readWrittenList(request)
    return list && (() => serve(web(), request, list.route, list.answer))
  }
  const request = isStray(method, path) ? toRequest(message) : null
  return request && (() => serve(web(), request, 'unknown', async () => turnDown(method, path)))
}

// Only the address and the headers matter: a list has no body to read, and what is stray is not read. What cannot be made
// a request is Next's to refuse.
function toRequest({ method = 'GET', url = '', headers }: IncomingMessage): Request | null {
  try {
    const given = Object.entries(headers).map(([name, value = '']): [string, string] => [name, String(value)])
    return new Request(`http://console${url}`, { method: method === 'TRACE' ? 'GET' : method, headers: given })
  } catch {
    return null
  }
}

async function answer(message: IncomingMessage, work: Work, response: ServerResponse): Promise<void> {
  const answered = await work()
  const text = await answered.text()
  const zipped = /\bgzip\b/.test(String(message.headers['accept-encoding'] ?? ''))
  const body = zipped ? await zip(text) : Buffer.from(text)
  response.writeHead(answered.status, {
    ...Object.fromEntries(answered.headers),
    vary: 'accept-encoding',
    'content-length': body.length,
    ...(zipped && { 'content-encoding': 'gzip' }),
  })
  response.end(body)
}
