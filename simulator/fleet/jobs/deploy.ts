import type { Fleet } from '../fleet.ts'
import type { CoreDeployment } from '../greengrass.ts'
import type { Script } from './fate.ts'

type DeploymentOrder = Omit<CoreDeployment, 'revision' | 'jobId' | 'isCanceled'>

/** Creates a deployment and the job that carries it; an earlier one to the same target ends. Only cores take part. */
export function deploy(fleet: Fleet, order: DeploymentOrder, script: Script): CoreDeployment {
  const { deployments } = fleet.greengrass
  const earlier = [...deployments.values()].filter(({ targetArn }) => targetArn === order.targetArn)
  const revision = 1 + Math.max(0, ...earlier.map((other) => other.revision))
  const jobId = `greengrass-${order.id}`
  const deployment: CoreDeployment = { ...order, revision, jobId, isCanceled: false }
  for (const { jobId } of earlier) {
    const job = fleet.jobs.get(jobId)
    if (job?.isOpen) fleet.jobs.cancel(job, false)
  }
  deployments.set(order.id, deployment)
  const { jobExecutionsRolloutConfig: rollout, abortConfig: abort, timeoutConfig: timeout } = order.jobConfiguration
  fleet.jobs.create({
    id: jobId,
    targets: [order.targetArn],
    targetSelection: order.targetArn.includes(':thinggroup/') ? 'CONTINUOUS' : 'SNAPSHOT',
    createdAt: order.createdAt,
    document: JSON.stringify({ deploymentId: order.id, components: Object.keys(order.components) }),
    description: order.name,
    carries: deployment,
    only: ({ name }) => fleet.greengrass.cores.get(name) !== undefined,
    script,
    ...(rollout && { rollout }),
    ...(abort && { abort }),
    ...(timeout && { timeout }),
  })
  return deployment
}
