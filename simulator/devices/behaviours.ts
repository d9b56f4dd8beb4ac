import { z } from 'zod'

/** A range of seconds to draw from. */
type Seconds = readonly [least: number, most: number]

export interface Behaviour {
  /** How long it stays before it leaves by itself; without, until it is cut off. */
  stays?: Seconds
  /** Whether it says goodbye when it leaves, or just falls silent. */
  leaves?: 'politely' | 'suddenly'
  /** How long it is away after it left by itself. */
  away?: Seconds
  /** After being cut off or refused: the first wait, doubled with every failure up to the longest. */
  retries: { first: Seconds; longest: number }
  /** There is a second one with the same client id: on another network, or on the very same device. */
  twin?: 'elsewhere' | 'beside'
  /** How long until its network changes and it comes back from another address, while its old session still stands. */
  roams?: Seconds
  /** Its own keep-alive, whatever the thing's was. */
  keepAliveS?: number
  /** Falls silent when told to stop, and says so; it stays connected. */
  obeys?: true
  /** Its agent reports what it listens and talks to, with long or short names; an intruder's traces are among it. */
  reports?: { names: 'long' | 'short'; intruder?: true }
}

export const behaviourName = z.enum([
  'steady',
  'obedient',
  'flapping',
  'sleeper',
  'clone',
  'wrong-policy',
  'second-process',
  'roaming',
  'bad-firmware',
  'reporting',
  'reporting-short',
  'reporting-intruder',
])
export type BehaviourName = z.infer<typeof behaviourName>

const promptly = { first: [1, 4], longest: 60 } as const

export const behaviours: Record<BehaviourName, Behaviour> = {
  steady: { retries: promptly },
  obedient: { retries: promptly, obeys: true },
  reporting: { retries: promptly, reports: { names: 'long' } },
  'reporting-short': { retries: promptly, reports: { names: 'short' } },
  'reporting-intruder': { retries: promptly, reports: { names: 'long', intruder: true } },
  /** A bad link: gone without a word every half minute or so. */
  flapping: { stays: [25, 50], leaves: 'suddenly', away: [3, 10], retries: promptly },
  /** On battery: wakes every few minutes to report. */
  sleeper: { stays: [5, 10], leaves: 'politely', away: [150, 300], retries: promptly },
  /** Two of them share certificate and client id, and each throws the other out, calmly. */
  clone: { twin: 'elsewhere', retries: { first: [25, 45], longest: 45 } },
  /** Asks for what its policies do not allow, and keeps asking. */
  'wrong-policy': { retries: { first: [15, 30], longest: 300 } },
  /** Started twice on one device: a supervisor brings back whichever was thrown out, by the clock. */
  'second-process': { twin: 'beside', retries: { first: [30, 30], longest: 30 } },
  /** A link that changes networks: the device's own half-open session is in its way. */
  roaming: { roams: [60, 95], keepAliveS: 30, retries: promptly },
  /** Opens two connections at once, whenever it connects. */
  'bad-firmware': { twin: 'beside', retries: { first: [80, 160], longest: 160 } },
}

/** Seconds until the next attempt after so many failures in a row, drawn from what the doubling allows. */
export function retryAfter({ retries: { first, longest } }: Behaviour, failures: number): number {
  const factor = 2 ** Math.min(failures, 16)
  return Math.min(longest, draw(first) * factor)
}

export const draw = ([least, most]: Seconds): number => least + Math.random() * (most - least)
