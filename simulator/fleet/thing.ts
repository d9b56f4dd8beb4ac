import type { DisconnectReasonValue } from '@aws-sdk/client-iot'
import type { Certificate } from './certificate.ts'
import type { BillingGroup, ThingGroup } from './thing-group.ts'
import type { ThingType } from './thing-type.ts'

export type Attributes = Readonly<Record<string, string>>

/** What the fleet index knows of a thing's latest MQTT session. Times are epoch milliseconds, durations seconds. */
export interface Connectivity {
  connected: boolean
  timestamp: number
  clientId: string
  disconnectReason?: DisconnectReasonValue
  keepAlive: number
  cleanSession: boolean
  sessionExpiry: number
  sourceIp: string
  sourcePort: number
}

export interface ThingDetails {
  id: string
  attributes: Attributes
  connectivity: Connectivity | undefined
  /** The classic shadow, when the device keeps one. */
  shadow: Readonly<Record<string, unknown>> | undefined
  /** Versions by package, as its `$package` shadow has them; without, it keeps none. */
  software?: Readonly<Record<string, string>> | undefined
}

/**
 * A thing. Its details may be a function of its name, so that a generated fleet of a million costs little memory until
 * somebody changes a thing. The arrays are shared between things and therefore replaced, never changed.
 */
export class Thing {
  type: ThingType | undefined = undefined
  billingGroup: BillingGroup | undefined = undefined
  groups: readonly ThingGroup[] = none
  certificates: readonly Certificate[] = none
  version = 1
  #details: ThingDetails | ((name: string) => ThingDetails)

  constructor(
    readonly name: string,
    details: ThingDetails | ((name: string) => ThingDetails),
  ) {
    this.#details = details
  }

  get details(): Readonly<ThingDetails> {
    return typeof this.#details === 'function' ? this.#details(this.name) : this.#details
  }

  change(changes: Partial<ThingDetails>) {
    // Generated details are getters, which spreading would lose.
    const { id, attributes, connectivity, shadow, software } = this.details
    this.#details = { id, attributes, connectivity, shadow, software, ...changes }
  }
}

const none: readonly never[] = []
