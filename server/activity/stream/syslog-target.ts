import dgram from 'node:dgram'
import net from 'node:net'
import tls from 'node:tls'
import { syslogMessage } from './syslog-message.ts'
import type { Outgoing, Target } from './target.ts'

const defaultPorts: Record<string, number> = { 'udp:': 514, 'tcp:': 601, 'tls:': 6514 }
const patienceMs = 15_000
// A receiver that has read everything closes its side as well; for one that does not, this has to do.
const closingMs = 5_000
// What surely fits into one datagram (RFC 5426, 3.2).
const datagramBytes = 60_000

/** Sends RFC 5424 messages: over TLS (RFC 5425) or TCP, framed by their length (RFC 6587), or one a datagram (RFC 5426). */
export function syslogTarget({ protocol, hostname, port }: URL, { ca }: { ca: string | undefined }): Target {
  const host = hostname.replace(/^\[|\]$/g, '')
  const to = { host, port: Number(port) || defaultPorts[protocol] || 514 }
  return {
    name: 'syslog',
    address: `${protocol}//${hostname}:${to.port}`,
    deliver(entries, signal) {
      if (protocol === 'udp:') return sendDatagrams(to, entries)
      const connect = () =>
        protocol === 'tls:' ? tls.connect({ ...to, ca, servername: net.isIP(host) ? '' : host }) : net.connect(to)
      return sendStream(connect, entries, signal)
    },
  }
}

/**
 * One connection a batch, closed in order: syslog acknowledges nothing, but a receiver that goes away without having
 * read everything resets the connection, and then the batch is sent again.
 */
function sendStream(connect: () => net.Socket, entries: readonly Outgoing[], signal: AbortSignal): Promise<void> {
  const frames = entries.map((entry) => {
    const message = syslogMessage(entry)
    return `${Buffer.byteLength(message)} ${message}`
  })
  return new Promise((resolve, reject) => {
    const socket = connect()
    const giveUp = () => socket.destroy(new Error('The receiver did not take the entries in time'))
    signal.addEventListener('abort', giveUp, { once: true })
    socket.setTimeout(patienceMs, giveUp)
    // The receiver has nothing to say; what it says anyway must not hold up its goodbye.
    socket.resume()
    socket.once('finish', () => setTimeout(() => socket.destroy(), closingMs).unref())
    socket.once('error', reject)
    socket.once('close', () => {
      signal.removeEventListener('abort', giveUp)
      if (socket.writableFinished) resolve()
      else reject(new Error('The receiver closed the connection before it had everything'))
    })
    socket.end(frames.join(''))
  })
}

/** Datagrams may be lost on the way without anybody knowing; only that nobody listens is told. */
async function sendDatagrams(
  { host, port }: { host: string; port: number },
  entries: readonly Outgoing[],
): Promise<void> {
  const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4')
  const failed = new Promise<never>((_, reject) => socket.once('error', reject))
  failed.catch(() => undefined)
  try {
    await Promise.race([failed, new Promise<void>((resolve) => socket.connect(port, host, resolve))])
    for (const entry of entries) {
      const sent = new Promise<void>((resolve, reject) =>
        socket.send(datagramOf(entry), (error) => (error ? reject(error) : resolve())),
      )
      await Promise.race([failed, sent])
    }
    // That a port is closed comes back a moment after.
    await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 50))])
  } finally {
    socket.close()
  }
}

function datagramOf(entry: Outgoing): string {
  const message = syslogMessage(entry)
  if (Buffer.byteLength(message) <= datagramBytes) return message
  const { position, action, result } = entry
  return syslogMessage({ ...entry, json: JSON.stringify({ position, action, result, tooLargeForADatagram: true }) })
}
