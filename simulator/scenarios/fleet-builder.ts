import type { JobExecutionStatus } from '@aws-sdk/client-iot'
import { days } from '../clock.ts'
import { type CaCertificate, Certificate, type CertificateStatus, certificateIdOf } from '../fleet/certificate.ts'
import { type Fleet, uuid } from '../fleet/fleet.ts'
import type { Fate } from '../fleet/jobs/fate.ts'
import { Named } from '../fleet/named.ts'
import type { Policy } from '../fleet/policy.ts'
import type { PackageVersion } from '../fleet/software.ts'
import { type Attributes, type Connectivity, Thing, type ThingDetails } from '../fleet/thing.ts'
import type { BillingGroup, ThingGroup } from '../fleet/thing-group.ts'
import type { ThingType } from '../fleet/thing-type.ts'
import { type Authority, ecAuthority } from '../x509/authority.ts'
import { EcKey } from '../x509/ec-key.ts'
import { type DistinguishedName, type Issuer, issue, type SignatureScheme } from '../x509/issue.ts'
import { sha256 } from '../x509/seeded.ts'
import { Dice } from './dice.ts'

export interface SeededCa {
  record: CaCertificate
  authority: Authority
}

interface JobSeed {
  id: string
  description: string
  startedDaysAgo: number
}

interface CertificateSeed {
  /** Whose signature it bears, and the registered CA it belongs to, if any. */
  issuer: Issuer
  ca?: CaCertificate
  subject: DistinguishedName
  /** A key whose private half is kept, or a bare public key. */
  key: EcKey | Buffer
  createdDaysAgo: number
  notBefore?: Date
  notAfter: Date
  status?: CertificateStatus
  scheme?: SignatureScheme
}

/** Lays out a fleet. Every id, key and date follows from the fleet's place, the seed and the birth date. */
export class FleetBuilder {
  readonly dice: Dice
  #serials = 0

  constructor(
    readonly fleet: Fleet,
    readonly bornAt: Date,
    readonly seed: string,
  ) {
    this.dice = new Dice(seed)
  }

  daysAgo(count: number): Date {
    return new Date(this.bornAt.getTime() - days(count))
  }

  inDays = (count: number) => this.daysAgo(-count)

  type(name: string, description: string, searchableAttributes: string[], createdDaysAgo = 900): ThingType {
    const createdAt = epoch(this.daysAgo(createdDaysAgo))
    const type = {
      name,
      id: this.#id('type', name),
      description,
      searchableAttributes,
      createdAt,
      deprecatedAt: undefined,
    }
    this.fleet.types.add(type)
    return type
  }

  group(name: string, description: string, parent?: ThingGroup): ThingGroup {
    const group: ThingGroup = {
      name,
      id: this.#id('group', name),
      parent,
      description,
      attributes: {},
      policies: [],
      createdAt: epoch(this.daysAgo(880)),
      version: 1,
      dynamic: undefined,
    }
    this.fleet.groups.add(group)
    return group
  }

