import { createHmac } from 'node:crypto'
import { type Message, NotTaken, type Receiver } from './message.ts'
import { post } from './post.ts'

/**
 * Posts JSON to a receiver of one's own. `X-Fleetwarden-Signature` is the hexadecimal HMAC-SHA256, under the channel's
 * secret, of `X-Fleetwarden-Timestamp` (seconds), a dot and the body. A message that may have arrived already is sent
 * again with the same `Idempotency-Key`: exactly once for receivers that look at it, at least once for others.
 */
export async function sendWebhook({ target, secret }: Receiver, message: Message): Promise<void> {
  if (!target || !secret) throw new NotTaken('The channel has no address or no secret.')
  const { key, subject, told, more } = message
  const body = JSON.stringify({ key, test: told.length === 0, subject, notices: told, more })
  const timestamp = String(Math.floor(Date.now() / 1000))
  await post(target, body, {
    'x-fleetwarden-timestamp': timestamp,
    'x-fleetwarden-signature': createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
    'idempotency-key': key,
  })
}
