import type pg from 'pg'
import type { Logger } from 'pino'
import type { Difference, RunState, TargetState } from '#contract/response.ts'
import type { AwsTarget, ResponderConnection } from '#server/aws/connect.ts'
import type { ResponderAws } from '#server/aws/responder.ts'
import type { AskingParts, PlanParts } from '../plan/plan-parts.ts'
import type { Held } from './lease.ts'
import type { ResponseSettings } from './settings.ts'
import type { Steps } from './task.ts'
import type { Teller } from './teller.ts'

/** What the planner does with a run. */
export type Planner = {
  make(parts: PlanParts, runId: string): Promise<void>
  compare(parts: AskingParts, runId: string): Promise<{ digest: string; differences: Difference[] }>
  /** Brings the fact tables up to date with what a run changed. */
  refresh(parts: AskingParts, accountId: number, touched: { things: string[]; certificates: string[] }): Promise<void>
}

/** Who counts what runs come to. */
export type Metrics = {
  targets(action: string, state: TargetState, count: number): void
  contained(action: string, seconds: number): void
  ended(action: string, state: RunState): void
}

/** What the engine is made of; tests hand it their own AWS. */
export type ResponseParts = {
  pool: pg.Pool
  log: Logger
  settings: ResponseSettings
  steps: Steps
  planner: Planner
  connect: (target: AwsTarget & { roleArn: string }) => ResponderConnection
  now: () => Date
  metrics?: Metrics
}

/** One run in hand: until it is done, has to wait, or lets others go first. */
export type Turn = {
  held: Held
  parts: ResponseParts
  /** Ends the calls under way only when the run is lost, or some seconds after a shutdown began. */
  aws: ResponderAws
  /** Ends at once with a shutdown: looking can be done again. */
  looking: ResponderAws
  /** A shutdown was asked for: what is in hand is finished and nothing new is begun. */
  closing: AbortSignal
  fleet: { certificates: number }
  teller: Teller
  /** Whether this worker has no place left for another run of the lane. */
  crowded: () => boolean
}

/** The run has to wait, for the reason that is shown; or, when that will not go by itself, is given up. */
export class Paused extends Error {
  override name = 'Paused'

  constructor(
    message: string,
    readonly final = false,
  ) {
    super(message)
  }
}