  billingGroup(name: string, description: string): BillingGroup {
    const createdAt = epoch(this.daysAgo(870))
    const group = { name, id: this.#id('billing', name), description, createdAt, version: 1 }
    this.fleet.billingGroups.add(group)
    return group
  }

  /** The last document is the default version. */
  policy(name: string, ...documents: object[]): Policy {
    const createdAt = epoch(this.daysAgo(860))
    const versions = documents.map((document, index) => {
      const age = 860 - index * 200
      return { id: String(index + 1), document: JSON.stringify(document), createdAt: epoch(this.daysAgo(age)) }
    })
    const last = versions.at(-1)
    const count = versions.length
    const policy: Policy = {
      name,
      versions,
      defaultVersionId: String(count),
      versionCount: count,
      createdAt,
      modifiedAt: last?.createdAt ?? createdAt,
    }
    this.fleet.policies.add(policy)
    return policy
  }

  ca(
    name: DistinguishedName,
    options: Pick<CaCertificate, 'status' | 'autoRegistration'> & { ageDays: number; endsInDays: number },
  ): SeededCa {
    const notBefore = this.daysAgo(options.ageDays)
    const seed = `${this.seed}/${JSON.stringify(name)}`
    const authority = ecAuthority({ seed, name, notBefore, notAfter: this.inDays(options.endsInDays) })
    const record: CaCertificate = {
      id: certificateIdOf(authority.der),
      der: authority.der,
      status: options.status,
      autoRegistration: options.autoRegistration,
      createdAt: epoch(notBefore),
      modifiedAt: epoch(notBefore),
      version: 1,
      mode: 'DEFAULT',
      registrationConfig: undefined,
    }
    this.fleet.cas.add(record)
    return { record, authority }
  }

  thing(
    name: string,
    details: { attributes: Attributes; connectivity?: Connectivity; shadow?: ThingDetails['shadow'] },
  ): Thing {
    const { attributes, connectivity, shadow } = details
    const thing = new Thing(name, { id: this.#id('thing', name), attributes, connectivity, shadow })
    this.fleet.things.add(thing)
    return thing
  }

  certificate({
    issuer,
    ca,
    subject,
    key,
    createdDaysAgo,
    notBefore,
    notAfter,
    status = 'ACTIVE',
    scheme,
  }: CertificateSeed) {
    const createdAt = this.daysAgo(createdDaysAgo)
    const der = issue(issuer, {
      subject,
      spki: key instanceof EcKey ? key.spki : key,
      serial: sha256(`${this.seed}/serial/${this.#serials++}`).subarray(0, 16),
      notBefore: notBefore ?? createdAt,
      notAfter,
      kind: 'client',
      ...(scheme && { scheme }),
    })
    const id = certificateIdOf(der)
    const certificate = new Certificate({ id, der, status, createdAt: epoch(createdAt), ...(ca && { ca }) })
    this.fleet.certificates.add(certificate)
    if (key instanceof EcKey) this.fleet.deviceKeys.set(id, key)
    return certificate
  }

  /** A job for some things, each in the state it has come to. It is over when all its executions are. */
  job({ id, description, startedDaysAgo }: JobSeed, wanted: readonly (readonly [Thing, JobExecutionStatus])[]) {
    const createdAt = this.daysAgo(startedDaysAgo).getTime()
    const statuses = new Map(wanted)
    return this.fleet.jobs.create({
      id,
      description,
      document: JSON.stringify({ operation: id }),
      targets: wanted.map(([{ name }]) => this.fleet.arn('thing', name)),
      targetSelection: 'SNAPSHOT',
      createdAt,
      script: (thing) => settled(statuses.get(thing)),
    })
  }

  /**
   * A package of the catalog with its versions, the oldest first. Those with a hyphen are drafts, the first of several is
   * deprecated, and the last that is published is the default.
   */
  package(name: string, description: string, versions: readonly string[]) {
    const isDraft = (version: string) => version.includes('-')
    const listed = new Named<PackageVersion>()
    for (const [index, version] of versions.entries()) {
      const at = this.daysAgo(Math.max(1, 700 - (index * 660) / versions.length)).getTime()
      const stored = (key: string) => ({ bucket: 'releases', key: `${name}/${version}/${key}`, version: '1' })
      const published = index === 0 && versions.length > 1 ? 'DEPRECATED' : 'PUBLISHED'
      listed.add({
        ...{ name: version, description: undefined, status: isDraft(version) ? 'DRAFT' : published },
        ...{ attributes: {}, artifact: stored('image.bin'), createdAt: at, modifiedAt: at },
        sbom: isDraft(version) ? undefined : stored('sbom.zip'),
      })
    }
    this.fleet.software.packages.add({
      ...{ name, description, versions: listed },
      defaultVersion: versions.findLast((version) => !isDraft(version)),
      createdAt: this.daysAgo(700).getTime(),
      modifiedAt: this.daysAgo(40).getTime(),
    })
  }

  #id(kind: string, name: string) {
    return uuid(`${this.seed}/${this.fleet.account}/${kind}/${name}`)
  }
}

/** A device that comes to a state within minutes and stays there. */
const settled = (status: JobExecutionStatus | undefined): Fate => ({
  anyway: true,
  startsAfter: status === 'QUEUED' ? undefined : 600_000,
  runs: status === 'IN_PROGRESS' ? undefined : 60_000,
  ends: status === 'FAILED' || status === 'REJECTED' ? status : 'SUCCEEDED',
  begins: {},
  says: {},
})

export const epoch = (date: Date) => Math.floor(date.getTime() / 1000)
