import { defaultDocument, type Policy } from '../../fleet/policy.ts'
import { required, rules, text } from '../check.ts'
import { paginate } from '../paginate.ts'
import { alreadyExists, deleteConflict } from '../refuse.ts'
import { findPolicy } from './find.ts'
import { epochDate, type IotHandlers } from './handlers.ts'
import { checkedDocument } from './policy-document.ts'
import { generationOf, policySummary } from './policy-summary.ts'
import { isAttached } from './policy-targets.ts'

export const policies: IotHandlers = {
  ListPolicies(input, { fleet }) {
    const { items, next } = paginate(input, fleet.policies, { operation: 'ListPolicies', fallback: 25 })
    return { policies: items.map((policy) => policySummary(fleet, policy)), nextMarker: next }
  },

  GetPolicy({ policyName }, { fleet }) {
    const policy = findPolicy(fleet, policyName)
    return {
      ...policySummary(fleet, policy),
      policyDocument: defaultDocument(policy),
      defaultVersionId: policy.defaultVersionId,
      creationDate: epochDate(policy.createdAt),
      lastModifiedDate: epochDate(policy.modifiedAt),
      generationId: generationOf(policy),
    }
  },

  CreatePolicy({ policyName, policyDocument }, { fleet }) {
    const name = text(policyName, 'policyName', rules.policyName)
    const document = checkedDocument(required(policyDocument, 'policyDocument'))
    if (fleet.policies.get(name)) throw alreadyExists(`Policy cannot be created - name already exists (name=${name})`)
    const now = fleet.now()
    const policy: Policy = {
      name,
      versions: [{ id: '1', document, createdAt: now }],
      defaultVersionId: '1',
      versionCount: 1,
      createdAt: now,
      modifiedAt: now,
    }
    fleet.policies.add(policy)
    return { ...policySummary(fleet, policy), policyDocument: document, policyVersionId: '1' }
  },

  DeletePolicy({ policyName }, { fleet }) {
    const policy = findPolicy(fleet, policyName)
    if (isAttached(fleet, policy))
      throw deleteConflict(`Cannot delete the policy because it is attached (name=${policy.name})`)
    if (policy.versions.length > 1) {
      throw deleteConflict(`Cannot delete the policy because it has non-default versions (name=${policy.name})`)
    }
    fleet.policies.remove(policy)
    return {}
  },
}
