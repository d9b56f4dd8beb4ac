import type { Responder } from './response-settings.ts'

// Why an action cannot be taken, as the button says it before anybody asks and the server when somebody does.

type Rollout = { kind: 'job' | 'greengrass'; awsStatus: string }
type Failed = { failed: number; timedOut: number; rejected: number; removed: number; retryable: number }

/** Why a job or Greengrass deployment cannot be cancelled, in words for the button; undefined when it can. */
export function whyNotCancel({ kind, awsStatus }: Rollout, force = false) {
  const open = kind === 'job' ? ['IN_PROGRESS', 'SCHEDULED'] : ['ACTIVE']
  if (open.includes(awsStatus)) return undefined
  // Devices that began before a job was cancelled can still be stopped.
  if (awsStatus === 'CANCELED') return force && kind === 'job' ? undefined : 'It is cancelled already'
  return `It is over: AWS calls it ${awsStatus}`
}

/** Why the failed devices of a job cannot be retried; undefined when they can. `retryable`: those not settled since. */
export function whyNotRetryFailed({ kind, retryable, ...counts }: Pick<Rollout, 'kind'> & Failed) {
  if (kind === 'greengrass') return 'Greengrass tries again by a new revision of the deployment'
  if (retryable > 0) return undefined
  if (counts.failed + counts.timedOut + counts.rejected > 0)
    return 'Each device that failed succeeded since, is tried again already, or was deleted'
  return counts.removed > 0 ? 'AWS took these devices out of the job: it is for them no more' : 'No device failed'
}

/** Why a certificate cannot be deactivated, in words for the button; undefined when it can. */
export function whyNotDeactivate({ status }: { status: string }): string | undefined {
  if (status === 'ACTIVE') return undefined
  return status === 'REVOKED' ? 'It is revoked already' : `It cannot connect as it is: ${status}`
}

/** Why a certificate cannot be reactivated; undefined when it can. */
export function whyNotReactivate({ status }: { status: string }): string | undefined {
  if (status === 'INACTIVE') return undefined
  if (status === 'ACTIVE') return 'It is active'
  if (status === 'REVOKED') return 'AWS never lets a revoked certificate change its status again'
  return `AWS does not let it be set active while it is ${status}`
}

/** Why a certificate cannot be revoked; undefined when it can. */
export function whyNotRevoke({ status }: { status: string }): string | undefined {
  if (status === 'REVOKED') return 'It is revoked already'
  return status === 'PENDING_TRANSFER' ? 'It is being transferred to another account' : undefined
}

const quarantineProblems: Record<Responder['quarantine'], string | undefined> = {
  ready: undefined,
  unknown: undefined,
  'no-group': 'The quarantine group does not exist in this account',
  'no-policy': 'The quarantine policy does not exist in this account',
  'not-attached': 'The quarantine policy is not attached to the quarantine group',
  'weak-policy': 'The quarantine policy does not deny everything',
}

/** Why nothing can be quarantined in an account, and the way out; undefined when it can, and when only a plan will tell. */
export function whyNotQuarantine({ quarantine }: Pick<Responder, 'quarantine'>): string | undefined {
  const problem = quarantineProblems[quarantine]
  return problem && `${problem}. An admin can put that right in Settings, Response.`
}
