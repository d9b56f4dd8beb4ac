import type {
  AuditFindingSeverity,
  AuditFrequency,
  AuditNotificationTarget,
  AuditTaskType,
  DayOfWeek,
  RelatedResource,
  ResourceIdentifier,
  ResourceType,
} from '@aws-sdk/client-iot'
import type { Mitigations } from './mitigations.ts'
import { mitigationsOf } from './mitigations.ts'

/** Device Defender's checks, and how bad it takes what they find. */
export const auditChecks = {
  AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK: 'CRITICAL',
  CA_CERTIFICATE_EXPIRING_CHECK: 'MEDIUM',
  CA_CERTIFICATE_KEY_QUALITY_CHECK: 'CRITICAL',
  CONFLICTING_CLIENT_IDS_CHECK: 'HIGH',
  DEVICE_CERTIFICATE_AGE_CHECK: 'LOW',
  DEVICE_CERTIFICATE_EXPIRING_CHECK: 'MEDIUM',
  DEVICE_CERTIFICATE_KEY_QUALITY_CHECK: 'CRITICAL',
  DEVICE_CERTIFICATE_SHARED_CHECK: 'CRITICAL',
  INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK: 'CRITICAL',
  IOT_POLICY_OVERLY_PERMISSIVE_CHECK: 'CRITICAL',
  IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK: 'MEDIUM',
  IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK: 'MEDIUM',
  IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK: 'CRITICAL',
  LOGGING_DISABLED_CHECK: 'LOW',
  REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK: 'CRITICAL',
  REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: 'MEDIUM',
  UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK: 'CRITICAL',
} as const satisfies Record<string, AuditFindingSeverity>

export type CheckName = keyof typeof auditChecks

export const checkNames = Object.keys(auditChecks) as CheckName[]

/** What a check objects to. */
export interface Objection {
  resource: { type: ResourceType; id: ResourceIdentifier; info?: Record<string, string> }
  related: RelatedResource[]
  code: string
  reason: string
}

export interface Finding extends Objection {
  id: string
  task: AuditTask
  check: CheckName
  /** Whether a suppression stood when the audit ran. */
  isSuppressed: boolean
}

export interface CheckRun {
  /** Resources looked at. */
  total: number
  findings: Finding[]
  /** Why it could not be evaluated. */
  error: { code: string; message: string } | undefined
}

export interface AuditTask {
  readonly id: string
  readonly type: AuditTaskType
  readonly scheduledName: string | undefined
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly completesAt: number
  canceledAt: number | undefined
  readonly checks: Map<CheckName, CheckRun>
}

export interface Schedule {
  readonly name: string
  checks: readonly CheckName[]
  frequency: AuditFrequency
  dayOfMonth: string | undefined
  dayOfWeek: DayOfWeek | undefined
  /** Epoch milliseconds. */
  nextAt: number
}

export interface Suppression {
  readonly check: CheckName
  readonly resource: ResourceIdentifier
  /** Epoch milliseconds; none for ever. */
  expiresAt: number | undefined
  description: string | undefined
}

/** What Device Defender is set to audit, and what it has. Nothing is enabled until somebody does. */
export class Audits {
  /** With the settings each was given. */
  readonly enabled = new Map<CheckName, Readonly<Record<string, string>>>()
  /** Checks that its role's permissions do not suffice for, or that fail for another reason, by AWS's error code. */
  readonly failing = new Map<CheckName, string>()
  /** Checks that AWS may have tomorrow, under names nobody knows today. Each objects to the account. */
  readonly future = new Set<CheckName>()
  readonly schedules = new Map<string, Schedule>()
  readonly tasks = new Map<string, AuditTask>()
  readonly mitigations: Mitigations = mitigationsOf()
  suppressions: Suppression[] = []
  /** What creating suppressions was asked with, by client token. */
  readonly suppressionTokens = new Map<string, Suppression>()
  roleArn: string | undefined = undefined
  notifications: Partial<Record<string, AuditNotificationTarget>> = {}

  enable(check: CheckName, configuration: Readonly<Record<string, string>> = {}) {
    this.enabled.set(check, configuration)
  }
}
