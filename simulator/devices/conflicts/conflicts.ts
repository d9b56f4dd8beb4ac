import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fleet } from '../../fleet/fleet.ts'
import type { Thing } from '../../fleet/thing.ts'
import { workingCertificate } from '../credentials.ts'
import type { DeviceOrder } from '../orders.ts'
import type { VirtualDevices } from '../virtual-devices.ts'
import { type ConflictCause, stagings } from './causes.ts'
import { chooseRival, chooseThings } from './choose.ts'

export interface ConflictRequest {
  cause: ConflictCause
  /** Names of those that play; without, whoever can. For two credentials, the second one's certificate is the other side. */
  things?: readonly string[] | undefined
  /** Whom a single thing says it is, when not itself: a client id that nobody has registered. */
  clientId?: string | undefined
  pace: number
  label?: string | undefined
}

interface Conflict extends ConflictRequest {
  id: string
  fleet: Fleet
  startedAt: number
  players: Thing[]
  orders: DeviceOrder[]
  /** Firmware that things had before. */
  firmware: Map<Thing, string | undefined>
}

const badFirmware = '9.9.0-rc1'
/** Real time until the devices of a broker that is to restart must be there. */
const gatherMs = 20_000
/** One session in so many outlives the restart, for its own device to throw out. */
const ghostEvery = 3

/** Conflicts about client ids, played by real devices until they are stopped. */
export class Conflicts {
  readonly #running = new Map<string, Conflict>()

  constructor(readonly devices: VirtualDevices) {}

  /** Starts one. Throws an Error when the fleet has nobody to play it, or when somebody named can not. */
  start(fleet: Fleet, request: ConflictRequest) {
    const { cause, pace } = request
    const { behaviour } = stagings[cause]
    const [players, rivals] = this.#cast(fleet, request)
    const [first] = players
    const clientId = players.length === 1 ? request.clientId : undefined
    const isRivalry = cause === 'two-credentials-one-client-id'
    const rival = isRivalry && first ? (rivals[0] ?? chooseRival(fleet, first, clientId ?? first.name)) : undefined
    const orders = players.flatMap((thing) => {
      const extras = { ...(clientId !== undefined && { clientId }), ...(rival && { rival }) }
      return this.devices.start(fleet, { thing, behaviour, pace, ...extras })
    })
    const firmware = new Map<Thing, string | undefined>()
    if (cause === 'client-or-sdk-bug') for (const thing of players) firmware.set(thing, setFirmware(thing, badFirmware))
    const startedAt = fleet.clock.now()
    const conflict = { ...request, id: randomUUID(), fleet, startedAt, players, orders, firmware }
    this.#running.set(conflict.id, conflict)
    if (cause === 'broker-restart') void this.#restartBroker(conflict)
    return described(conflict)
  }

  list() {
    return [...this.#running.values()].map(described)
  }

  /** Stops one, those of a label, or all; the devices say goodbye and rest. Returns how many there were. */
  stop({ id, label }: { id?: string | undefined; label?: string | undefined } = {}): number {
    const wanted = [...this.#running.values()].filter(
      (conflict) => (id === undefined || conflict.id === id) && (label === undefined || conflict.label === label),
    )
    for (const conflict of wanted) {
      for (const thing of conflict.players) this.devices.stop(thing)
      for (const [thing, before] of conflict.firmware) setFirmware(thing, before)
      this.#running.delete(conflict.id)
    }
    return wanted.length
  }

  /** Forgets them all, as their fleets and devices are gone. */
  forget() {
    this.#running.clear()
  }

  /** Who plays, and with which certificates against them if they were named. */
  #cast(fleet: Fleet, { cause, things: names, clientId }: ConflictRequest) {
    const { things: count, types } = stagings[cause]
    const isFree = (thing: Thing) => !this.devices.isRunning(thing)
    if (!names?.length) return [chooseThings(fleet, { count, types, isFree, clientId }), []] as const
    const named = names.map((name) => {
      const thing = fleet.things.get(name)
      if (!thing) throw new Error(`There is no thing ${name}`)
      return thing
    })
    if (cause !== 'two-credentials-one-client-id') return [named, []] as const
    const rivals = named.slice(1, 2).map((thing) => {
      const certificate = workingCertificate(fleet, thing)
      if (!certificate) throw new Error(`${thing.name} has no active certificate whose key is known`)
      return certificate
    })
    return [named.slice(0, 1), rivals] as const
  }

  /** Once its players are there, every session of the account ends; some devices are back before the broker has noticed. */
  async #restartBroker({ id, fleet, players, orders }: Conflict) {
    const live = () => new Set(fleet.sessions.live.map(({ clientId }) => clientId))
    const areAllThere = (here = live()) => orders.every(({ clientId }) => here.has(clientId))
    const giveUp = performance.now() + gatherMs
    while (!areAllThere() && performance.now() < giveUp) await sleep(200, undefined, { ref: false })
    if (!this.#running.has(id)) return
    const ghosts = new Set(players.filter((_, place) => place % ghostEvery === 0))
    for (const thing of ghosts) this.devices.bounce(thing)
    for (const session of fleet.sessions.live) {
      if (!session.thing || !ghosts.has(session.thing)) session.end('SERVER_ERROR')
    }
  }
}

const described = ({ id, cause, label, pace, fleet, startedAt, players, orders }: Conflict) => ({
  id,
  cause,
  ...(label !== undefined && { label }),
  account: fleet.account,
  region: fleet.region,
  pace,
  startedAt: new Date(startedAt).toISOString(),
  things: players.map(({ name }) => name),
  clientIds: [...new Set(orders.map(({ clientId }) => clientId))],
  /** Who uses which client id: the same certificate and address twice are two processes of one device. */
  sides: orders.map(({ clientId, certificateId, sourceIp }) => ({ clientId, certificateId, sourceIp })),
})

function setFirmware(thing: Thing, firmware: string | undefined): string | undefined {
  const { firmware: before, ...others } = thing.details.attributes
  thing.change({ attributes: firmware === undefined ? others : { ...others, firmware } })
  thing.version++
  return before
}
