import type { AddressInfo } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { Fleet } from '../fleet/fleet.ts'
import { homeAccount, type World } from '../world.ts'
import { AccountBroker } from './account-broker.ts'
import { type Authentication, authenticate } from './authenticate.ts'
import { logRecord } from './log-records.ts'
import { serverIdentity } from './server-identity.ts'

export interface Broker {
  host: string
  port: number
  /** The root certificate that the broker's own is checked against, PEM. */
  ca: string
  /** Drops every client and forgets every session, as when the fleets are made anew. */
  reset(): Promise<void>
  close(): Promise<void>
}

const host = '127.0.0.1'
const backlog = 4096

/** Starts an MQTT 3.1.1 broker over mutual TLS for every fleet of the world, on a free port of loopback. */
export async function startBroker(world: World): Promise<Broker> {
  const identity = serverIdentity(world.options.seed)
  let accounts = new Map<Fleet, Promise<AccountBroker>>()
  const { shortestKeepAliveS, policyCacheMs, shortestReportS = 0 } = world.options
  const shortestReportMs = shortestReportS * 1000
  const brokerOf = (fleet: Fleet) => {
    const options = { fleet, records: world.records, shortestKeepAliveS, policyCacheMs, shortestReportMs }
    const broker = accounts.get(fleet) ?? AccountBroker.start(options)
    accounts.set(fleet, broker)
    return broker
  }
  const { key, cert } = identity
  // No names of authorities are sent, so that clients present whatever they have; the registry decides.
  const server = createServer({ key, cert, ca: [], requestCert: true, rejectUnauthorized: false }, (socket) => {
    socket.on('error', () => {})
    const found = authenticate(world, socket.getPeerX509Certificate()?.raw)
    if ('reason' in found) return refuse(world, socket, found)
    void brokerOf(found.fleet).then((broker) => broker.serve(socket, found.certificate))
  })
  const reset = async () => {
    const old = [...accounts.values()]
    accounts = new Map()
    await Promise.all(old.map(async (broker) => (await broker).close()))
  }
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ port: 0, host, backlog }, resolve))
  return {
    host,
    port: (server.address() as AddressInfo).port,
    ca: identity.ca,
    reset,
    async close() {
      server.close()
      await reset()
    },
  }
}

function refuse(world: World, socket: TLSSocket, found: Extract<Authentication, { reason: string }>) {
  const { reason, details, certificateId, fleet } = found
  const { id: account, region } = fleet ? { id: fleet.account, region: fleet.region } : homeAccount
  const at = world.clock.now()
  const record = logRecord(account, at, {
    eventType: 'Connection.AuthNError',
    protocol: 'MQTT',
    ...(certificateId && { principalId: certificateId }),
    sourceIp: socket.remoteAddress ?? host,
    sourcePort: socket.remotePort ?? 0,
    targetIp: socket.localAddress ?? host,
    targetPort: socket.localPort ?? 0,
    serverNameIndication: serverNameOf(socket),
    authenticationType: 'X.509',
    reason,
    details,
  })
  world.records.add({ kind: 'log', account, region, at, record })
  socket.destroy()
}

/** Node keeps false where the client named no server; its types have it as a text. */
const serverNameOf = (socket: TLSSocket): string => (socket as { servername?: string | false }).servername || ''
