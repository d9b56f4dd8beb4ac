import { record } from '#server/activity/record.ts'
import type { Incoming } from '#server/platform/api/incoming.ts'
import { log } from '#server/platform/log.ts'
import type { Web } from './process.ts'

/** What somebody was not allowed, or could not do because a guard forbade it. */
export type Refused = { method: string; route: string; path: string; status: number; sentence: string }

/** Keeps the trail from being flooded by one person who is turned down over and over. */
export type RefusalLimit = {
  /** How many were passed over since the last one of the same kind; null when this one is passed over too. */
  take(person: string, what: string, now: number): number | null
}

const sameAgainMs = 60_000
const mostPerMinute = 30
// A path is the caller's to choose, and what the trail keeps it keeps for good.
const longestPath = 300

export function createRefusalLimit(): RefusalLimit {
  const seen = new Map<string, { at: number; passedOver: number }>()
  const people = new Map<string, number[]>()
  return {
    take(person, what, now) {
      const key = `${person} ${what}`
      const last = seen.get(key)
      const recent = (people.get(person) ?? []).filter((at) => at > now - sameAgainMs)
      if ((last && last.at > now - sameAgainMs) || recent.length >= mostPerMinute) {
        if (last) last.passedOver += 1
        return null
      }
      for (const [old, { at }] of seen) if (at <= now - 10 * sameAgainMs) seen.delete(old)
      seen.set(key, { at: now, passedOver: 0 })
      people.set(person, [...recent, now])
      return last?.passedOver ?? 0
    },
  }
}

/**
 * Keeps in the trail that somebody known was turned down: by their role, or by a guard of what they asked for. Strangers
 * are not kept, anybody could fill the trail as one. The same again within a minute counts and is not written.
 */
export async function noteRefused(web: Web, incoming: Incoming, refused: Refused): Promise<void> {
  const { method, route, path, status, sentence } = refused
  if (status !== 403 && status !== 409) return
  try {
    const actor = await incoming.recognise()
    if (!actor) return
    const passedOver = web.refusals.take(actor.id, `${method} ${path} ${sentence}`, incoming.now.getTime())
    if (passedOver === null) return
    const detail = {
      path: path.slice(0, longestPath),
      status,
      why: sentence,
      ...(passedOver > 0 && { sameBefore: passedOver }),
    }
    const who = { actor, ipAddress: incoming.ipAddress }
    const entry = { action: 'attempt.refused', subject: `${method} ${route}`, result: 'refused', detail } as const
    await record(web.database.prisma, who, entry)
  } catch (error) {
    log.error({ err: error }, 'A refused attempt was not recorded')
  }
}
