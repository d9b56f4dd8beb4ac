import type { CheckName, Objection } from '../fleet/audits.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { authorityEndings, deviceAges, deviceEndings } from './certificates.ts'
import { conflictingClientIds, sharedCertificates } from './connections.ts'
import { authorityKeys, deviceKeys } from './key-quality.ts'
import { misconfiguredPolicies, permissivePolicies } from './policies.ts'
import { revokedAuthorities, revokedDevices, revokedIssuers } from './revocations.ts'
import { permissiveRoleAliases, unusedServices } from './role-aliases.ts'

export interface Verdict {
  /** Resources looked at. */
  total: number
  objections: Objection[]
}

type Settings = Readonly<Record<string, string>>
type Check = (fleet: Fleet, now: number, settings: Settings) => Verdict

/** Evaluates a check as things stand at `now`, epoch milliseconds, with the settings it was enabled with. */
export const evaluateCheck = (fleet: Fleet, check: CheckName, now: number, settings: Settings = {}): Verdict =>
  checks[check](fleet, now, settings)

/** Identity pools count that connected lately. There are none here, so that nothing can be wrong with them. */
const cognitoRoles: Check = () => ({ total: 0, objections: [] })

const loggingDisabled: Check = ({ account, logging }) => {
  const isOn = logging && !logging.isDisabled && logging.defaultLevel !== 'DISABLED'
  const resource = { type: 'ACCOUNT_SETTINGS' as const, id: { account } }
  const reason = 'Logging is not enabled.'
  return { total: 1, objections: isOn ? [] : [{ resource, related: [], code: 'LOGGING_DISABLED', reason }] }
}

const checks: Record<CheckName, Check> = {
  AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK: cognitoRoles,
  CA_CERTIFICATE_EXPIRING_CHECK: authorityEndings,
  CA_CERTIFICATE_KEY_QUALITY_CHECK: authorityKeys,
  CONFLICTING_CLIENT_IDS_CHECK: conflictingClientIds,
  DEVICE_CERTIFICATE_AGE_CHECK: deviceAges,
  DEVICE_CERTIFICATE_EXPIRING_CHECK: deviceEndings,
  DEVICE_CERTIFICATE_KEY_QUALITY_CHECK: deviceKeys,
  DEVICE_CERTIFICATE_SHARED_CHECK: sharedCertificates,
  INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK: revokedIssuers,
  IOT_POLICY_OVERLY_PERMISSIVE_CHECK: permissivePolicies,
  IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK: misconfiguredPolicies,
  IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES_CHECK: unusedServices,
  IOT_ROLE_ALIAS_OVERLY_PERMISSIVE_CHECK: permissiveRoleAliases,
  LOGGING_DISABLED_CHECK: loggingDisabled,
  REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK: revokedAuthorities,
  REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: revokedDevices,
  UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE_CHECK: cognitoRoles,
}
