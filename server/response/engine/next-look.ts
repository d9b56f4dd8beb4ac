import type { Weighed } from './proof.ts'
import { nextPauseMs } from './rules.ts'
import type { ResponseSettings } from './settings.ts'

type Pace = Pick<ResponseSettings, 'pauseMs' | 'watchForMs' | 'lookAgainForMs'>
type Moment = { appliedAt: Date; now: Date }

/** When a target that is meant to be kept out is looked at again, by how far its proof has come; null: never. */
export function nextLook(
  { state, provingSince, provedAt, unreadSince, decideAt }: Omit<Weighed, 'words'>,
  { appliedAt, now }: Moment,
  { pauseMs, watchForMs, lookAgainForMs }: Pace,
): Date | null {
  const { first, longest } = pauseMs
  // Who is out stays out mostly: looks lie further apart.
  const wide = { first: 10 * first, longest }
  const since = (date: Date | null) => now.getTime() - (date ?? appliedAt).getTime()
  const after = (ms: number) => new Date(now.getTime() + ms)
  const isOut = state === 'contained'
  if (state === 'proving' || isOut) {
    // What AWS does not tell now it may tell in a moment; and the record of whose session it is may come.
    if (unreadSince || (state === 'proving' && !decideAt)) return after(wide.first)
    if (decideAt) return after(Math.min(nextPauseMs(since(provingSince), wide), Math.max(first, -since(decideAt))))
  }
  const sinceMs = isOut ? since(provedAt) : Math.min(since(appliedAt), unreadSince ? since(unreadSince) : since(null))
  const forMs = isOut ? lookAgainForMs : watchForMs
  if (sinceMs >= forMs) return null
  return after(Math.min(nextPauseMs(sinceMs, isOut ? wide : pauseMs), forMs - sinceMs))
}
