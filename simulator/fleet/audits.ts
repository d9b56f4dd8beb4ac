import type { AuditFindingSeverity, AuditTaskType, RelatedResource, ResourceType } from '@aws-sdk/client-iot'
import { hours } from '../clock.ts'

/** Device Defender's checks. Those without a severity are known, and can not be switched on here. */
export const auditChecks = {
  AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK: undefined,
  CA_CERTIFICATE_EXPIRING_CHECK: undefined,
  CA_CERTIFICATE_KEY_QUALITY_CHECK: undefined,
  CONFLICTING_CLIENT_IDS_CHECK: 'HIGH',
  DEVICE_CERTIFICATE_AGE_CHECK: undefined,
  DEVICE_CERTIFICATE_EXPIRING_CHECK: undefined,
  DEVICE_CERTIFICATE_KEY_QUALITY_CHECK: undefined,
  DEVICE_CERTIFICATE_SHARED_CHECK: 'CRITICAL',
  INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK: undefined,
  IOT_POLICY_OVERLY_PERMISSIVE_CHECK: undefined,
  IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK: undefined,
  IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK: undefined,
  IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK: undefined,
  LOGGING_DISABLED_CHECK: 'LOW',
  REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK: undefined,
  REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: undefined,
  UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK: undefined,
} as const satisfies Record<string, AuditFindingSeverity | undefined>

export type SimulatedCheck =
  | 'CONFLICTING_CLIENT_IDS_CHECK'
  | 'DEVICE_CERTIFICATE_SHARED_CHECK'
  | 'LOGGING_DISABLED_CHECK'

export const simulatedChecks: readonly SimulatedCheck[] = [
  'CONFLICTING_CLIENT_IDS_CHECK',
  'DEVICE_CERTIFICATE_SHARED_CHECK',
  'LOGGING_DISABLED_CHECK',
]

/** What a check objects to. */
export interface Objection {
  resource: { type: ResourceType; id: { clientId: string } | { deviceCertificateId: string } | { account: string } }
  related: RelatedResource[]
  code: string
  reason: string
}

export interface Finding extends Objection {
  id: string
  task: AuditTask
  check: SimulatedCheck
}

interface CheckRun {
  /** Resources looked at. */
  total: number
  findings: Finding[]
}

export interface AuditTask {
  readonly id: string
  readonly type: AuditTaskType
  readonly scheduledName: string | undefined
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly completesAt: number
  readonly checks: Map<SimulatedCheck, CheckRun>
}

interface Schedule {
  readonly name: string
  readonly checks: readonly SimulatedCheck[]
  /** Epoch milliseconds; every day from then on. */
  nextAt: number
}

/** What Device Defender is set to audit, and what it has. Nothing is enabled until somebody does. */
export class Audits {
  readonly enabled = new Set<SimulatedCheck>()
  readonly schedules: Schedule[] = []
  readonly tasks = new Map<string, AuditTask>()
  roleArn: string | undefined = undefined

  /** The schedules whose time has come, which are then set for the next day. */
  due(now: number): Schedule[] {
    const due = this.schedules.filter(({ nextAt }) => nextAt <= now)
    for (const schedule of due) while (schedule.nextAt <= now) schedule.nextAt += hours(24)
    return due
  }
}
