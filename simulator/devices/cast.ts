import type { Certificate } from '../fleet/certificate.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Thing } from '../fleet/thing.ts'
import type { BehaviourName } from './behaviours.ts'
import { mayConnectAs, workingCertificate } from './credentials.ts'

export interface Part {
  thing: Thing
  certificate: Certificate
  behaviour: BehaviourName
  /** Multiplies every wait; 1 unless said. */
  pace?: number
  /** Whom it says it is, when not its thing. */
  clientId?: string
  /** What its twin has in the place of the certificate. */
  rival?: Certificate
}

/** Enough to see every behaviour at work, few enough to cost nothing. */
export const demoDeviceCount = 12

/**
 * Chooses the things that get a virtual device, spread over the fleet, and how each behaves: one pair of clones, one that
 * its policies refuse, some with a bad link, some asleep, the rest steady. The same fleet gives the same parts.
 */
export function castDevices(fleet: Fleet, count: number): Part[] {
  if (count === 0) return []
  const parts: Part[] = []
  let refused: Part | undefined
  let looks = 0
  for (const thing of scattered(fleet)) {
    if (parts.length >= count && (refused || ++looks > patience)) break
    const certificate = workingCertificate(fleet, thing)
    if (fleet.stories.some((story) => story.thing === thing)) continue
    if (!certificate || certificate.things.length > 1) continue
    if (!mayConnectAs(fleet, certificate, thing.name)) refused ??= { thing, certificate, behaviour: 'wrong-policy' }
    else if (parts.length < count) parts.push({ thing, certificate, behaviour: behaviourOf(parts.length) })
  }
  if (refused && parts.length > 1) parts[parts.length - 1] = refused
  return parts
}

/** The devices of the stories that a scenario keeps ready. They live four times as fast as others. */
export const storyDevices = ({ stories }: Fleet): Part[] =>
  stories.flatMap(({ thing, device }) => (device ? [{ thing, ...device, pace: 0.25 }] : []))

/** How many more things to look at for one that is refused, once every part is given. */
const patience = 500

function behaviourOf(place: number): BehaviourName {
  if (place === 0) return 'clone'
  if (place % 50 === 1) return 'flapping'
  if (place % 20 === 2 || place === 5) return 'sleeper'
  return 'steady'
}

const stride = 7919

/** Every thing once, in steps of a prime, so that neighbours by name come far apart. What stands apart has no part. */
export function* scattered({ things, apart }: Fleet): Generator<Thing> {
  const items = apart.size ? things.items.filter((thing) => !apart.has(thing)) : things.items
  const size = items.length
  const step = size % stride === 0 ? 1 : stride
  for (let index = 0; index < size; index++) yield items[(index * step) % size] as Thing
}
