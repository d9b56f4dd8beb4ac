import { days, minutes } from '../clock.ts'
import { Certificate, certificateIdOf } from '../fleet/certificate.ts'
import { uuid } from '../fleet/fleet.ts'
import { everythingIndexed, packagesIndexed } from '../fleet/indexing.ts'
import { type Attributes, type Connectivity, Thing, type ThingDetails } from '../fleet/thing.ts'
import { homeAccount } from '../world.ts'
import type { Authority } from '../x509/authority.ts'
import { CertificateTemplate } from '../x509/certificate-template.ts'
import { EcKey } from '../x509/ec-key.ts'
import { epoch, FleetBuilder } from './fleet-builder.ts'
import type { Scenario } from './scenario.ts'

const typeCount = 5
const siteCount = 40
const nameDigits = 7
/** What things run, and what jobs can bring. */
const releases = {
  agent: ['2.0.0', '2.1.0', '2.2.0', '2.3.0'],
  firmware: ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0', '1.5.0', '1.6.0', '1.7.0'],
}
const maxAgeDays = 700

/** A fleet of any size for measuring: `count` things with one certificate each, everything derived from the ordinal. */
export function generated(count: number): Scenario {
  return (world) => {
    const { seed, bornAt } = world.options
    const fleet = world.fleet(homeAccount.id, homeAccount.region)
    fleet.indexing = { ...everythingIndexed(), ...packagesIndexed }
    const build = new FleetBuilder(fleet, bornAt, seed)
    fleet.software.updatedByJobs = true
    for (const [name, versions] of Object.entries(releases)) build.package(name, `Generated ${name}`, versions)
    const surroundings = generatedSurroundings(build)
    const key = new EcKey(`${seed}/generated`)
    fleet.sharedDeviceKey = key
    const issue = certificateMaker(build, surroundings.ca.authority, key)
    const detailsOf = (name: string) => new GeneratedDetails(ordinalOf(name), bornAt.getTime())
    const types = oneOfEach(surroundings.types)
    const groups = oneOfEach(surroundings.sites.map((site) => [site]))
    const policies = oneOfEach(surroundings.policies.map((policy) => [policy]))
    // Oldest first, so that neither collection has anything to sort.
    for (let ordinal = 1; ordinal <= count; ordinal++) {
      const thing = new Thing(nameOf(ordinal), detailsOf)
      thing.type = types(ordinal)
      thing.groups = groups(mix(ordinal, 1))
      const createdAt = epoch(createdDate(bornAt, ordinal, count))
      const id = certificateIdOf(issue(ordinal))
      const ca = surroundings.ca.record
      const certificate = new Certificate({ id, der: issue, ordinal, status: statusOf(ordinal), createdAt, ca })
      certificate.policies = policies(ordinal)
      certificate.things = [thing]
      thing.certificates = [certificate]
      fleet.things.add(thing)
      fleet.certificates.add(certificate)
    }
  }
}

function generatedSurroundings(build: FleetBuilder) {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  const top = build.group('sites', 'Every site')
  const ca = build.ca(
    [
      ['O', 'Generated Works'],
      ['CN', 'Generated Device CA'],
    ],
    {
      status: 'ACTIVE',
      autoRegistration: 'DISABLE',
      ageDays: 3000,
      endsInDays: 3000,
    },
  )
  return {
    ca,
    types: numbers(typeCount).map((number) => build.type(`product-${number}`, `Generated product ${number}`, [])),
    sites: numbers(siteCount).map((number) => build.group(`site-${number}`, `Site ${number}`, top)),
    policies: numbers(typeCount).map((number) =>
      build.policy(`product-${number}`, {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'iot:Connect', Resource: `arn:aws:iot:*:*:client/${clientId}` },
          { Effect: 'Allow', Action: 'iot:Publish', Resource: `arn:aws:iot:*:*:topic/telemetry/${clientId}` },
        ],
      }),
    ),
  }
}

/** One key pair for all: a million of them would take a minute. */
function certificateMaker(build: FleetBuilder, authority: Authority, key: EcKey) {
  const template = new CertificateTemplate(authority, key.spki, nameOf(0).length)
  const serial = Buffer.from(uuid(build.seed).replaceAll('-', ''), 'hex')
  serial[0] = 0x40
  return (ordinal: number) => {
    serial.writeUInt32BE(ordinal, 12)
    const notBefore = build.daysAgo(1 + (mix(ordinal, 2) % maxAgeDays))
    const notAfter = build.inDays((mix(ordinal, 3) % 1500) - 20)
    return template.make({ serial, commonName: nameOf(ordinal), notBefore, notAfter })
  }
}

/** Worked out again whenever asked for, one part at a time: kept, a million of them would fill the memory. */
class GeneratedDetails implements ThingDetails {
  readonly shadow = undefined

  constructor(
    readonly ordinal: number,
    readonly bornAtMs: number,
  ) {}

  get id(): string {
    return uuid(nameOf(this.ordinal))
  }

  get attributes(): Attributes {
    const random = mix(this.ordinal, 4)
    return {
      serial: `G${String(random).padStart(10, '0')}`,
      firmware: `1.${random % 7}.${(random >> 3) % 4}`,
      room: `room-${random % 300}`,
    }
  }

  get software(): Readonly<Record<string, string>> {
    const random = mix(this.ordinal, 7)
    return { agent: `2.${random % 3}.0`, firmware: `1.${(random >> 4) % 7}.0` }
  }

  get connectivity(): Connectivity | undefined {
    const random = mix(this.ordinal, 5)
    const fate = random % 100
    if (fate >= 97) return undefined
    const connected = fate < 80
    return {
      connected,
      timestamp: this.bornAtMs - (connected ? minutes(random % 20_000) : days(random % 200)),
      clientId: nameOf(this.ordinal),
      ...(!connected && { disconnectReason: random % 2 ? 'CONNECTION_LOST' : 'CLIENT_INITIATED_DISCONNECT' }),
      keepAlive: 300,
      cleanSession: true,
      sessionExpiry: 0,
      sourceIp: `198.18.${(random >> 8) & 255}.${random & 255}`,
      sourcePort: 1024 + (random % 60_000),
    }
  }
}

const clientId = '$' + '{iot:ClientId}'

const nameOf = (ordinal: number) => `dev-${String(ordinal).padStart(nameDigits, '0')}`
const ordinalOf = (name: string) => Number(name.slice('dev-'.length))

const createdDate = (bornAt: Date, ordinal: number, count: number) =>
  new Date(bornAt.getTime() - days(maxAgeDays) * (1 - (ordinal - 1) / count))

const statusOf = (ordinal: number) => (mix(ordinal, 6) % 50 ? 'ACTIVE' : 'INACTIVE')

const oneOfEach =
  <Item>(items: readonly Item[]) =>
  (number: number): Item =>
    items[number % items.length] as Item

/** A well-mixed whole number below 2³¹ for an ordinal and a purpose (the finalizer of MurmurHash3). */
function mix(ordinal: number, purpose: number): number {
  let hash = Math.imul(ordinal ^ (purpose * 0x9e3779b9), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) & 0x7fffffff
}
