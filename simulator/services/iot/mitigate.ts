import type { MitigationActionType } from '@aws-sdk/client-iot'
import type { CheckName, Finding } from '../../fleet/audits.ts'
import type { MitigationAction } from '../../fleet/mitigations.ts'
import type { Call } from '../call.ts'
import { invalidRequest } from '../refuse.ts'
import { caCertificates } from './ca-certificates.ts'
import { certificateChanges } from './certificate-changes.ts'
import { findCertificate, findPolicy } from './find.ts'
import { groupMemberships } from './group-memberships.ts'
import { logging } from './logging.ts'
import { addVersion } from './policy-versions.ts'

/** What AWS lets each action be applied to ("Mitigation actions"); everything can be published. */
const deviceChecks: readonly CheckName[] = [
  'DEVICE_CERTIFICATE_SHARED_CHECK',
  'DEVICE_CERTIFICATE_EXPIRING_CHECK',
  'DEVICE_CERTIFICATE_KEY_QUALITY_CHECK',
  'REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE_CHECK',
  'INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES_CHECK',
]

const applicable: Record<Exclude<MitigationActionType, 'PUBLISH_FINDING_TO_SNS'>, readonly CheckName[]> = {
  UPDATE_DEVICE_CERTIFICATE: deviceChecks,
  ADD_THINGS_TO_THING_GROUP: deviceChecks,
  UPDATE_CA_CERTIFICATE: [
    'CA_CERTIFICATE_EXPIRING_CHECK',
    'CA_CERTIFICATE_KEY_QUALITY_CHECK',
    'REVOKED_CA_CERTIFICATE_STILL_ACTIVE_CHECK',
  ],
  REPLACE_DEFAULT_POLICY_VERSION: ['IOT_POLICY_OVERLY_PERMISSIVE_CHECK', 'IOT_POLICY_POTENTIAL_MISCONFIGURATION_CHECK'],
  ENABLE_IOT_LOGGING: ['LOGGING_DISABLED_CHECK'],
}

export const isApplicable = (type: MitigationActionType, check: CheckName) =>
  type === 'PUBLISH_FINDING_TO_SNS' || applicable[type].includes(check)

const blankPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [] })

/** Applies an action to what a finding names. Throws what the operation it stands for would refuse with. */
export async function mitigate(call: Call, { params }: MitigationAction, finding: Finding) {
  const { fleet } = call
  const { policyVersionIdentifier, caCertificateId } = finding.resource.id
  if (params.updateDeviceCertificateParams) {
    for (const certificateId of certificatesOf(finding)) {
      await certificateChanges.UpdateCertificate?.({ certificateId, newStatus: 'INACTIVE' }, call)
    }
  } else if (params.updateCACertificateParams) {
    await caCertificates.UpdateCACertificate?.({ certificateId: caCertificateId, newStatus: 'INACTIVE' }, call)
  } else if (params.addThingsToThingGroupParams) {
    const { thingGroupNames = [], overrideDynamicGroups } = params.addThingsToThingGroupParams
    const things = certificatesOf(finding).flatMap((id) => findCertificate(fleet, id).things)
    for (const { name: thingName } of things) {
      for (const thingGroupName of thingGroupNames) {
        await groupMemberships.AddThingToThingGroup?.({ thingName, thingGroupName, overrideDynamicGroups }, call)
      }
    }
  } else if (params.replaceDefaultPolicyVersionParams) {
    const policy = findPolicy(fleet, policyVersionIdentifier?.policyName)
    if (policy.defaultVersionId !== policyVersionIdentifier?.policyVersionId) {
      throw invalidRequest('The policy has another default version than when it was audited')
    }
    addVersion(fleet, policy, blankPolicy, true)
  } else if (params.enableIoTLoggingParams) {
    const { roleArnForLogging: roleArn, logLevel: defaultLogLevel } = params.enableIoTLoggingParams
    await logging.SetV2LoggingOptions?.({ roleArn, defaultLogLevel, disableAllLogs: false }, call)
  } else {
    const topicArn = params.publishFindingToSnsParams?.topicArn ?? ''
    fleet.audits.mitigations.published.push({ topicArn, findingId: finding.id, at: fleet.clock.now() })
  }
}

/** The certificate a finding names, or those below the issuer it names. */
function certificatesOf({ resource, related }: Finding): string[] {
  const named = resource.id.deviceCertificateId
  return named ? [named] : related.flatMap(({ resourceIdentifier }) => resourceIdentifier?.deviceCertificateId ?? [])
}
