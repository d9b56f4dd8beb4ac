import { deriveForGroups, deriveManyCertificates } from '#server/credentials/ingest/around.ts'
import {
  certificatesToCheck,
  certificatesWithoutPolicyCount,
  recordPolicyChecks,
} from '#server/credentials/ingest/policy-checks.ts'
import { iotArn, nameInArn } from '#server/history/arn.ts'
import type { Observation } from '#server/history/observation.ts'
import { countTargets, nextPolicy } from '#server/policies/ingest/policy-rows.ts'
import {
  recordPoliciesOf,
  recordTargets,
  sweepTargets,
  type Target,
  type TargetChanges,
  type TargetedPolicy,
  targetKeys,
} from '#server/policies/ingest/targets.ts'
import { collector, minutes, nested, type Source, worklist } from '../collector.ts'

type Item = { at: number; certificate: string; asOf: Date }

export default collector({
  title: 'Policy attachments',
  brings: 'what policies are attached to',
  everyMs: minutes(15),
  after: ['policies', 'certificates', 'thing-groups'],
  needs: ['iot:ListTargetsForPolicy', 'iot:ListAttachedPolicies'],
  async choose(source) {
    const { pages, certificates } = await sizes(source)
    // Ten calls a second against fifteen (aws-facts, section 0, note 6): a policy per device turns the choice around.
    return pages / 10 <= certificates / 15 || certificates === 0
      ? ['by-policy', 'by-certificate']
      : ['by-certificate', 'by-policy']
  },
  ways: {
    'by-policy': nested<TargetedPolicy, string>({
      nextParent: ({ sql, account }, after) => nextPolicy(sql, account.id, after),
      pages: ({ aws }, policy, token) => aws.iot.policyTargets(policy.name, token),
      async keep(seen, policy, names) {
        const targets = names.map(toTarget)
        const changes = await recordTargets(
          seen,
          targets.map((target) => ({ policy: policy.id, target })),
        )
        await derive(seen, changes)
        return { keys: await targetKeys(seen, policy, targets), changed: changes.changed }
      },
      async sweep(seen, policy, unseen) {
        const changes = await sweepTargets(seen, policy, unseen)
        await derive(seen, changes)
        await countTargets(seen, [policy.id])
        return { changed: changes.changed }
      },
      expected: async (source) => (await sizes(source)).pages,
      async finish(seen, { passStartedAt }) {
        // Every policy's targets were read: who is in none of them has none.
        const ids = await certificatesWithoutPolicyCount(seen, passStartedAt)
        await deriveManyCertificates(seen, ids, { policies: true })
        return {}
      },
    }),
    'by-certificate': worklist<Item, string[]>({
      async next({ sql, account, recheckMs, passStartedAt }, after = 0, limit) {
        const before = new Date(passStartedAt.getTime() - recheckMs)
        const rows = await certificatesToCheck(sql, account.id, before, after, limit)
        return rows.map(({ id, name, asOf }) => ({ at: id, certificate: name, asOf }))
      },
      read: ({ aws, account }, { certificate }) => aws.iot.attachedPolicies(iotArn(account, `cert/${certificate}`)),
      async keep(seen, read) {
        const known = read.flatMap(({ item, answer }) =>
          answer ? [{ certificate: item.at, name: item.certificate, policies: answer, asOf: item.asOf }] : [],
        )
        const changes = await recordPoliciesOf(seen, known)
        await recordPolicyChecks(seen, known)
        await derive(seen, { ...changes, certificates: known.map(({ certificate }) => certificate) })
        return { changed: changes.changed }
      },
      async finish(seen) {
        await countTargets(seen)
        return {}
      },
    }),
  },
})

async function derive(seen: Observation, { certificates, groups }: TargetChanges) {
  await deriveManyCertificates(seen, certificates)
  await deriveForGroups(seen, groups)
}

function toTarget(text: string): Target {
  const certificate = nameInArn(text, 'cert')
  if (certificate) return { kind: 'certificate', name: certificate }
  const group = nameInArn(text, 'thinggroup')
  if (group) return { kind: 'thing-group', name: group }
  // A Cognito identity is Region:UUID, its ARN names cognito-identity.
  return {
    kind: /^[a-z]{2}-[a-z-]+-\d:[0-9a-f-]{36}$/.test(text) || text.includes(':cognito-identity:') ? 'cognito' : 'other',
    name: text,
  }
}

async function sizes({
  sql,
  account,
}: Pick<Source, 'sql' | 'account'>): Promise<{ pages: number; certificates: number }> {
  const { rows } = await sql.query<{ policies: number; pages: number; known: boolean; certificates: number }>(
    `SELECT count(*) AS policies, coalesce(sum(greatest(1, ceil(target_count / 250.0))), 0)::int8 AS pages,
       coalesce(bool_and(target_count IS NOT NULL), FALSE) AS known,
       (SELECT coalesce(sum(certificates), 0)::int8 FROM certificate_rollup
        WHERE account_id = $1 AND dimension = 'expires-on') AS certificates
     FROM policies WHERE account_id = $1 AND gone_at IS NULL`,
    [account.id],
  )
  const { policies = 0, pages = 0, known = false, certificates = 0 } = rows[0] ?? {}
  // Before the first reading: every certificate has one policy, as most do.
  return { pages: known ? pages : policies + Math.ceil(certificates / 250), certificates }
}
