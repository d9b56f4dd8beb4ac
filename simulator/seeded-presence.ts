import type { DisconnectReasonValue } from '@aws-sdk/client-iot'
import { PolicyClient } from './broker/policy/client.ts'
import { Certificate, validityOf } from './fleet/certificate.ts'
import type { Fleet } from './fleet/fleet.ts'
import { setConnected, setDisconnected } from './fleet/presence.ts'
import type { Thing } from './fleet/thing.ts'
import { isWithin, type ThingGroup } from './fleet/thing-group.ts'

/** Things looked at in one go. */
const batch = 500

/** How soon a device is back that may be, and how late one notices what it may no longer do. Milliseconds. */
const waits = { back: [1000, 5000], action: [0, 5000] } as const

/**
 * The presence of things that no device stands for: what the scenario made up goes, when a device would be cut off. When it
 * is lively, it also does what a device would do next: notice its policies, and come back as soon as it may.
 */
export class SeededPresence {
  /** Cut off here, and on the way back. */
  readonly #away = new WeakSet<Thing>()

  constructor(readonly options: { isLively: boolean; policyCacheMs: number }) {}

  /** Ends the seeded session of a thing, if it has one. */
  end(fleet: Fleet, thing: Thing, reason: DisconnectReasonValue) {
    if (fleet.sessions.isLive(thing) || !thing.details.connectivity?.connected) return
    setDisconnected(fleet, thing, reason)
    if (!this.options.isLively || fleet.played.has(thing)) return
    this.#away.add(thing)
    this.#soon(fleet, [thing], waits.back)
  }

  /** A certificate of these things works again. */
  welcome(fleet: Fleet, things: readonly Thing[]) {
    if (this.options.isLively) this.#soon(fleet, things, waits.back)
  }

  /** What policies and groups let these things do has changed, and is noticed late. */
  accessChanged(fleet: Fleet, things: readonly Thing[]) {
    if (!this.options.isLively) return
    const { policyCacheMs } = this.options
    for (let start = 0; start < things.length; start += batch) {
      const [least, most] = waits.action
      this.#soon(fleet, things.slice(start, start + batch), [policyCacheMs + least, policyCacheMs + most])
    }
  }

  /** The same for everything that a policy reaches through what it is attached to. */
  policiesChanged(fleet: Fleet, target: Certificate | ThingGroup) {
    if (!this.options.isLively) return
    const isBelow = ({ groups }: Thing) => groups.some((group) => isWithin(group, target as ThingGroup))
    this.accessChanged(fleet, target instanceof Certificate ? target.things : fleet.things.items.filter(isBelow))
  }

  #soon(fleet: Fleet, things: readonly Thing[], [least, most]: readonly [least: number, most: number]) {
    const wait = least + Math.random() * (most - least)
    setTimeout(() => {
      for (const thing of things) this.#settle(fleet, thing)
    }, wait).unref()
  }

  #settle(fleet: Fleet, thing: Thing) {
    const { connectivity } = thing.details
    if (!connectivity || fleet.played.has(thing) || fleet.sessions.isLive(thing)) return
    const isAway = this.#away.has(thing)
    if (!connectivity.connected && !isAway) return
    if (mayConnect(fleet, thing, connectivity)) {
      this.#away.delete(thing)
      if (isAway && !connectivity.connected) setConnected(fleet, thing, connectivity)
    } else if (connectivity.connected) {
      setDisconnected(fleet, thing, 'AUTH_ERROR')
      this.#away.add(thing)
    }
  }
}

function mayConnect(
  fleet: Fleet,
  { certificates }: Thing,
  { clientId, sourceIp }: { clientId: string; sourceIp: string },
) {
  const now = fleet.clock.date()
  return certificates.some((certificate) => {
    if (certificate.status !== 'ACTIVE') return false
    const { notBefore, notAfter } = validityOf(certificate.pem)
    const client = new PolicyClient(fleet, clientId, certificate, sourceIp)
    return notBefore <= now && now <= notAfter && client.may('iot:Connect', `client/${clientId}`)
  })
}
