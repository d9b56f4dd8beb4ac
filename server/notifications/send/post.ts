import dns from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { NotTaken } from './message.ts'

const patienceMs = 10_000
const shownCharacters = 200
const longestAskMs = 86_400_000
const toMachine = 'Link-local addresses are not sent to.'

// Where clouds keep their machines' credentials. No receiver lives there.
const forbidden = new net.BlockList()
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
// Alibaba's and Oracle's, and the one of Azure's agents.
for (const address of ['100.100.100.200', '192.0.0.192', '168.63.129.16']) forbidden.addAddress(address, 'ipv4')
forbidden.addSubnet('fe80::', 10, 'ipv6')
// All of AWS's services of an instance and a pod (IMDS, EKS Pod Identity), and Google's.
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6')
forbidden.addAddress('fd20:ce::254', 'ipv6')
// The same once more where IPv6 is translated (RFC 6052, RFC 3056); of ::ffff:0:0/96 Node sees the IPv4 address itself.
for (const prefix of ['64:ff9b::', '::']) forbidden.addSubnet(`${prefix}169.254.0.0`, 112, 'ipv6')
forbidden.addSubnet('2002:a9fe::', 32, 'ipv6')

const isForbidden = (address: string) =>
  net.isIP(address) !== 0 && forbidden.check(address, net.isIPv6(address) ? 'ipv6' : 'ipv4')

/**
 * Posts JSON and resolves when the receiver answers 2xx within ten seconds. Redirects are not followed: they would carry
 * the message to where nobody decided. Throws NotTaken otherwise, with the first 200 characters of the answer.
 */
export async function post(address: string, body: string, headers: Record<string, string> = {}): Promise<void> {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!/^https?:$/.test(url.protocol)) throw new NotTaken('Only http:// and https:// addresses are sent to.')
  if (isForbidden(host)) throw new NotTaken(toMachine)
  const { status, text, retryAfter } = await exchange(url, body, {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'fleetwarden',
    ...headers,
  }).catch((error: unknown) => {
    throw error instanceof NotTaken ? error : new NotTaken(wordsOf(error, host))
  })
  if (status >= 200 && status <= 299) return
  const moved = status >= 300 && status <= 399 ? ' Redirects are not followed.' : ''
  throw new NotTaken(`The receiver answered ${status}.${moved}${text ? ` ${text}` : ''}`, retryAfterMs(retryAfter))
}

type Answer = { status: number; text: string; retryAfter: string | undefined }

function exchange(url: URL, body: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http
    const options = { method: 'POST', headers, agent: false, lookup, signal: AbortSignal.timeout(patienceMs) }
    const sent = request(url, options, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        if (text.length < shownCharacters) text += part
      })
      answer.on('error', reject)
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          text: text
            .replace(/[\p{Cc}\s]+/gu, ' ')
            .trim()
            .slice(0, shownCharacters),
          retryAfter: answer.headers['retry-after'],
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const lookup: net.LookupFunction = (hostname, options, done) => {
  dns.lookup(hostname, options, (error, address, family) => {
    const found = typeof address === 'string' ? [address] : (address ?? []).map((one) => one.address)
    if (!error && found.some(isForbidden)) done(new NotTaken(toMachine), '', 0)
    else done(error, address, family)
  })
}

// An address may be a secret as a whole; its host is what the page shows anyway.
function wordsOf(error: unknown, host: string): string {
  if (!(error instanceof Error)) return `${host} could not be reached.`
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return `${host} did not answer within 10 seconds.`
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  return `${host} could not be reached${code}.`
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3). */
function retryAfterMs(header: string | undefined): number {
  if (!header) return 0
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.min(longestAskMs, Math.max(0, ms)) : 0
}
