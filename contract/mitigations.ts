/** What Device Defender's actions do, by AWS's word for their type ("Mitigation actions"). */
export const mitigationTypes: Readonly<Record<string, { about: string; cuts: boolean }>> = {
  UPDATE_DEVICE_CERTIFICATE: { about: 'Sets the certificate INACTIVE: its devices are disconnected.', cuts: true },
  UPDATE_CA_CERTIFICATE: {
    about: 'Sets the CA INACTIVE: no further certificate of it registers; those that are registered go on.',
    cuts: false,
  },
  ADD_THINGS_TO_THING_GROUP: { about: 'Adds the things of the certificate to thing groups.', cuts: false },
  REPLACE_DEFAULT_POLICY_VERSION: {
    about: 'Replaces the policy by a blank one: everything that it is attached to loses what it permits.',
    cuts: true,
  },
  ENABLE_IOT_LOGGING: { about: 'Turns AWS IoT logging on.', cuts: false },
  PUBLISH_FINDING_TO_SNS: { about: 'Publishes the finding to an SNS topic.', cuts: false },
}

const certificates = ['UPDATE_DEVICE_CERTIFICATE', 'ADD_THINGS_TO_THING_GROUP']
const authorities = ['UPDATE_CA_CERTIFICATE']
const policies = ['REPLACE_DEFAULT_POLICY_VERSION']

// Of other checks the mapping page names none but SNS.
const byCheck: Readonly<Record<string, readonly string[]>> = {
  DEVICE_CERTIFICATE_SHARED_CHECK: certificates,
  DEVICE_CERTIFICATE_EXPIRING_CHECK: certificates,
  DEVICE_CERTIFICATE_KEY_QUALITY_CHECK: certificates,
  REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK: certificates,
  INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK: certificates,
  CA_CERTIFICATE_EXPIRING_CHECK: authorities,
  CA_CERTIFICATE_KEY_QUALITY_CHECK: authorities,
  REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK: authorities,
  IOT_POLICY_OVERLY_PERMISSIVE_CHECK: policies,
  IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK: policies,
  LOGGING_DISABLED_CHECK: ['ENABLE_IOT_LOGGING'],
}

/** Why an action of a type cannot be applied to what an audit check finds; undefined when it can. */
export function whyNotMitigate(check: string, type: string): string | undefined {
  if (type === 'PUBLISH_FINDING_TO_SNS' || byCheck[check]?.includes(type)) return undefined
  return 'Device Defender does not apply this kind of action to findings of this check'
}
