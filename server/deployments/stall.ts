import type { DeploymentThresholds, StallCause } from '#contract/deployments.ts'
import { openMs, type Windows } from './windows.ts'

/** What is known of one device of a deployment. Instants that nobody told are null. */
export type Standing = {
  status: string
  queuedAt: Date | null
  startedAt: Date | null
  updatedAt: Date | null
  /** Whether AWS told of a timer; null: it was not asked. */
  hasTimer: boolean | null
  timesOutAt: Date | null
  /** null: nothing says. */
  connected: boolean | null
  /** Since when it is as `connected` says. */
  presenceSince: Date | null
  /** When the core reported last; undefined of what is no Greengrass core. */
  coreReportedAt: Date | null | undefined
  /** The title of another deployment that the device is at, or that is before this one. */
  behind: string | null
  /** When the device last took up or ended anything of any deployment. */
  agentActedAt: Date | null
}

/** What is known of its deployment. */
export type Rollout = {
  createdAt: Date | null
  /** Devices a minute; null where nothing limits it. */
  perMinute: number | null
  total: number
  unchangedPolls: number
  /** null where it has no maintenance windows. */
  windows: Windows | null
}

/** Why it does not get on, in the device's own numbers, since when, and whether it counts as a stall already. */
export type Stall = { cause: StallCause; says: string; since: Date | null; counts: boolean }

const inMinutes = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ')

/** How long something could have happened: outside of maintenance windows nothing is meant to. */
const passedMs = ({ windows }: Rollout, since: Date, now: Date): number =>
  windows ? openMs(windows, since.getTime(), now.getTime()) : now.getTime() - since.getTime()

const minuteMs = 60_000
const hourMs = 60 * minuteMs
// AWS says TIMED_OUT up to a minute after the time.
const lateMs = 2 * minuteMs

type At = { rollout: Rollout; thresholds: DeploymentThresholds; now: Date }

/** Why a device does not get on; null while nothing is wrong with it. The first cause that holds is told. */
export function stallOf(one: Standing, at: At): Stall | null {
  if (one.status === 'REJECTED')
    return { cause: 'rejected', says: 'The device refused it', since: one.updatedAt, counts: false }
  if (one.status === 'QUEUED') return queued(one, at)
  if (one.status === 'IN_PROGRESS') return inProgress(one, at)
  return null
}

function queued(one: Standing, { rollout, thresholds, now }: At): Stall | null {
  const since = one.queuedAt
  const { windows } = rollout
  if (windows && !windows.open) {
    const says = windows.opensAt
      ? `Waits for its maintenance window, which opens on ${inMinutes(windows.opensAt)} UTC`
      : 'Its last maintenance window is over'
    return { cause: 'maintenance-window', says, since, counts: windows.opensAt === null }
  }
  const waitedMs = since === null ? 0 : passedMs(rollout, since, now)
  const away = offline(one, { since, waitedMs }, thresholds)
  if (away) return away
  if (throttled(rollout, now))
    return {
      ...{ cause: 'rollout-throttled', since, counts: false },
      says: `The rate of the rollout has not come to it yet: ${perMinuteWords(rollout.perMinute ?? 0)}`,
    }
  if (one.behind !== null) {
    const says = `Waits behind ${one.behind}`
    return { cause: 'behind-another', says, since, counts: waitedMs > thresholds.queuedMinutes * minuteMs }
  }
  if (waitedMs <= thresholds.queuedMinutes * minuteMs) return null
  const stale = staleCore(one, { thresholds, now })
  if (stale) return stale
  if (rollout.unchangedPolls >= thresholds.unchangedPolls)
    return {
      cause: 'no-change',
      says: `Nothing moved for ${thresholds.unchangedPolls} looks and more`,
      since,
      counts: true,
    }
  const silentMs = one.agentActedAt === null ? waitedMs : Math.min(waitedMs, now.getTime() - one.agentActedAt.getTime())
  if (one.connected && silentMs > thresholds.agentSilentHours * hourMs)
    return { cause: 'agent-silent', says: 'Connected, and its agent takes nothing up', since, counts: true }
  const says = one.connected === null ? 'Nothing says whether it is connected' : 'Connected, and it did not begin'
  return { cause: 'undecided', says, since, counts: true }
}

function inProgress(one: Standing, { rollout, thresholds, now }: At): Stall | null {
  const since = one.updatedAt ?? one.startedAt
  const silentMs = since === null ? 0 : now.getTime() - since.getTime()
  const away = offline(one, { since, waitedMs: silentMs }, thresholds)
  if (away) return away
  const late = one.timesOutAt !== null && now.getTime() > one.timesOutAt.getTime() + lateMs
  // A timer that runs ends it, one way or the other.
  if ((one.hasTimer || one.timesOutAt !== null) && !late) return null
  if (silentMs <= thresholds.inProgressMinutes * minuteMs) return null
  const stale = staleCore(one, { thresholds, now })
  if (stale) return stale
  if (one.hasTimer === false)
    return { cause: 'no-timer', says: 'It began and says nothing more, and no timer ends it', since, counts: true }
  if (rollout.unchangedPolls >= thresholds.unchangedPolls)
    return {
      cause: 'no-change',
      says: `Nothing moved for ${thresholds.unchangedPolls} looks and more`,
      since,
      counts: true,
    }
  if (one.connected && silentMs > thresholds.agentSilentHours * hourMs)
    return { cause: 'agent-silent', says: 'Connected, and its agent says nothing more', since, counts: true }
  const says = late ? 'Its time is over, and AWS did not end it' : 'It began and says nothing more'
  return { cause: 'undecided', says, since, counts: true }
}

/** That a device is away is told at once, and is a stall only after a threshold of its own. */
function offline(
  one: Standing,
  { since, waitedMs }: { since: Date | null; waitedMs: number },
  { offlineHours }: DeploymentThresholds,
): Stall | null {
  if (one.connected !== false) return null
  const says = one.presenceSince === null ? 'It never connected' : 'Offline: it goes on when the device comes back'
  const from = laterOf(one.presenceSince, since)
  return { cause: 'device-offline', says, since: from, counts: waitedMs > offlineHours * hourMs }
}

/** A dead core keeps its last word: HEALTHY of long ago says nothing. */
function staleCore(one: Standing, { thresholds, now }: Pick<At, 'thresholds' | 'now'>): Stall | null {
  const { coreReportedAt } = one
  if (coreReportedAt === undefined) return null
  if (coreReportedAt !== null && now.getTime() - coreReportedAt.getTime() <= thresholds.coreStaleHours * hourMs)
    return null
  const since = laterOf(coreReportedAt, one.queuedAt)
  return { cause: 'core-stale', says: 'The core has reported nothing for long', since, counts: true }
}

// What was so before it was asked for anything keeps it only since then.
const laterOf = (a: Date | null, b: Date | null) => (a === null || (b !== null && b > a) ? b : a)

/** A rate in words. */
export const perMinuteWords = (n: number): string => `${n} ${n === 1 ? 'device' : 'devices'} a minute`

/** Whether a limited rate cannot have come to all devices yet. */
function throttled(rollout: Rollout, now: Date): boolean {
  const { createdAt, perMinute, total } = rollout
  if (perMinute === null || perMinute <= 0 || createdAt === null) return false
  return passedMs(rollout, createdAt, now) < (total / perMinute) * minuteMs
}
