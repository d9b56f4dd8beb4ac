import type {
  Behavior,
  ConfidenceLevel,
  MetricValue,
  ModelStatus,
  VerificationState,
  ViolationEventType,
} from '@aws-sdk/client-iot'

export interface SecurityProfile {
  readonly name: string
  readonly description: string
  readonly behaviors: readonly Behavior[]
  /** ARNs of thing groups, or of all things. */
  readonly targets: readonly string[]
  /** Epoch seconds. */
  readonly createdAt: number
}

export interface Violation {
  readonly id: string
  /** Not always the name of a thing: any client id will do. */
  readonly thingName: string
  readonly profile: SecurityProfile
  readonly behavior: Behavior
  readonly confidence: ConfidenceLevel | undefined
  /** Oldest first. Times are epoch milliseconds. */
  readonly events: { type: ViolationEventType; at: number; value: MetricValue }[]
  verification: { state: VerificationState; description: string | undefined }
}

interface TrainedModel {
  readonly profile: SecurityProfile
  readonly behaviorName: string
  readonly status: ModelStatus
  readonly collectedFrom: number
  readonly collectedPercentage: number
  readonly refreshedAt: number | undefined
}

/**
 * Whether an account has Detect, which takes in no new ones. How AWS answers those it does not let in is not documented:
 * `refused` with an AccessDeniedException, or `empty` as to somebody who has never used it.
 */
export type DetectAccess = 'open' | 'refused' | 'empty'

export class Detect {
  access: DetectAccess = 'refused'
  readonly profiles = new Map<string, SecurityProfile>()
  readonly violations = new Map<string, Violation>()
  readonly models: TrainedModel[] = []
}
