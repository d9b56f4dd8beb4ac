import { limits } from './limits.ts'
import type { TakeOver } from './takeovers.ts'

/** Take-overs of one client ID with no silence of `limits.quietS` between them. */
export type Episode = { from: number; to: number; takeOvers: TakeOver[] }

/** Parts take-overs, which are in order of time, where the client ID was quiet. */
export function episodesOf(takeOvers: readonly TakeOver[]): Episode[] {
  const episodes: Episode[] = []
  for (const takeOver of takeOvers) {
    const last = episodes.at(-1)
    if (last && takeOver.at - last.to <= limits.quietS * 1000) {
      last.to = takeOver.at
      last.takeOvers.push(takeOver)
    } else episodes.push({ from: takeOver.at, to: takeOver.at, takeOvers: [takeOver] })
  }
  return episodes
}
