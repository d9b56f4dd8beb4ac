import { workingCertificate } from '../../devices/credentials.ts'
import { attachCertificate, joinGroup } from '../../fleet/attachments.ts'
import { validityOf } from '../../fleet/certificate.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import type { Thing } from '../../fleet/thing.ts'
import { rootOf, type ThingGroup } from '../../fleet/thing-group.ts'
import type { FleetBuilder } from '../fleet-builder.ts'

const maxGroups = 10

/**
 * Keeps things ready for every situation that a response has to do with. They are found in the finished fleet, the first by
 * name that fits each, and no dice are rolled, so that nothing else of it changes. A seed may leave a story without a thing.
 */
export function tellStories(build: FleetBuilder) {
  const { fleet } = build
  const taken = new Set<Thing>()
  const find = (isFit: (thing: Thing) => boolean) =>
    fleet.things.items.find((thing) => !taken.has(thing) && isFit(thing))
  const tell = (name: string, thing: Thing | undefined, behaviour?: 'steady' | 'obedient') => {
    if (!thing) return undefined
    taken.add(thing)
    const certificate = workingCertificate(fleet, thing)
    fleet.stories.push({ name, thing, device: behaviour && certificate && { behaviour, certificate } })
    return thing
  }
  const live = (type: string) => (thing: Thing) => isOf(type, thing) && isConnected(thing) && isAlone(build, thing)

  tell('plain', find(live('smart-meter')), 'steady')
  tell(
    'two-certificates',
    find((thing) => isConnected(thing) && hasTwo(fleet, thing)),
    'steady',
  )
  const pair = fleet.certificates.items.find(({ things }) => things.length === 2 && things.every(isConnected))
  for (const thing of pair?.things ?? []) tell('shared-certificate', thing, 'steady')
  tell('obedient', find(live('ev-charger')), 'obedient')
  const extra = crossGroups(build)
  fillUp(build, tell('ten-groups', find(live('pump-controller')), 'steady'), extra, maxGroups)
  const resting = find((thing) => isOf('cold-chain-logger', thing) && isResting(thing) && isAlone(build, thing))
  fillUp(build, tell('nine-groups-and-a-dynamic-one', resting), extra, maxGroups - 1)

  const moving = fleet.certificates.items.filter(({ status }) => status === 'PENDING_TRANSFER')
  const alone = tell(
    'transfer',
    find(({ type, certificates }) => type !== undefined && certificates.length === 0),
  )
  const besides = tell('transfer-besides', find(live('smart-meter')), 'steady')
  for (const [place, thing] of [alone, besides].entries()) {
    const certificate = moving[place]
    if (thing && certificate) attachCertificate(fleet, thing, certificate)
  }
}

const isOf = (type: string, thing: Thing) => thing.type?.name === type && thing.groups.length === 1

const isConnected = ({ details }: Thing) => details.connectivity?.connected === true

const isResting = ({ details: { attributes, connectivity } }: Thing) =>
  attributes.power === 'battery' && connectivity?.connected === false

/** One active certificate that no other thing has, with the product's policy alone and months ahead of it. */
function isAlone(build: FleetBuilder, { certificates }: Thing) {
  const [only] = certificates
  if (!only || certificates.length > 1 || only.things.length > 1) return false
  return only.status === 'ACTIVE' && only.policies.length === 1 && validityOf(only.pem).notAfter > build.inDays(180)
}

const hasTwo = ({ deviceKeys }: Fleet, { certificates }: Thing) =>
  certificates.length === 2 && certificates.every(({ id, status }) => status === 'ACTIVE' && deviceKeys.has(id))

/** More groups that cut across sites, with next to nobody in them. */
const crossGroups = (build: FleetBuilder) => [
  build.group('audit-sample', 'Drawn for this year’s audit'),
  build.group('calibration-due', 'To be calibrated within the quarter'),
  build.group('demonstration-units', 'Travel from site to site'),
  build.group('extended-warranty', 'Repaired free of charge'),
  build.group('leased-out', 'Belong to us, stand elsewhere'),
  build.group('night-alerts', 'Somebody is called when they fail'),
]

/** Puts a thing into groups, each of another hierarchy, until it is in so many. */
function fillUp({ fleet }: FleetBuilder, thing: Thing | undefined, extra: ThingGroup[], count: number) {
  const elsewhere = ['emea-hamburg-line-1', 'amer-austin-line-1', 'apac-nagoya-line-1', 'firmware-canary']
  if (!thing) return
  const candidates = [...elsewhere.flatMap((name) => fleet.groups.get(name) ?? []), ...extra]
  for (const group of candidates) {
    const isFree = thing.groups.every((own) => rootOf(own) !== rootOf(group))
    if (isFree && thing.groups.length < count) joinGroup(thing, group)
  }
}
