import type { Fleet } from '../fleet.ts'
import { installOn } from '../greengrass.ts'
import type { JobExecution } from './executions.ts'
import { packageVersionIn } from './rollout.ts'

/** What a device has once an execution succeeded: the job's package versions, or the deployment's components. */
export function succeeded(fleet: Fleet, { job, thing }: JobExecution, at: number) {
  const { packages = [], carries } = job.order
  const core = carries && fleet.greengrass.cores.get(thing.name)
  if (core) installOn(core, carries, at)
  if (!packages.length || !fleet.software.updatedByJobs) return
  const brought = packages.flatMap((arn) => packageVersionIn(arn) ?? [])
  const software = { ...thing.details.software }
  for (const { name, version } of brought) software[name] = version
  thing.change({ software })
}
