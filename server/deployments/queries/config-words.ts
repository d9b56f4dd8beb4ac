import { perMinuteWords } from '../stall.ts'

type Config = Record<string, unknown>

const object = (value: unknown): Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Config) : {}
const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

// A Greengrass deployment keeps the same under the job that carries it, by other names.
const part = (config: Config, job: string) => object(config[job] ?? object(config.iotJobConfiguration)[job])

/** How many devices a minute a rollout takes on at most; null where nothing limits it. */
export function rolloutPerMinute(config: Config): number | null {
  const rollout = part(config, 'jobExecutionsRolloutConfig')
  return number(rollout.maximumPerMinute) ?? number(object(rollout.exponentialRate).baseRatePerMinute)
}

/** The rollout rate in words. */
export function rolloutWords(config: Config): string | null {
  const rollout = part(config, 'jobExecutionsRolloutConfig')
  const most = number(rollout.maximumPerMinute)
  const growing = object(rollout.exponentialRate)
  const base = number(growing.baseRatePerMinute)
  if (base !== null) {
    const by = number(growing.incrementFactor)
    const limit = most === null ? '' : `, at most ${most}`
    return `${perMinuteWords(base)} at first${by === null ? '' : `, ${by} times as many with each step`}${limit}`
  }
  return most === null ? null : `At most ${perMinuteWords(most)}`
}

const failures: Record<string, string> = {
  FAILED: 'failed',
  REJECTED: 'rejected it',
  TIMED_OUT: 'timed out',
  ALL: 'failed in any way',
}

/** When it is aborted, in words. */
export function abortWords(config: Config): string | null {
  const { criteriaList } = part(config, 'abortConfig')
  if (!Array.isArray(criteriaList)) return null
  const words = criteriaList.map((one) => {
    const { failureType, thresholdPercentage, minNumberOfExecutedThings } = object(one)
    const how = failures[String(failureType)] ?? String(failureType)
    return `${number(thresholdPercentage) ?? '?'}% ${how}, once ${number(minNumberOfExecutedThings) ?? '?'} were through`
  })
  return words.length > 0 ? words.join('; ') : null
}

/** When AWS gives up on a device, in words. */
export function timeoutWords(config: Config): string | null {
  const minutes = number(part(config, 'timeoutConfig').inProgressTimeoutInMinutes)
  const seconds = number(object(object(config.deploymentPolicies).componentUpdatePolicy).timeoutInSeconds)
  if (minutes !== null) return `${minutes} minutes in progress`
  return seconds === null ? null : `${seconds} seconds to make ready for it`
}

const ends: Record<string, string> = {
  STOP_ROLLOUT: 'no more devices are taken on',
  CANCEL: 'what is queued is cancelled',
  FORCE_CANCEL: 'all is cancelled',
}

/** When it begins and ends, in words. */
export function scheduleWords(config: Config): string | null {
  const schedule = object(config.schedulingConfig)
  const start = text(schedule.startTime)
  const end = text(schedule.endTime)
  const windows = Array.isArray(schedule.maintenanceWindows) ? schedule.maintenanceWindows.map(object) : []
  const words = [
    ...(start ? [`from ${start}`] : []),
    ...(end ? [`until ${end}: then ${ends[String(schedule.endBehavior)] ?? 'it ends'}`] : []),
    ...windows.map(
      (one) => `in windows of ${number(one.durationInMinutes) ?? '?'} minutes (${text(one.startTime) ?? 'no start'})`,
    ),
  ]
  return words.length > 0 ? words.join(', ') : null
}
