import { type Problem, problem } from './problem.ts'

/** What the body of a command may have, in bytes; and one that carries a file, from somebody who is signed in. */
export const largestBody = 256 * 1024
export const largestWithFile = 7_500 * 1024

/**
 * Takes a command's body, which must be JSON and small. Returns the request to hand on, its body read, or what is
 * wrong with it. Form posts are refused: another site can send those without asking.
 */
export async function takeJson(request: Request, largest: number = largestBody): Promise<Request | Problem> {
  if (request.method === 'GET' || request.method === 'HEAD' || !request.body) return request
  if (Number(request.headers.get('content-length')) > largest) return tooLarge(largest)
  // One that leaves while it sends is nobody's error.
  const body = await read(request.body, largest).catch(() => undefined)
  if (body === undefined) return problem(400, 'The body did not arrive.')
  if (!body) return tooLarge(largest)
  if (body.byteLength === 0) return new Request(request.url, { ...envelope(request), body: undefined })
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') return problem(415, 'Send the body as application/json.')
  return new Request(request.url, { ...envelope(request), body })
}

function envelope({ method, headers, signal }: Request) {
  return { method, headers, signal }
}

function tooLarge(largest: number) {
  return problem(413, `A request may carry ${largest / 1024} KiB.`)
}

// Content-Length may be absent or untrue, so the bytes are counted as they come.
async function read(stream: ReadableStream<Uint8Array>, largest: number): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.byteLength
    if (size > largest) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
