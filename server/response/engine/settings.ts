/** What a worker does at a time for responses: somebody waits for a plan, so that planning has places of its own. */
export type Lane = 'planning' | 'executing' | 'watching'

/** How runs are carried out. */
export type ResponseSettings = {
  /** A worker that is silent for this long is taken for dead. */
  leaseMs: number
  /** Runs of each lane that one worker works on at a time. */
  lanes: Record<Lane, number>
  /** A run makes way for one that waits, when it has had this long and no place is free. */
  sliceMs: number
  /** Calls of one run under way at a time. */
  inFlight: number
  /** Targets read before and after together, and of those, targets that one statement stores. */
  window: number
  piece: number
  /** AWS may take this long to say what it was told; then the target has failed. */
  confirmForMs: number
  /** A target that is not contained is watched this long after its calls. */
  watchForMs: number
  /** A contained target is looked at again for this long. */
  lookAgainForMs: number
  /** A target is contained once it was out for this long; null: as the guards say. */
  settleMs: number | null
  /** What was proved stands for this long when AWS does not let us look, unless it says that we may not. */
  unreadForMs: number
  /** A client that was disconnected is watched this long for its return. */
  returnForMs: number
  /** A run that cannot go on is given up when nothing could be done for this long. */
  pausedForMs: number
  /** The first and the longest pause between two looks at one target. */
  pauseMs: { first: number; longest: number }
}

const updatesPerSecond = 10

/**
 * The settings for a pace: little enough is in hand that a small run beside a large one waits for seconds only, and
 * that what a killed worker did is soon told; much enough that the quota and not the waiting decides.
 */
export function responseSettings({
  pace,
  leaseMs,
}: {
  pace: { share: number; scale: number }
  leaseMs: number
}): ResponseSettings {
  const rate = pace.scale === 0 ? Number.POSITIVE_INFINITY : updatesPerSecond * pace.share * pace.scale
  const between = (least: number, wanted: number, most: number) => Math.round(Math.min(most, Math.max(least, wanted)))
  return {
    leaseMs,
    lanes: { planning: 4, executing: 3, watching: 2 },
    sliceMs: 2_000,
    inFlight: between(8, rate / 4, 32),
    window: between(100, 60 * rate, 5_000),
    piece: between(10, 2 * rate, 500),
    confirmForMs: 5 * 60_000,
    watchForMs: 30 * 60_000,
    lookAgainForMs: 10 * 60_000,
    settleMs: null,
    unreadForMs: 30_000,
    returnForMs: 30_000,
    pausedForMs: 60 * 60_000,
    pauseMs: { first: 1_000, longest: 60_000 },
  }
}
