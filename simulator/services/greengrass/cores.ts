import type { Fleet } from '../../fleet/fleet.ts'
import { type CoreDevice, lastReportOf } from '../../fleet/greengrass.ts'
import type { JobExecution } from '../../fleet/jobs/executions.ts'
import { holds } from '../../fleet/jobs/members.ts'
import { inPresentOrder } from '../../fleet/ordered.ts'
import { paginate } from '../paginate.ts'
import { type GreengrassHandlers, invalid, missing, page } from './handlers.ts'

/** Core devices, what is installed on them, and which deployments they follow. */
export const cores: GreengrassHandlers = {
  ListCoreDevices(input, { fleet }) {
    fleet.jobs.advance()
    const { thingGroupArn, status, runtime } = input
    const group = thingGroupArn && fleet.groups.get(fleet.nameIn(thingGroupArn, 'thinggroup') ?? '')
    if (thingGroupArn && !group) throw missing(thingGroupArn, 'thingGroup')
    const where = (core: CoreDevice) =>
      (!status || core.status === status) &&
      (!runtime || core.runtime === runtime) &&
      (!group || holds(group, core.thing))
    const { items, next } = paginate(input, fleet.greengrass.cores, { operation: 'ListCoreDevices', where, ...page })
    return { coreDevices: items.map((core) => summary(fleet, core)), nextToken: next }
  },

  GetCoreDevice({ coreDeviceThingName }, { fleet }) {
    const core = findCore(fleet, coreDeviceThingName)
    return { ...summary(fleet, core), coreVersion: core.version }
  },

  ListInstalledComponents(input, { fleet }) {
    const core = findCore(fleet, input.coreDeviceThingName)
    const everything = input.topologyFilter === 'ALL'
    const own = [...core.components.values()].filter(({ isRoot }) => everything || isRoot)
    const { items, next } = paginate(input, inPresentOrder(own), { operation: 'ListInstalledComponents', ...page })
    const reportedAt = lastReportOf(core, fleet.clock.now())
    return {
      installedComponents: items.map(({ name, version, state, isRoot, changedAt, source, codes }) => ({
        componentName: name,
        componentVersion: version,
        lifecycleState: state,
        isRoot,
        lastStatusChangeTimestamp: new Date(changedAt),
        lastReportedTimestamp: new Date(reportedAt),
        lastInstallationSource: source,
        lifecycleStatusCodes: [...codes],
      })),
      nextToken: next,
    }
  },

  ListEffectiveDeployments(input, { fleet }) {
    const core = findCore(fleet, input.coreDeviceThingName)
    const own = [...fleet.greengrass.deployments.values()].reverse().flatMap((deployment) => {
      const execution = fleet.jobs.get(deployment.jobId)?.executions.get(core.name)
      if (!execution) return []
      const { details } = execution
      return [
        {
          deploymentId: deployment.id,
          deploymentName: deployment.name,
          iotJobId: deployment.jobId,
          iotJobArn: fleet.arn('job', deployment.jobId),
          targetArn: deployment.targetArn,
          coreDeviceExecutionStatus: stateOf(execution),
          reason: details['deployment-failure-cause'] ?? details['detailed-deployment-status'],
          creationTimestamp: new Date(deployment.createdAt),
          modifiedTimestamp: new Date(execution.lastUpdatedAt),
          statusDetails: {
            errorStack: listIn(details['deployment-error-stack']),
            errorTypes: listIn(details['deployment-error-types']),
          },
        },
      ]
    })
    const { items, next } = paginate(input, inPresentOrder(own), { operation: 'ListEffectiveDeployments', ...page })
    return { effectiveDeployments: items, nextToken: next }
  },
}

function findCore(fleet: Fleet, name: string | undefined): CoreDevice {
  if (!name) throw invalid('coreDeviceThingName must not be empty')
  fleet.jobs.advance()
  const core = fleet.greengrass.cores.get(name)
  if (!core) throw missing(name, 'coreDevice')
  return core
}

const summary = (fleet: Fleet, core: CoreDevice) => ({
  coreDeviceThingName: core.name,
  status: core.status,
  lastStatusUpdateTimestamp: new Date(lastReportOf(core, fleet.clock.now())),
  platform: core.platform,
  architecture: core.architecture,
  runtime: core.runtime,
})

const stateOf = ({ status }: JobExecution) => (status === 'REMOVED' ? 'CANCELED' : status)

/** Devices put lists into one text of their status details: `[A, B]`. */
const listIn = (text = '') => text.replace(/[[\]]/g, '').split(', ').filter(Boolean)
