import type { Fleet } from '../../fleet/fleet.ts'
import type { Policy, PolicyVersion } from '../../fleet/policy.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { required } from '../check.ts'
import { deleteConflict, notFound } from '../refuse.ts'
import { findPolicy } from './find.ts'
import { epochDate, type IotHandlers } from './handlers.ts'
import { checkedDocument } from './policy-document.ts'
import { generationOf, policySummary } from './policy-summary.ts'

const maxVersions = 5

export const policyVersions: IotHandlers = {
  ListPolicyVersions({ policyName }, { fleet }) {
    const policy = findPolicy(fleet, policyName)
    const policyVersions = policy.versions.map((version) => ({
      versionId: version.id,
      isDefaultVersion: version.id === policy.defaultVersionId,
      createDate: epochDate(version.createdAt),
    }))
    return { policyVersions }
  },

  GetPolicyVersion({ policyName, policyVersionId }, { fleet }) {
    const policy = findPolicy(fleet, policyName)
    const version = findVersion(policy, policyVersionId)
    return {
      ...policySummary(fleet, policy),
      policyDocument: version.document,
      policyVersionId: version.id,
      isDefaultVersion: version.id === policy.defaultVersionId,
      creationDate: epochDate(version.createdAt),
      lastModifiedDate: epochDate(version.createdAt),
      generationId: generationOf(policy),
    }
  },

  CreatePolicyVersion({ policyName, policyDocument, setAsDefault = false }, { fleet }) {
    const policy = findPolicy(fleet, policyName)
    const document = checkedDocument(required(policyDocument, 'policyDocument'))
    const version = addVersion(fleet, policy, document, setAsDefault)
    return {
      policyArn: fleet.arn('policy', policy.name),
      policyDocument: document,
      policyVersionId: version.id,
      isDefaultVersion: setAsDefault,
    }
  },

  SetDefaultPolicyVersion({ policyName, policyVersionId }, { fleet }) {
    const policy = findPolicy(fleet, policyName)
    makeDefault(policy, findVersion(policy, policyVersionId), fleet.now())
    return {}
  },

  DeletePolicyVersion({ policyName, policyVersionId }, { fleet }) {
    const policy = findPolicy(fleet, policyName)
    const version = findVersion(policy, policyVersionId)
    if (version.id === policy.defaultVersionId) throw deleteConflict('Cannot delete the default version of a policy')
    policy.versions = policy.versions.filter((other) => other !== version)
    return {}
  },
}

/** Throws VersionsLimitExceededException when there is no room for another version. */
export function addVersion(fleet: Fleet, policy: Policy, document: string, setAsDefault: boolean): PolicyVersion {
  if (policy.versions.length >= maxVersions) {
    throw new AwsError(
      'VersionsLimitExceededException',
      `The policy ${policy.name} already has ${maxVersions} versions`,
    )
  }
  const version: PolicyVersion = { id: String(++policy.versionCount), document, createdAt: fleet.now() }
  policy.versions.push(version)
  if (setAsDefault) makeDefault(policy, version, fleet.now())
  return version
}

function makeDefault(policy: Policy, version: PolicyVersion, now: number) {
  policy.defaultVersionId = version.id
  policy.modifiedAt = now
}

function findVersion(policy: Policy, id: string | undefined): PolicyVersion {
  const given = required(id, 'policyVersionId')
  const version = policy.versions.find((candidate) => candidate.id === given)
  if (!version) throw notFound(`The policy version ${given} of ${policy.name} does not exist`)
  return version
}
