import type { Step, StepKind } from './step.ts'
import { applyMitigation } from './steps/apply-mitigation.ts'
import { cancelDeployment, cancelJob, createJob } from './steps/deployments.ts'
import { joinGroup, leaveGroup } from './steps/membership.ts'
import { attachPolicy, createGroup, createPolicy, detachPolicy } from './steps/policies.ts'
import { askToStop, closeConnection } from './steps/sessions.ts'
import { setCertificateStatus } from './steps/set-certificate-status.ts'

/** How each kind of call is made, checked and taken back. */
export const steps: Record<StepKind, Step> = {
  'set-certificate-status': setCertificateStatus,
  'join-group': joinGroup,
  'leave-group': leaveGroup,
  'close-connection': closeConnection,
  'ask-to-stop': askToStop,
  'create-policy': createPolicy,
  'create-group': createGroup,
  'attach-policy': attachPolicy,
  'detach-policy': detachPolicy,
  'apply-mitigation': applyMitigation,
  'cancel-job': cancelJob,
  'create-job': createJob,
  'cancel-deployment': cancelDeployment,
}
