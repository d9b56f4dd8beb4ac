import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Broker } from '../broker/broker.ts'
import type { Certificate } from '../fleet/certificate.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Thing } from '../fleet/thing.ts'
import { addressOf } from './addresses.ts'
import { type BehaviourName, behaviours } from './behaviours.ts'
import { castDevices, type Part, storyDevices } from './cast.ts'
import { keyPem, mayConnectAs, telemetryTopic, workingCertificate } from './credentials.ts'
import type { DeviceOrder, Message, Stopped } from './orders.ts'

interface Running {
  fleet: Fleet
  behaviour: BehaviourName
  orders: DeviceOrder[]
  certificate: Certificate
  /** It was told to stop, and has. */
  stopped: boolean
}

/** The devices that really connect. They live in a process of their own, started with the first of them. */
export class VirtualDevices {
  readonly #running = new Map<Thing, Running>()
  #process: ChildProcess | undefined

  constructor(readonly broker: Broker) {}

  /** Starts so many devices of a fleet, chosen and cast by `castDevices`, and those of its stories. */
  populate(fleet: Fleet, count: number) {
    const parts = count ? [...castDevices(fleet, count), ...storyDevices(fleet)] : []
    for (const { thing } of parts) awaitConnection(thing)
    const orders = parts.flatMap((part) => this.#prepare(fleet, part))
    this.#tell({ tell: 'start', orders })
  }

  /**
   * Starts the device of a thing, in the place of the one it may have, with a certificate that works unless a certain one is
   * asked for. Returns the orders given. Throws an Error when it has no way to connect.
   */
  start(
    fleet: Fleet,
    { certificateId, ...part }: Omit<Part, 'certificate'> & { certificateId?: string | undefined },
  ): readonly DeviceOrder[] {
    const { thing } = part
    const wanted = thing.certificates.find(({ id }) => id === certificateId)
    if (certificateId && !wanted) throw new Error(`${thing.name} has no certificate ${certificateId}`)
    const certificate = wanted ?? workingCertificate(fleet, thing)
    if (!certificate) throw new Error(`${thing.name} has no active certificate whose key is known`)
    this.stop(thing)
    const orders = this.#prepare(fleet, { ...part, certificate })
    this.#tell({ tell: 'start', orders })
    return orders
  }

  /** Has the device of a thing come back before the broker has noticed that it was gone. */
  bounce(thing: Thing) {
    const running = this.#running.get(thing)
    if (running) this.#tell({ tell: 'bounce', ids: running.orders.slice(0, 1).map(({ id }) => id) })
  }

  isRunning = (thing: Thing) => this.#running.has(thing)

  /** Returns whether there was one. */
  stop(thing: Thing): boolean {
    const running = this.#running.get(thing)
    if (!running) return false
    this.#tell({ tell: 'stop', ids: running.orders.map(({ id }) => id) })
    running.fleet.played.delete(thing)
    return this.#running.delete(thing)
  }

  stopAll() {
    for (const thing of this.#running.keys()) this.stop(thing)
  }

  list() {
    return [...this.#running].map(([thing, { fleet, behaviour, orders, certificate, stopped }]) => {
      const clientId = orders[0]?.clientId ?? ''
      const session = fleet.sessions.get(clientId)
      const connected = session !== undefined && !session.ended
      return { thing: thing.name, behaviour, clientId, certificateId: certificate.id, connected, stopped }
    })
  }

  close() {
    this.#process?.kill('SIGKILL')
  }

  #prepare(fleet: Fleet, { thing, certificate, behaviour, pace = 1, rival, ...part }: Part): DeviceOrder[] {
    const clientId = part.clientId ?? clientIdOf(fleet, thing, certificate, behaviour)
    const { twin, keepAliveS = thing.details.connectivity?.keepAlive ?? 60 } = behaviours[behaviour]
    const order = {
      clientId,
      ...standing(fleet, certificate, clientId),
      keepAliveS,
      behaviour,
      pace,
      thing: thing.name,
    }
    const id = `${fleet.account}/${thing.name}`
    // A copy elsewhere may have been the last to connect.
    const elsewhere = addressOf(`${id}/copy`)
    const lastIp = thing.details.connectivity?.sourceIp
    const sourceIp = lastIp && lastIp !== elsewhere ? lastIp : addressOf(id)
    const original = { ...order, id, sourceIp }
    const copy = {
      ...order,
      ...(rival && standing(fleet, rival, clientId)),
      id: `${id}/copy`,
      sourceIp: twin === 'beside' ? sourceIp : elsewhere,
    }
    const orders = twin ? [original, copy] : [original]
    fleet.played.add(thing)
    this.#running.set(thing, { fleet, behaviour, orders, certificate, stopped: false })
    return orders
  }

  #tell(message: Message) {
    if (!this.#process && message.tell === 'start' && message.orders.length) this.#process = this.#fork()
    this.#process?.send(message)
  }

  #fork() {
    const child = fork(fileURLToPath(new URL('process.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    // Its channel and its end are no reason for this process to stay, nor to fall.
    child.unref()
    child.channel?.unref()
    child.on('error', () => {})
    child.on('message', ({ stopped }: Stopped) => {
      const told = [...this.#running.values()].find(({ orders }) => orders.some(({ id }) => id === stopped))
      if (told) told.stopped = true
    })
    child.once('exit', () => {
      if (this.#process === child) this.#process = undefined
    })
    const { host, port, ca } = this.broker
    child.send({ tell: 'endpoint', endpoint: { host, port, ca } } satisfies Message)
    return child
  }
}

/** What it shows, and where that lets it publish. */
const standing = (fleet: Fleet, certificate: Certificate, clientId: string) => ({
  certificateId: certificate.id,
  cert: certificate.pem,
  key: keyPem(fleet, certificate),
  telemetryTopic: telemetryTopic(fleet, certificate, clientId),
})

/** A device whose own name would be let in asks for another, to be refused. */
function clientIdOf(fleet: Fleet, thing: Thing, certificate: Certificate, behaviour: BehaviourName) {
  if (behaviour !== 'wrong-policy' || !mayConnectAs(fleet, certificate, thing.name)) return thing.name
  const other = `${thing.name}-service`
  if (mayConnectAs(fleet, certificate, other)) throw new Error(`The policies of ${thing.name} let it in as anybody`)
  return other
}

/** Its connectivity is the broker's to tell: what the scenario made up ends with the simulator's start. */
function awaitConnection(thing: Thing) {
  const { connectivity } = thing.details
  if (connectivity?.connected) {
    thing.change({
      connectivity: { ...connectivity, connected: false, disconnectReason: 'SERVER_INITIATED_DISCONNECT' },
    })
  }
}
