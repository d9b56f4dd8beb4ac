import type { SubjectKind } from '#contract/findings.ts'
import type { Severity } from '#contract/incidents.ts'

/** What we say of an audit check of Device Defender. Severities are AWS's own (Developer Guide, "Audit checks"). */
export type AuditCheck = { title: string; why: string; subjectKind: SubjectKind; severity: Severity }

/** The audit checks that are known by name. AWS adds new ones: their names are shown as they are. */
export const auditChecks: Record<string, AuditCheck> = {
  UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK: {
    title: 'Role of unauthenticated Cognito users permits too much',
    why: 'Anybody who knows the identity pool may use what its role permits.',
    subjectKind: 'other',
    severity: 'critical',
  },
  AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK: {
    title: 'Role of authenticated Cognito users permits too much',
    why: 'One signed-in user may reach the devices and data of others.',
    subjectKind: 'other',
    severity: 'critical',
  },
  IOT_POLICY_OVERLY_PERMISSIVE_CHECK: {
    title: 'Policy permits too much',
    why: 'A device that holds it reaches the data and identity of others.',
    subjectKind: 'policy',
    severity: 'critical',
  },
  IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK: {
    title: 'Policy may not deny what it is meant to',
    why: 'MQTT wildcards are plain characters in a policy, so a Deny that uses them stops almost nothing.',
    subjectKind: 'policy',
    severity: 'medium',
  },
  IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK: {
    title: 'Role alias permits too much',
    why: 'Every device that may assume it acts in the account with all its role permits.',
    subjectKind: 'role-alias',
    severity: 'critical',
  },
  IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK: {
    title: 'Role alias permits services nobody used for a year',
    why: 'What is not used only serves whoever steals a device.',
    subjectKind: 'role-alias',
    severity: 'medium',
  },
  CA_CERTIFICATE_EXPIRING_CHECK: {
    title: 'CA certificate expires soon',
    why: 'Devices with certificates from an expired CA can no longer be registered.',
    subjectKind: 'ca-certificate',
    severity: 'medium',
  },
  CA_CERTIFICATE_KEY_QUALITY_CHECK: {
    title: 'CA certificate has a weak key',
    why: 'Whoever finds the key can issue certificates for any device.',
    subjectKind: 'ca-certificate',
    severity: 'critical',
  },
  DEVICE_CERTIFICATE_KEY_QUALITY_CHECK: {
    title: 'Device certificate has a weak key',
    why: 'Whoever finds the key can be the device.',
    subjectKind: 'certificate',
    severity: 'critical',
  },
  DEVICE_CERTIFICATE_EXPIRING_CHECK: {
    title: 'Device certificate expires soon',
    why: 'A device whose certificate lapses cannot reconnect.',
    subjectKind: 'certificate',
    severity: 'medium',
  },
  DEVICE_CERTIFICATE_AGE_CHECK: {
    title: 'Device certificate is too old',
    why: 'The longer a key is in use, the more likely somebody else has it.',
    subjectKind: 'certificate',
    severity: 'low',
  },
  DEVICE_CERTIFICATE_SHARED_CHECK: {
    title: 'Certificate is used by several devices at once',
    why: 'Devices that share a key cannot be told apart, nor cut off one by one.',
    subjectKind: 'certificate',
    severity: 'critical',
  },
  CONFLICTING_CLIENT_IDS_CHECK: {
    title: 'Client ID is used by several connections',
    why: 'Each new connection throws the other out; one of them may be an impostor.',
    subjectKind: 'client',
    severity: 'high',
  },
  REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK: {
    title: 'CA certificate was revoked by its issuer and is still active',
    why: 'Devices of a CA that is no longer trusted are still let in.',
    subjectKind: 'ca-certificate',
    severity: 'critical',
  },
  REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: {
    title: 'Device certificate was revoked by its issuer and is still active',
    why: 'A device that its issuer no longer trusts is still let in.',
    subjectKind: 'certificate',
    severity: 'medium',
  },
  INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK: {
    title: 'Intermediate CA of active certificates was revoked',
    why: 'All devices below it are let in on a trust that was withdrawn.',
    subjectKind: 'other',
    severity: 'critical',
  },
  LOGGING_DISABLED_CHECK: {
    title: 'AWS IoT logging is off',
    why: 'Without logs nobody can tell afterwards what a device did.',
    subjectKind: 'account',
    severity: 'low',
  },
}
