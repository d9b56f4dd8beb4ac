import type { MaintenanceWindow } from '@aws-sdk/client-iot'
import { minutes } from '../../clock.ts'
import type { Fleet } from '../../fleet/fleet.ts'
import { isOver } from '../../fleet/jobs/executions.ts'
import { mixed } from '../../fleet/jobs/fate.ts'
import { utc } from '../../fleet/jobs/jobs.ts'
import { packageVersionIn } from '../../fleet/jobs/rollout.ts'
import { startsOf } from '../../fleet/jobs/windows.ts'
import { AwsError } from '../../wire/aws-error.ts'
import { oneOf, required, rules, text } from '../check.ts'
import { alreadyExists, invalidRequest, limitExceeded, notFound, versionConflict } from '../refuse.ts'
import type { IotHandlers } from './handlers.ts'
import { findExecution, findJob } from './jobs.ts'

const maxTargets = 100
const maxDocumentBytes = 32 * 1024
const maxPackageVersions = 25
const soonestStartMs = minutes(30)
const longestWindowMinutes = 1430

/** Creating and ending jobs. How their devices behave, `fleet.jobs.habits` says. */
export const jobChanges: IotHandlers = {
  CreateJob(input, { fleet }) {
    const id = text(input.jobId, 'jobId', rules.jobId)
    fleet.jobs.advance()
    if (fleet.jobs.get(id)) {
      const members = { resourceId: id, resourceArn: fleet.arn('job', id) }
      throw alreadyExists(`Job ${id} already exists.`, members)
    }
    const targets = checkedTargets(fleet, input.targets)
    const { document, documentSource, schedulingConfig } = input
    if (document === undefined && documentSource === undefined)
      throw invalidRequest('Either document or documentSource must be given')
    if (Buffer.byteLength(document ?? '') > maxDocumentBytes)
      throw invalidRequest(`The job document exceeds ${maxDocumentBytes} bytes`)
    const now = fleet.clock.now()
    const startTime = schedulingConfig?.startTime
    if (startTime !== undefined && !(Date.parse(utc(startTime)) >= now + soonestStartMs))
      throw invalidRequest('The start time must be at least 30 minutes from now')
    checkWindows(schedulingConfig?.maintenanceWindows)
    const job = fleet.jobs.create({
      id,
      targets,
      targetSelection: oneOf(input.targetSelection ?? 'SNAPSHOT', 'targetSelection', ['SNAPSHOT', 'CONTINUOUS']),
      createdAt: now,
      document: document ?? JSON.stringify({ from: documentSource }),
      documentSource,
      description: input.description,
      rollout: input.jobExecutionsRolloutConfig,
      abort: input.abortConfig,
      timeout: input.timeoutConfig,
      retry: input.jobExecutionsRetryConfig,
      scheduling: schedulingConfig,
      packages: checkedPackages(fleet, input.destinationPackageVersions),
      script: mixed(fleet.jobs.habits, id),
    })
    fleet.jobs.advance()
    return { jobArn: fleet.arn('job', id), jobId: id, description: job.description }
  },

  UpdateJob(input, { fleet }) {
    const job = findJob(fleet, input.jobId)
    if (!job.isOpen) throw invalidRequest(`Job ${job.id} is ${job.status}`)
    job.description = input.description ?? job.description
    job.rollout = input.jobExecutionsRolloutConfig ?? job.rollout
    job.abort = input.abortConfig ?? job.abort
    job.timeout = input.timeoutConfig ?? job.timeout
    job.retry = input.jobExecutionsRetryConfig ?? job.retry
    job.lastUpdatedAt = fleet.clock.now()
    return {}
  },

  AssociateTargetsWithJob(input, { fleet }) {
    const job = findJob(fleet, input.jobId)
    if (job.order.targetSelection !== 'CONTINUOUS') throw invalidRequest(`Job ${job.id} is not continuous`)
    fleet.jobs.addTargets(job, checkedTargets(fleet, input.targets))
    return { jobArn: fleet.arn('job', job.id), jobId: job.id, description: job.description }
  },

  /** A job that is over is refused, except one that leaves devices at work and is now forced. */
  CancelJob({ jobId, force = false, reasonCode, comment }, { fleet }) {
    const job = findJob(fleet, jobId)
    if (reasonCode !== undefined) text(reasonCode, 'reasonCode', rules.reasonCode)
    const isLeft = job.status === 'CANCELED' && force && job.executions.counts.IN_PROGRESS > 0
    if (!job.isOpen && !isLeft) throw invalidRequest(`Job ${job.id} is already ${job.status}`)
    fleet.jobs.cancel(job, force)
    job.reasonCode = reasonCode
    job.comment = comment
    return { jobArn: fleet.arn('job', job.id), jobId: job.id, description: job.description }
  },

  CancelJobExecution({ jobId, thingName, force = false, expectedVersion, statusDetails }, { fleet }) {
    const execution = findExecution(fleet, jobId, thingName)
    const { status, version } = execution
    if (expectedVersion !== undefined && expectedVersion !== version)
      throw versionConflict(`The expected version ${expectedVersion} is not the present one, ${version}`)
    if (isOver(execution) || (status === 'IN_PROGRESS' && !force))
      throw invalidTransition(`The execution is ${status} and cannot become CANCELED`)
    fleet.jobs.cancelExecution(execution, force && status === 'IN_PROGRESS', statusDetails)
    return {}
  },

  DeleteJob({ jobId, force = false }, { fleet }) {
    const job = findJob(fleet, jobId)
    if (job.isOpen && !force) throw invalidTransition(`Job ${job.id} is ${job.status}`)
    fleet.jobs.remove(job)
    return {}
  },
}

const invalidTransition = (message: string) => new AwsError('InvalidStateTransitionException', message)

function checkWindows(given: MaintenanceWindow[] = []) {
  for (const one of given) {
    const { durationInMinutes = 0 } = one
    if (!(durationInMinutes >= 1 && durationInMinutes <= longestWindowMinutes))
      throw invalidRequest(`A maintenance window lasts 1 to ${longestWindowMinutes} minutes`)
    try {
      startsOf(one)
    } catch {
      throw invalidRequest(`Invalid start of a maintenance window: ${one.startTime}`)
    }
  }
}

function checkedTargets(fleet: Fleet, given: string[] | undefined): string[] {
  const targets = required(given, 'targets')
  if (!targets.length) throw invalidRequest('At least one target is needed')
  if (targets.length > maxTargets) throw limitExceeded(`At most ${maxTargets} targets are allowed`)
  for (const arn of targets) {
    const [thing, group] = [fleet.nameIn(arn, 'thing'), fleet.nameIn(arn, 'thinggroup')]
    if (thing === undefined && group === undefined) throw invalidRequest(`Invalid target ${arn}`)
    const isThere = thing === undefined ? fleet.groups.get(group ?? '') : fleet.things.get(thing)
    if (!isThere) throw notFound(`Target ${arn} does not exist`)
  }
  return targets
}

function checkedPackages(fleet: Fleet, given: string[] | undefined) {
  if (given && given.length > maxPackageVersions)
    throw invalidRequest(`At most ${maxPackageVersions} package versions are allowed`)
  for (const arn of given ?? []) {
    const { name = '', version = '' } = packageVersionIn(arn) ?? {}
    const found = fleet.software.packages.get(name)?.versions.get(version)
    if (!found) throw notFound(`Package version ${arn} does not exist`)
  }
  return given
}
