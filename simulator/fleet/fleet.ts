import type { Clock } from '../clock.ts'
import type { EcKey } from '../x509/ec-key.ts'
import { sha256 } from '../x509/seeded.ts'
import { Audits } from './audits.ts'
import { ByCreation } from './by-creation.ts'
import type { CaCertificate, Certificate } from './certificate.ts'
import type { Command, CommandExecution } from './command.ts'
import { Connections } from './connections.ts'
import { Detect } from './detect.ts'
import { type DomainConfiguration, noRevocations, type ProvisioningTemplate } from './endpoints.ts'
import type { Exhibit } from './exhibit.ts'
import { Greengrass } from './greengrass.ts'
import { nothingIndexed } from './indexing.ts'
import { Jobs } from './jobs/jobs.ts'
import { LogGroups } from './log-group.ts'
import type { Logging } from './logging.ts'
import { Named } from './named.ts'
import type { Policy } from './policy.ts'
import { Queues } from './queues.ts'
import type { Role, RoleAlias } from './roles.ts'
import { Sessions } from './sessions.ts'
import { SoftwareCatalog } from './software.ts'
import type { Story } from './story.ts'
import type { Thing } from './thing.ts'
import type { BillingGroup, ThingGroup } from './thing-group.ts'
import type { ThingType } from './thing-type.ts'

/** What one AWS account holds in one region. */
export class Fleet {
  readonly things = new Named<Thing>()
  readonly types = new Named<ThingType>()
  readonly groups = new Named<ThingGroup>()
  /** The few groups that are queries: every look at a thing's groups asks them. */
  readonly dynamicGroups = new Set<ThingGroup>()
  readonly billingGroups = new Named<BillingGroup>()
  readonly policies = new Named<Policy>()
  readonly certificates = new ByCreation<Certificate>()
  readonly cas = new ByCreation<CaCertificate>()
  /** Things that the scenario keeps ready for a certain situation. */
  readonly stories: Story[] = []
  /** Things that only show something, and are drawn for nothing else. */
  readonly apart = new Set<Thing>()
  /** What else it keeps ready to be looked at: certificates, policies, settings. */
  readonly exhibits: Exhibit[] = []
  readonly jobs: Jobs
  readonly greengrass = new Greengrass()
  readonly software = new SoftwareCatalog()
  readonly commands = new Named<Command>()
  /** By id, in the order they were started. */
  readonly commandExecutions = new Map<string, CommandExecution>()
  /** What client tokens were used for. */
  readonly commandTokens = new Map<string, CommandExecution>()
  indexing = nothingIndexed()
  /** What it logs of AWS IoT; nothing until somebody has configured it. */
  logging: Logging | undefined = undefined
  readonly logs = new LogGroups()
  readonly connections = new Connections()
  readonly audits = new Audits()
  readonly detect = new Detect()
  readonly roleAliases = new Named<RoleAlias>()
  readonly domains = new Named<DomainConfiguration>()
  readonly templates = new Named<ProvisioningTemplate>()
  /** IAM's roles, by name. IAM itself knows no regions: those of any fleet of the account count. */
  readonly roles = new Map<string, Role>()
  /** Which registry events are published, by their type. */
  readonly eventTypes = new Set<string>()
  readonly revocations = noRevocations()
  readonly queues: Queues
  /** Pairs `certificate id/thing name` attached as EXCLUSIVE_THING; everything else is not exclusive. */
  readonly exclusive = new Set<string>()
  /** Private halves of seeded device certificates, by certificate id, for virtual devices that really connect. */
  readonly deviceKeys = new Map<string, EcKey>()
  /** One key for every certificate that has none of its own: a generated fleet's. */
  sharedDeviceKey: EcKey | undefined = undefined
  readonly sessions = new Sessions()
  /** Things that a virtual device stands for. */
  readonly played = new Set<Thing>()
  /** Hands a message to the fleet's subscribers; set while there is a broker. */
  deliver: ((message: Message) => void) | undefined = undefined
  /** Epoch seconds. */
  readonly createdAt: number
  #uuids = 0

  constructor(
    readonly account: string,
    readonly region: string,
    readonly clock: Clock,
  ) {
    this.createdAt = this.now()
    this.queues = new Queues(clock.now())
    this.jobs = new Jobs(this)
  }

  arn(kind: ArnKind, name: string): string {
    return `arn:aws:iot:${this.region}:${this.account}:${kind}/${name}`
  }

  /** The name at the end of one of this fleet's ARNs, when it is of that kind. */
  nameIn(arn: string, kind: ArnKind): string | undefined {
    const prefix = this.arn(kind, '')
    return arn.startsWith(prefix) ? arn.slice(prefix.length) : undefined
  }

  /** Epoch seconds. */
  now(): number {
    return Math.floor(this.clock.now() / 1000)
  }

  /** A UUID that a fleet with the same history gives again. */
  newId(): string {
    return uuid(`${this.account}/${this.region}/${this.#uuids++}`)
  }
}

export interface Message {
  topic: string
  payload: Uint8Array
  qos: 0 | 1
  retain: boolean
}

export type ArnKind =
  | 'thing'
  | 'thinggroup'
  | 'thingtype'
  | 'billinggroup'
  | 'cert'
  | 'cacert'
  | 'policy'
  | 'index'
  | 'job'
  | 'package'
  | 'command'
  | 'client'
  | 'rolealias'
  | 'domainconfiguration'
  | 'provisioningtemplate'
  | 'scheduledaudit'
  | 'mitigationaction'
  | 'securityprofile'

export function uuid(seed: string): string {
  const bytes = sha256(seed)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
