import type { Certificate } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import type { Thing } from '../../fleet/thing.ts'
import { scattered } from '../cast.ts'
import { mayConnectAs, workingCertificate } from '../credentials.ts'

interface Wanted {
  count: number
  /** The first of these with enough of them; else any. */
  types: readonly string[]
  /** Whom they will say they are, when not themselves. */
  clientId: string | undefined
  isFree: (thing: Thing) => boolean
}

/** Things that can play a part: let in under that name, with a certificate of their own, and nobody's yet. */
export function chooseThings(fleet: Fleet, { count, types, clientId, isFree }: Wanted): Thing[] {
  for (const type of [...types.filter((name) => fleet.types.get(name)), undefined]) {
    const found: Thing[] = []
    for (const thing of scattered(fleet)) {
      if (found.length === count) break
      if (type !== undefined && thing.type?.name !== type) continue
      if (isFree(thing) && isFit(fleet, thing, clientId ?? thing.name)) found.push(thing)
    }
    if (found.length === count) return found
  }
  throw new Error(`There are no ${count} things that could play this`)
}

function isFit(fleet: Fleet, thing: Thing, clientId: string) {
  if (thing.certificates.length !== 1 || fleet.stories.some((story) => story.thing === thing)) return false
  const certificate = workingCertificate(fleet, thing)
  return certificate !== undefined && certificate.things.length === 1 && mayConnectAs(fleet, certificate, clientId)
}

/** Another thing's certificate whose policies let it in under a client id that is not its own. */
export function chooseRival(fleet: Fleet, thing: Thing, clientId: string): Certificate {
  for (const other of scattered(fleet)) {
    if (other === thing || fleet.stories.some((story) => story.thing === other)) continue
    const certificate = workingCertificate(fleet, other)
    const isOwn = certificate && !certificate.things.includes(thing) && certificate.things.length === 1
    if (isOwn && mayConnectAs(fleet, certificate, clientId)) return certificate
  }
  throw new Error(`No certificate but its own is let in as ${clientId}`)
}
