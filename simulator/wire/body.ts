import type { IncomingMessage } from 'node:http'
import { AwsError } from './aws-error.ts'

/** The largest legitimate body is a policy of 404,600 characters; anything far beyond is refused unread. */
const maxBodyBytes = 1024 * 1024

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of declared > maxBodyBytes ? request.resume() : request) {
    size += (chunk as Buffer).length
    if (size <= maxBodyBytes) chunks.push(chunk as Buffer)
  }
  if (size > maxBodyBytes || declared > maxBodyBytes) {
    throw new AwsError('RequestEntityTooLargeException', `The body exceeds ${maxBodyBytes} bytes`, { status: 413 })
  }
  return Buffer.concat(chunks)
}
