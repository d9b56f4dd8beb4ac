import { randomUUID } from 'node:crypto'
import type { DeploymentStatus } from '@aws-sdk/client-greengrassv2'
import type { Fleet } from '../../fleet/fleet.ts'
import type { CoreDeployment } from '../../fleet/greengrass.ts'
import { deploy } from '../../fleet/jobs/deploy.ts'
import { mixed } from '../../fleet/jobs/fate.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { paginate } from '../paginate.ts'
import { type GreengrassHandlers, invalid, missing, page } from './handlers.ts'

/** Deployments to things and groups, each carried by an IoT job, and the components that the account made. */
export const deployments: GreengrassHandlers = {
  ListDeployments(input, { fleet }) {
    fleet.jobs.advance()
    const { targetArn, parentTargetArn, historyFilter } = input
    const where = (deployment: CoreDeployment) =>
      (!targetArn || deployment.targetArn === targetArn) &&
      (!parentTargetArn || deployment.parentTargetArn === parentTargetArn) &&
      (historyFilter !== 'LATEST_ONLY' || isLatest(fleet, deployment))
    const newestFirst = [...fleet.greengrass.deployments.values()].toSorted((a, b) => b.createdAt - a.createdAt)
    const { items, next } = paginate(input, inPresentOrder(newestFirst), {
      operation: 'ListDeployments',
      where,
      ...page,
    })
    return { deployments: items.map((deployment) => summary(fleet, deployment)), nextToken: next }
  },

  GetDeployment({ deploymentId }, { fleet }) {
    const deployment = findDeployment(fleet, deploymentId)
    const { components, policies, jobConfiguration, jobId } = deployment
    return {
      ...summary(fleet, deployment),
      iotJobId: jobId,
      iotJobArn: fleet.arn('job', jobId),
      components: { ...components },
      deploymentPolicies: policies,
      iotJobConfiguration: jobConfiguration,
    }
  },

  CreateDeployment(input, { fleet }) {
    const { targetArn = '' } = input
    const group = fleet.groups.get(fleet.nameIn(targetArn, 'thinggroup') ?? '')
    const thing = fleet.things.get(fleet.nameIn(targetArn, 'thing') ?? '')
    if (!group && !thing) throw invalid(`Invalid targetArn ${targetArn}`)
    fleet.jobs.advance()
    const id = randomUUID()
    const deployment = deploy(
      fleet,
      {
        id,
        name: input.deploymentName ?? `Deployment for ${group?.name ?? thing?.name}`,
        targetArn,
        parentTargetArn: input.parentTargetArn,
        components: input.components ?? {},
        policies: input.deploymentPolicies ?? {},
        jobConfiguration: input.iotJobConfiguration ?? {},
        createdAt: fleet.clock.now(),
      },
      mixed(fleet.jobs.habits, id),
    )
    fleet.jobs.advance()
    return { deploymentId: id, iotJobId: deployment.jobId, iotJobArn: fleet.arn('job', deployment.jobId) }
  },

  CancelDeployment({ deploymentId }, { fleet }) {
    const deployment = findDeployment(fleet, deploymentId)
    const job = fleet.jobs.get(deployment.jobId)
    if (statusOf(fleet, deployment) !== 'ACTIVE' || !job) throw invalid(`Deployment ${deployment.id} is not active`)
    fleet.jobs.cancel(job, false)
    deployment.isCanceled = true
    return { message: 'SUCCESS' }
  },

  ListComponents(input, { fleet }) {
    const own = input.scope === 'PUBLIC' ? [] : fleet.greengrass.components.items
    const { items, next } = paginate(input, inPresentOrder(own), { operation: 'ListComponents', ...page })
    const arnOf = (name: string) => `arn:aws:greengrass:${fleet.region}:${fleet.account}:components:${name}`
    return {
      components: items.map(({ name, version, description, publisher, createdAt }) => ({
        arn: arnOf(name),
        componentName: name,
        latestVersion: {
          arn: `${arnOf(name)}:versions:${version}`,
          componentVersion: version,
          creationTimestamp: new Date(createdAt),
          description,
          publisher,
        },
      })),
      nextToken: next,
    }
  },
}

function findDeployment(fleet: Fleet, id: string | undefined): CoreDeployment {
  fleet.jobs.advance()
  const deployment = fleet.greengrass.deployments.get(id ?? '')
  if (!deployment) throw missing(id, 'deployment')
  return deployment
}

const isLatest = (fleet: Fleet, { targetArn, revision }: CoreDeployment) =>
  ![...fleet.greengrass.deployments.values()].some(
    (other) => other.targetArn === targetArn && other.revision > revision,
  )

/** A deployment to a group goes on for whoever joins it, until a later one takes its place. */
function statusOf(fleet: Fleet, deployment: CoreDeployment): DeploymentStatus {
  if (deployment.isCanceled) return 'CANCELED'
  if (!isLatest(fleet, deployment)) return 'INACTIVE'
  const { QUEUED = 0, IN_PROGRESS = 0, SUCCEEDED = 0 } = fleet.jobs.get(deployment.jobId)?.executions.counts ?? {}
  const isForGroup = fleet.nameIn(deployment.targetArn, 'thinggroup') !== undefined
  if (isForGroup || QUEUED + IN_PROGRESS > 0) return 'ACTIVE'
  return SUCCEEDED > 0 ? 'COMPLETED' : 'FAILED'
}

const summary = (fleet: Fleet, deployment: CoreDeployment) => ({
  deploymentId: deployment.id,
  deploymentName: deployment.name,
  targetArn: deployment.targetArn,
  parentTargetArn: deployment.parentTargetArn,
  revisionId: String(deployment.revision),
  creationTimestamp: new Date(deployment.createdAt),
  deploymentStatus: statusOf(fleet, deployment),
  isLatestForTarget: isLatest(fleet, deployment),
})
