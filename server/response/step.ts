import type { PlannedStep } from '#contract/response.ts'
import type { ResponderAws } from '#server/aws/responder.ts'

/** One AWS call of a plan, as it is stored. `before` values and results live beside it, in response_steps. */
export type StepParams =
  | { kind: 'set-certificate-status'; certificateId: string; from: string; to: 'ACTIVE' | 'INACTIVE' | 'REVOKED' }
  | { kind: 'join-group'; thing: string; group: string; overrideDynamicGroups?: boolean }
  | { kind: 'leave-group'; thing: string; group: string }
  | { kind: 'close-connection'; clientId: string; cleanSession: boolean }
  | { kind: 'ask-to-stop'; clientId: string; topic: string; payload: string }
  | { kind: 'create-policy'; policy: string; document: string }
  | { kind: 'create-group'; group: string; description: string }
  | { kind: 'attach-policy'; policy: string; target: string }
  | { kind: 'detach-policy'; policy: string; target: string }
  | {
      kind: 'apply-mitigation'
      task: string
      finding: string
      check: string
      action: string
      does: string
      subject: string
    }
  | { kind: 'cancel-job'; job: string; force: boolean }
  /** `document`: a hash of it, as it was when it was planned. */
  | { kind: 'create-job'; job: string; retries: string; document: string; things: string[] }
  | { kind: 'cancel-deployment'; deployment: string }

export type StepKind = StepParams['kind']
export type StepOf<Kind extends StepKind> = Extract<StepParams, { kind: Kind }>

/**
 * How one kind of call is made, checked and taken back. Every `apply` may run twice: after a crash it does.
 * `read` answers what AWS says now of the thing that `apply` changes, as a short text that is stored as `before` and
 * compared; null when the object does not exist. A step without `read` changes nothing that lasts.
 */
export type Step<Params extends StepParams = StepParams> = {
  operation: string
  /** A courtesy: its target has not failed when only this did. */
  optional?: true
  /** The IAM actions it calls: to read, and to apply. */
  needs: { reads: readonly string[]; applies: readonly string[] }
  describe(params: Params): PlannedStep
  read?(aws: ResponderAws, params: Params): Promise<string | null>
  /** The same for many at once where AWS has a cheaper way than a call each; undefined leaves it to `read`. */
  readMany?(
    aws: ResponderAws,
    params: readonly Params[],
    fleet: { certificates: number },
  ): Promise<(string | null)[]> | undefined
  /** Whether AWS is already as this step wants it. */
  isDone?(current: string | null, params: Params): boolean
  /** Of what AWS does by itself once it is asked: whether it is still at it, or has given it up. */
  standing?(current: string | null): 'under-way' | 'given-up' | undefined
  /** Answers AWS's request id. Throws an AwsFailure, whose details hold one, too. */
  apply(aws: ResponderAws, params: Params): Promise<{ requestId: string | null }>
  /** The step that puts `before` back; null when AWS has no way or there is nothing to put back. */
  inverse(params: Params, before: string | null): StepParams | null
}

/** Declares a kind of step; the engine only hands back what was planned with it. */
export const step = <Kind extends StepKind>(_kind: Kind, definition: Step<StepOf<Kind>>): Step =>
  definition as unknown as Step
