import type { JobExecutionStatus } from '@aws-sdk/client-iot'
import type { Thing } from '../thing.ts'

export type Details = Readonly<Record<string, string>>

/** What becomes of an execution once its device was notified of it. Durations are milliseconds. */
export interface Fate {
  /** How long until the device takes it; without, its agent never does. */
  startsAfter: number | undefined
  /** How long it then runs; without, it gets no further and says no more. */
  runs: number | undefined
  /** Whatever is known of where the device is now: it was there then. */
  anyway?: true
  /** A device rejects without having started. */
  ends: Extract<JobExecutionStatus, 'SUCCEEDED' | 'FAILED' | 'REJECTED'>
  /** What the device says when it starts, and when it ends. */
  begins: Details
  says: Details
}

/** How the devices of a job behave: the same question is always answered alike. */
export type Script = (thing: Thing, attempt: number) => Fate

/** Shares of devices, of 1 together, that do not succeed, and how long the others take. */
export interface Mix {
  fail: number
  reject: number
  /** Start and hang. */
  stall: number
  /** Never start though they are connected. */
  silent: number
  /** What those say that fail or reject, the first half of them the first, a third the second and so on. */
  messages: readonly string[]
  /** Seconds, from and to. */
  startsWithinS: readonly [number, number]
  runsS: readonly [number, number]
}

export const smoothly: Mix = {
  fail: 0,
  reject: 0,
  stall: 0,
  silent: 0,
  messages: ['Signature of image does not match'],
  startsWithinS: [1, 4],
  runsS: [2, 8],
}

/** Devices that behave by chance, which hangs on the seed, the thing and the attempt alone. */
export function mixed(mix: Mix, seed: string): Script {
  const { fail, reject, stall, silent, messages, startsWithinS, runsS } = mix
  return (thing, attempt) => {
    const chance = (what: string) => shareOf(`${seed}/${thing.name}/${attempt}/${what}`)
    const fate = chance('fate')
    const fails = fate < fail
    const rejects = !fails && fate < fail + reject
    const stalls = fate >= fail + reject && fate < fail + reject + stall
    const isSilent = fate >= fail + reject + stall && fate < fail + reject + stall + silent
    const reason = messages[indexOf(chance('message'), messages.length)]
    return {
      startsAfter: isSilent ? undefined : within(startsWithinS, chance('start')),
      runs: stalls ? undefined : within(runsS, chance('run')),
      ends: fails ? 'FAILED' : rejects ? 'REJECTED' : 'SUCCEEDED',
      begins: { step: 'download', progress: `${Math.floor(chance('progress') * 100)} %` },
      says: fails || rejects ? { ...(reason && { reason }), ...(fails && { step: 'install' }) } : { step: 'done' },
    }
  }
}

/** A number from 0 up to, not including, 1, that hangs on a text alone (FNV-1a and the finalizer of MurmurHash3). */
export function shareOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

const within = ([from, to]: readonly [number, number], share: number) => Math.round(1000 * (from + share * (to - from)))

/** Each is half as frequent as the one before. */
function indexOf(share: number, count: number): number {
  let index = 0
  for (let left = share; left >= 0.5 && index < count - 1; left = left * 2 - 1) index++
  return index
}
