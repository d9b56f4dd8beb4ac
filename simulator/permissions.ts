import { accessDenied } from './access-denied.ts'
import type { Identity } from './identity.ts'

/**
 * What callers may do, which in life IAM policies say: a session of a role with `reader` in its name may read and
 * empty queues, one with `responder` may contain devices besides, and everybody else may do everything. STS asks nobody.
 */
export function authorize(identity: Identity, service: string, operation: string, input: Record<string, unknown>) {
  if (service === 'sts' || isRead(operation) || mayChange(identity.role, operation)) return
  throw accessDenied(identity, service, operation, input)
}

/** Whether an operation changes nothing and sends nothing. */
export const isRead = (operation: string) =>
  /^(Get|List|Describe)|^(SearchIndex|TestAuthorization|FilterLogEvents|StartQuery|StopQuery|ReceiveMessage)$/.test(
    operation,
  )

/** What a reader does to the messages it has received; IAM asks for no more than one permission of a batch. */
const isReceiving = (operation: string) => /^(DeleteMessage|ChangeMessageVisibility)(Batch)?$/.test(operation)

function mayChange(role: string | undefined, operation: string) {
  if (role && /responder/i.test(role)) return responding.has(operation)
  return !(role && /reader/i.test(role)) || isReceiving(operation)
}

const responding: ReadonlySet<string> = new Set([
  'UpdateCertificate',
  'UpdateCACertificate',
  'DeleteConnection',
  'CreateThingGroup',
  'AddThingToThingGroup',
  'RemoveThingFromThingGroup',
  'UpdateThingGroupsForThing',
  'CreatePolicy',
  'CreatePolicyVersion',
  'SetDefaultPolicyVersion',
  'AttachPolicy',
  'DetachPolicy',
  'Publish',
  'SendDirectMessage',
  'StartCommandExecution',
  'CreateJob',
  'CancelJob',
  'CancelJobExecution',
  'CancelDeployment',
  'CreateDeployment',
  'StartAuditMitigationActionsTask',
  'StartDetectMitigationActionsTask',
  'CancelAuditMitigationActionsTask',
  'StartOnDemandAuditTask',
  'CreateAuditSuppression',
  'UpdateAuditSuppression',
  'DeleteAuditSuppression',
  'PutVerificationStateOnViolation',
])
