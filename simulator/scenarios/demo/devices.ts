import { days, hours, minutes } from '../../clock.ts'
import { attachCertificate, attachPolicy, joinGroup } from '../../fleet/attachments.ts'
import type { Certificate } from '../../fleet/certificate.ts'
import type { Connectivity, Thing } from '../../fleet/thing.ts'
import type { BillingGroup, ThingGroup } from '../../fleet/thing-group.ts'
import type { FleetBuilder } from '../fleet-builder.ts'
import type { Product } from './products.ts'
import { place, type Site } from './sites.ts'

/** A thing of the healthy majority, with the certificate it was made with. */
export interface Device {
  thing: Thing
  certificate: Certificate
  product: Product
}

interface Surroundings {
  sites: Site[]
  canary: ThingGroup
  billing: BillingGroup[]
}

export function demoDevices(build: FleetBuilder, products: Product[], surroundings: Surroundings): Device[] {
  return products.flatMap((product) =>
    Array.from({ length: product.count }, (_, index) => device(build, product, index, surroundings)),
  )
}

function device(
  build: FleetBuilder,
  product: Product,
  index: number,
  { sites, canary, billing }: Surroundings,
): Device {
  const { dice } = build
  const site = dice.pick(sites)
  const name = `${product.code}-${site.code}-${String(index + 1).padStart(5, '0')}`
  const createdDaysAgo = dice.between(20, 700)
  const firmware = dice.pick(product.firmware)
  const thing = build.thing(name, {
    attributes: {
      serial: `H${product.code.toUpperCase()}${String(dice.between(0, 99_999_999)).padStart(8, '0')}`,
      model: product.model,
      firmware,
      site: site.place,
      power: product.power,
      installed: build.daysAgo(createdDaysAgo).toISOString().slice(0, 10),
    },
    ...connectivityOf(build, product, name, createdDaysAgo),
    ...(product.code === 'gw' && {
      shadow: { reported: { firmware, uplink: dice.pick(['lte', 'fibre']) }, desired: { firmware } },
    }),
  })
  thing.type = product.type
  thing.billingGroup = dice.pick(billing)
  place(build, thing, site)
  if (dice.strikes(0.03)) joinGroup(thing, canary)
  const certificate = product.certify(name, { createdDaysAgo, notAfter: build.inDays(dice.between(95, 1400)) })
  attachCertificate(build.fleet, thing, certificate)
  attachPolicy(certificate, product.policy)
  return { thing, certificate, product }
}

/** Most devices are connected; some are away for hours, a few for months, and a few have never been seen. */
function connectivityOf(
  { dice, bornAt }: FleetBuilder,
  product: Product,
  clientId: string,
  ageDays: number,
): { connectivity?: Connectivity } {
  const fate = dice.share()
  if (fate > 0.97) return {}
  const sourceIp = `${dice.pick([81, 95, 178, 203])}.${dice.between(1, 250)}.${dice.between(0, 255)}.${dice.between(1, 254)}`
  const session = {
    clientId,
    keepAlive: product.keepAlive,
    cleanSession: product.power === 'mains',
    sessionExpiry: product.power === 'mains' ? 0 : 3600,
    sourceIp,
    sourcePort: dice.between(20_000, 60_000),
  }
  const ago = (ms: number) => bornAt.getTime() - Math.min(ms, days(ageDays - 1))
  if (fate < 0.82) {
    return { connectivity: { ...session, connected: true, timestamp: ago(minutes(dice.between(5, 60 * 24 * 12))) } }
  }
  const quiet = fate > 0.93
  const awayMs = quiet ? days(dice.between(31, 260)) : hours(dice.between(1, 24 * 6))
  const disconnectReason = quiet
    ? dice.pick(['CONNECTION_LOST', 'MQTT_KEEP_ALIVE_TIMEOUT', 'AUTH_ERROR'] as const)
    : dice.pick([
        'CLIENT_INITIATED_DISCONNECT',
        'CONNECTION_LOST',
        'MQTT_KEEP_ALIVE_TIMEOUT',
        'DUPLICATE_CLIENTID',
      ] as const)
  return { connectivity: { ...session, connected: false, timestamp: ago(awayMs), disconnectReason } }
}
