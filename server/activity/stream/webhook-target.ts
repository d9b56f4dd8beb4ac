import { createHmac } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import type { Target } from './target.ts'

const patienceMs = 20_000

/**
 * Posts batches as `{"entries": […]}`. `Fleetwarden-Signature: t=SECONDS,v1=HEX` is the HMAC-SHA256, under the shared
 * secret, of the time, a dot and the body, so that a receiver can tell who sent it and that it is not an old one again.
 * Anything but a 2xx counts as not delivered.
 */
export function webhookTarget(url: URL, { secret, ca }: { secret: string; ca: string | undefined }): Target {
  return {
    name: 'webhook',
    // Path and query of such addresses often are the secret.
    address: url.origin,
    async deliver(entries, signal) {
      const body = `{"entries":[${entries.map(({ json }) => json).join(',')}]}`
      const seconds = Math.floor(Date.now() / 1000)
      const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'fleetwarden',
        'fleetwarden-signature': `t=${seconds},v1=${signature}`,
      }
      const status = await post(url, { method: 'POST', headers, ca, timeout: patienceMs, signal, agent: false }, body)
      if (status < 200 || status > 299) throw new Error(`The receiver answered ${status}`)
    },
  }
}

function post(url: URL, options: https.RequestOptions, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http
    const sent = request(url, options, (answer) => {
      answer.once('error', reject)
      answer.once('end', () => resolve(answer.statusCode ?? 0))
      answer.resume()
    })
    sent.once('timeout', () => sent.destroy(new Error('The receiver did not answer in time')))
    sent.once('error', reject)
    sent.end(body)
  })
}
