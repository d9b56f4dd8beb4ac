import type { Fleet } from '../fleet/fleet.ts'
import type { Thing } from '../fleet/thing.ts'
import type { BehaviourName } from './behaviours.ts'
import { mayConnectAs, workingCertificate } from './credentials.ts'

export interface Part {
  thing: Thing
  behaviour: BehaviourName
}

/** Enough to see every behaviour at work, few enough to cost nothing. */
export const demoDeviceCount = 12

/**
 * Chooses the things that get a virtual device, spread over the fleet, and how each behaves: one pair of clones, one that
 * its policies refuse, some with a bad link, some asleep, the rest steady. The same fleet gives the same parts.
 */
export function castDevices(fleet: Fleet, count: number): Part[] {
  const parts: Part[] = []
  let isRefusedFound = false
  for (const thing of scattered(fleet)) {
    if (parts.length >= count) break
    const certificate = workingCertificate(fleet, thing)
    if (!certificate || certificate.things.length > 1) continue
    if (mayConnectAs(fleet, certificate, thing.name)) {
      const isLastPlace = parts.length === count - 1 && count > 2 && !isRefusedFound
      if (!isLastPlace) parts.push({ thing, behaviour: behaviourOf(parts.length) })
    } else if (!isRefusedFound) {
      isRefusedFound = true
      parts.push({ thing, behaviour: 'wrong-policy' })
    }
  }
  return parts
}

function behaviourOf(place: number): BehaviourName {
  if (place === 0) return 'clone'
  if (place % 50 === 1) return 'flapping'
  if (place % 20 === 2 || place === 5) return 'sleeper'
  return 'steady'
}

const stride = 7919

/** Every thing once, in steps of a prime, so that neighbours by name come far apart. */
function* scattered({ things }: Fleet): Generator<Thing> {
  const { size } = things
  const step = size % stride === 0 ? 1 : stride
  for (let index = 0; index < size; index++) yield things.at((index * step) % size)
}
