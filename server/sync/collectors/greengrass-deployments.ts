import type { DescribedDeployment, ListedDeployment } from '#server/aws/greengrass.ts'
import { recordDeployments, recordDeploymentsGone } from '#server/deployments/keep/deployments.ts'
import type { DeploymentFacts } from '#server/deployments/keep/facts.ts'
import { type KnownDeployment, knownDeployments, noteListed } from '#server/deployments/keep/greengrass.ts'
import { mergeCarriers } from '#server/deployments/keep/jobs.ts'
import { tellsSecurity } from '#server/deployments/keep/security-update.ts'
import type { FactAccount, Observation } from '#server/history/observation.ts'
import { inParallel } from '#server/platform/in-parallel.ts'
import { callFailure } from '../call-failure.ts'
import { collector, listing, minutes, type Source } from '../collector.ts'
import { greengrassArn } from '../greengrass-arn.ts'

/** A listed deployment; `told` where its contents were asked for. */
type Looked = { listed: ListedDeployment; known: KnownDeployment | undefined; told?: DescribedDeployment }

export default collector({
  title: 'Greengrass deployments',
  brings: 'what is deployed to Greengrass cores, and the jobs that carry it',
  everyMs: minutes(5),
  needs: ['greengrass:ListDeployments', 'greengrass:GetDeployment'],
  ways: {
    list: listing<ListedDeployment, Looked>({
      pages: ({ aws }, token) => aws.greengrass.deployments(token),
      async enrich(source, items) {
        const names = items.map(({ deploymentId }) => deploymentId)
        const known = await knownDeployments(source.sql, source.account.id, names)
        const looked = await inParallel(items, 8, (listed) => look(source, listed, known.get(listed.deploymentId)))
        return looked.flatMap((one) => one ?? [])
      },
      keep,
      gone: {
        table: 'deployments',
        name: 'name',
        where: "t.kind = 'greengrass'",
        exists: async ({ aws }, name) => (await aws.greengrass.deployment(name)) !== null,
        keep: recordDeploymentsGone,
      },
      finish: async (seen) => ({ changed: await mergeCarriers(seen) }),
    }),
  },
})

// A revision is never edited: its contents are asked for once, and again while no job carries it yet.
async function look(
  { aws }: Source,
  listed: ListedDeployment,
  known: KnownDeployment | undefined,
): Promise<Looked | null> {
  const waiting = listed.deploymentStatus === 'ACTIVE' && known?.carriedBy === null
  if (known && !known.gone && !waiting) return { listed, known }
  try {
    const told = await aws.greengrass.deployment(listed.deploymentId)
    return told && { listed, known, told }
  } catch (error) {
    // One that cannot be read as documented is known by what the list says.
    if (!callFailure(error, 'malformed', 'invalid')) throw error
    return { listed, known }
  }
}

async function keep(seen: Observation, looked: Looked[]) {
  const fresh = looked.filter(({ known, told }) => told || !known)
  const { ids, added, changed } = await recordDeployments(
    seen,
    fresh.map(({ listed, told }) => toFacts(listed, told, seen.account)),
  )
  const rest = looked.flatMap(({ listed, known }) =>
    known && !ids.has(listed.deploymentId)
      ? [{ id: known.id, awsStatus: listed.deploymentStatus, superseded: listed.isLatestForTarget === false }]
      : [],
  )
  const noted = await noteListed(seen, rest)
  return { ids: [...new Set([...ids.values(), ...rest.map(({ id }) => id)])], added, changed: changed + noted }
}

function toFacts(
  listed: ListedDeployment,
  told: DescribedDeployment | undefined,
  account: FactAccount,
): DeploymentFacts {
  const { deploymentId, deploymentName, targetArn } = { ...listed, ...told }
  const { iotJobConfiguration, deploymentPolicies, tags } = (told?.raw ?? {}) as {
    iotJobConfiguration?: Record<string, unknown>
    deploymentPolicies?: unknown
    tags?: Record<string, string>
  }
  return {
    kind: 'greengrass',
    name: deploymentId,
    title: deploymentName ?? deploymentId,
    arn: greengrassArn(account, `deployments:${deploymentId}`),
    awsStatus: listed.deploymentStatus,
    description: null,
    targets: targetArn ? [targetArn] : [],
    packages: [],
    components: told?.components ?? [],
    // The same keys as a job's: one carries the other.
    config: { ...iotJobConfiguration, ...(deploymentPolicies ? { deploymentPolicies } : {}) },
    carriedBy: told?.iotJobId ?? null,
    continuous: targetArn?.includes(':thinggroup/') ?? false,
    superseded: listed.isLatestForTarget === false,
    security: tellsSecurity({ name: deploymentName ?? '', tags: tags ?? {} }),
    createdAt: listed.creationTimestamp ?? null,
    updatedAt: null,
    completedAt: null,
  }
}
