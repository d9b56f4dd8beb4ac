import dgram from 'node:dgram'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import tls from 'node:tls'
import { ecAuthority } from '#simulator/x509/authority.ts'
import { EcKey } from '#simulator/x509/ec-key.ts'
import { certificatePem, issue } from '#simulator/x509/issue.ts'

const validity = { notBefore: new Date('2025-01-01'), notAfter: new Date('2035-01-01') }
const authority = ecAuthority({ seed: 'siem', name: [['CN', 'SIEM CA']], ...validity })
const key = new EcKey('siem-server')
const der = issue(authority, {
  subject: [['CN', 'localhost']],
  spki: key.spki,
  serial: Buffer.from([7]),
  kind: 'server',
  ...validity,
})

/** Whom clients of the TLS receivers have to trust. */
export const receiverCa = certificatePem(authority.der)
const identity = { key: key.privateKey().export({ type: 'pkcs8', format: 'pem' }), cert: certificatePem(der) }

type Receiver<Got> = { address: string; got: Got[]; close(): Promise<void> }

/** Takes octet-counted syslog messages, over TCP or TLS, as a receiver that reads until the end and then closes. */
export async function syslogReceiver(kind: 'tcp' | 'tls', port = 0): Promise<Receiver<string>> {
  const got: string[] = []
  const sockets = new Set<net.Socket>()
  const take = (socket: net.Socket) => {
    sockets.add(socket)
    let rest = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      for (;;) {
        const [, length] = /^(\d+) /.exec(rest.subarray(0, 12).toString('latin1')) ?? []
        if (!length) return
        const [from, to] = [length.length + 1, length.length + 1 + Number(length)]
        if (rest.length < to) return
        got.push(rest.subarray(from, to).toString('utf8'))
        rest = rest.subarray(to)
      }
    })
  }
  const server = kind === 'tls' ? tls.createServer(identity, take) : net.createServer(take)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    address: `${kind}://localhost:${(server.address() as net.AddressInfo).port}`,
    got,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export async function datagramReceiver(): Promise<Receiver<string>> {
  const got: string[] = []
  const socket = dgram.createSocket('udp4', (message) => got.push(message.toString('utf8')))
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `udp://127.0.0.1:${socket.address().port}`,
    got,
    close: () => new Promise((resolve) => socket.close(resolve)),
  }
}

export type Posted = { signature: string; body: string }

/** Answers POSTs with whatever `answer` says, and keeps those it answers with 2xx. */
export async function webhookReceiver(kind: 'http' | 'https', answer: () => number): Promise<Receiver<Posted>> {
  const got: Posted[] = []
  const handle: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const status = answer()
      const posted = {
        signature: String(request.headers['fleetwarden-signature']),
        body: Buffer.concat(chunks).toString(),
      }
      if (status < 300) got.push(posted)
      response.writeHead(status).end('thank you')
    })
  }
  const server = kind === 'https' ? https.createServer(identity, handle) : http.createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `${kind}://localhost:${(server.address() as net.AddressInfo).port}/hook/of-a-secret-name`,
    got,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
