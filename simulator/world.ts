import { Records } from './broker/records.ts'
import { Calls } from './calls.ts'
import { Clock } from './clock.ts'
import { Faults } from './faults.ts'
import { feed } from './feeds.ts'
import { Fleet } from './fleet/fleet.ts'
import { OperationCounts } from './operation-counts.ts'
import { Quotas } from './quotas.ts'
import { SeededPresence } from './seeded-presence.ts'
import { amazonIssuer } from './x509/authority.ts'
import type { Issuer } from './x509/issue.ts'

/** Accounts that hold a fleet, and what a caller must bring to assume a role there. */
export interface Account {
  id: string
  region: string
  externalId: string | undefined
}

export const homeAccount: Account = { id: '123456789012', region: 'eu-west-1', externalId: undefined }
export const secondAccount: Account = { id: '210987654321', region: 'us-east-1', externalId: 'fleetwarden-demo' }

export interface WorldOptions {
  seed: string
  /** When the seeded fleets were last touched by their makers: every seeded date counts from here. */
  bornAt: Date
  quotaScale: number
  searchPageMax: number
  /** How long a live session outlasts its certificate. AWS takes up to minutes. */
  cutOffDelayMs: number
  /** How long the broker goes on with policies as they were. AWS takes up to minutes. */
  policyCacheMs: number
  /** Whether things that no device stands for come back, and notice their policies. */
  seeded?: 'still' | 'lively'
  /** The longest that a log record takes until it can be read; the shortest is an eighth of it. */
  feedDelayMs?: number
  /** AWS's is 30; tests cannot wait that long. */
  shortestKeepAliveS: number
  /** How soon after a device-side report the next is taken. AWS's is 300. */
  shortestReportS?: number
}

/** Everything the simulator remembers. */
export class World {
  readonly clock = new Clock()
  readonly faults: Faults
  readonly quotas: Quotas
  readonly counts = new OperationCounts()
  /** What was changed through the API, or should have been. */
  readonly calls = new Calls()
  /** What the broker's clients did. */
  readonly records = new Records()
  readonly seeded: SeededPresence
  /** Where AWS's own clients reach it, once it listens. */
  url = ''
  /** What AWS IoT signs its own certificates with, in every account. */
  readonly amazon: Issuer
  readonly #fleets = new Map<string, Fleet>()

  constructor(readonly options: WorldOptions) {
    this.amazon = amazonIssuer(options.seed)
    this.faults = new Faults(options.seed)
    this.quotas = new Quotas(options.quotaScale)
    const { seeded, policyCacheMs, feedDelayMs: delayMs = 0 } = options
    this.seeded = new SeededPresence({ isLively: seeded === 'lively', policyCacheMs })
    feed({ records: this.records, fleetOf: (account, region) => this.fleet(account, region), delayMs })
  }

  /** The fleet of an account and region; empty where no scenario put one. */
  fleet(account: string, region: string): Fleet {
    const key = `${account}/${region}`
    const fleet = this.#fleets.get(key) ?? new Fleet(account, region, this.clock)
    this.#fleets.set(key, fleet)
    return fleet
  }

  get fleets(): Fleet[] {
    return [...this.#fleets.values()]
  }

  forgetFleets() {
    this.#fleets.clear()
  }
}
