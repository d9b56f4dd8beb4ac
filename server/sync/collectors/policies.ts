import type { ListedPolicy } from '#server/aws/iot-policies.ts'
import { deriveForGroups, deriveManyCertificates } from '#server/credentials/ingest/around.ts'
import { iotArn } from '#server/history/arn.ts'
import type { Observation } from '#server/history/observation.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { type KnownVersion, knownVersions, type PolicyFacts, recordPolicies } from '#server/policies/ingest/policies.ts'
import { attachedTo, recordPoliciesGone } from '#server/policies/ingest/policy-rows.ts'
import { collector, listing, minutes, type Source } from '../collector.ts'

export default collector({
  title: 'Policies',
  brings: 'policies, their versions and documents',
  everyMs: minutes(15),
  needs: ['iot:ListPolicies', 'iot:ListPolicyVersions', 'iot:GetPolicyVersion', 'iot:GetPolicy'],
  ways: {
    list: listing<ListedPolicy, PolicyFacts>({
      pages: ({ aws }, token) => aws.iot.policies(token),
      async enrich(source, items) {
        const names = items.map(({ policyName }) => policyName)
        const known = await knownVersions(source.sql, source.account.id, names)
        const byPolicy = new Map<string, KnownVersion[]>()
        for (const version of known) byPolicy.set(version.policy, [...(byPolicy.get(version.policy) ?? []), version])
        return (await inParallel(items, 8, (item) => read(source, item, byPolicy.get(item.policyName) ?? []))).flat()
      },
      async keep(seen, policies) {
        const { returned, ...kept } = await recordPolicies(seen, policies)
        if (returned.length) await deriveAttached(seen, await attachedTo(seen, returned))
        return kept
      },
      gone: {
        table: 'policies',
        name: 'name',
        exists: async ({ aws }, name) => (await aws.iot.policy(name)) !== null,
        keep: async (seen, ids) => deriveAttached(seen, await recordPoliciesGone(seen, ids)),
      },
    }),
  },
})

// A version's document never changes, so it is fetched once. A policy made anew under an old name begins at v1 again,
// which its versions' dates tell.
async function read(
  { aws, account }: Source,
  { policyName, policyArn }: ListedPolicy,
  known: KnownVersion[],
): Promise<PolicyFacts[]> {
  const listed = await aws.iot.policyVersions(policyName)
  if (!listed) return []
  const have = (id: string, createdAt: Date | undefined) =>
    known.some((one) => one.id === id && (!createdAt || one.createdAt?.getTime() === createdAt.getTime()))
  const versions: PolicyFacts['versions'] = []
  for (const { versionId, isDefaultVersion, createDate } of listed) {
    const version = { id: versionId, isDefault: isDefaultVersion, createdAt: createDate ?? null }
    if (have(versionId, createDate)) versions.push(version)
    else {
      const document = await aws.iot.policyDocument(policyName, versionId)
      if (document !== null) versions.push({ ...version, document })
    }
  }
  const same = versions.every(
    ({ id, isDefault, document }) =>
      document === undefined && known.some((one) => one.id === id && one.isDefault === isDefault),
  )
  const facts = { name: policyName, arn: policyArn ?? iotArn(account, `policy/${policyName}`), versions }
  if (same && versions.length === known.length) return [facts]
  const policy = await aws.iot.policy(policyName)
  if (!policy) return []
  const details = {
    createdAt: policy.creationDate ?? null,
    lastModifiedAt: policy.lastModifiedDate ?? null,
    generationId: policy.generationId ?? null,
  }
  return [{ ...facts, details }]
}

async function deriveAttached(
  seen: Observation,
  { certificates, groups }: { certificates: number[]; groups: number[] },
) {
  await deriveManyCertificates(seen, certificates)
  await deriveForGroups(seen, groups)
}
