import type pg from 'pg'
import type { ResponderAws } from '#server/aws/responder.ts'

/** What planning works with; `aws` says why there is none where it cannot be reached. */
export type PlanParts = { pool: pg.Pool; aws: ResponderAws | { whyNot: string }; now: () => Date }

/** The same once AWS can be asked. */
export type AskingParts = PlanParts & { aws: ResponderAws }

/** Somebody else planned the run, or it is not to be planned any more. */
export class Superseded extends Error {
  override name = 'Superseded'
}

/** No plan can be made, and what to say of it. */
export class CannotPlan extends Error {
  override name = 'CannotPlan'
}
