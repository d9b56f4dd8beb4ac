import { lastHolders, sessionsOf } from '../whose-session.ts'
import type { Credentials } from './credentials.ts'
import type { Sighting } from './sighting.ts'
import type { Task } from './task.ts'
import type { Turn } from './turn.ts'

// AWS's parts tell one moment with slightly different times. Where that is more, a proof only begins a look later.
const toleranceMs = 1_000
// AWS remembers for about half an hour when a client was disconnected (aws iot-data GetConnection): after a longer silence
// of ours, that it remembers none says nothing of the time between.
const rememberedForMs = 25 * 60_000

/** Whom to ask about: a target whose proof has begun, and what was seen of its clients now. */
type Asked = { task: Task; seen: readonly Sighting[] }

/**
 * By target, what shows that it was in between two looks although it is out at both: a session that ended since the proof
 * began, a session of its credential of which the records tell that it began or ended since, or a time that nobody can tell of.
 */
export async function cameBack(
  { parts, held }: Pick<Turn, 'parts' | 'held'>,
  looked: readonly Asked[],
  credentials: ReadonlyMap<number, Credentials>,
): Promise<Map<number, string>> {
  const begun = looked.flatMap(({ task, seen }) => {
    const { provingSince: since } = task
    return since ? [{ task, seen, since, own: credentials.get(task.n)?.own ?? [] }] : []
  })
  if (begun.length === 0) return new Map()
  const [account, now] = [held.run.account.id, parts.now()]
  const recorded = await sessionsOf(
    parts.pool,
    account,
    begun.flatMap(({ task, since, own }) =>
      own.flatMap((credential) =>
        task.clients.map((clientId) => ({ n: task.n, credential, clientId, after: later(since, toleranceMs) })),
      ),
    ),
  )
  const ended = begun.flatMap(({ seen, since }) => seen.filter((one) => isEndedSince(one, since)))
  const holders = await lastHolders(
    parts.pool,
    account,
    ended.map(({ clientId }) => clientId),
    now,
  )
  const told = new Map<number, string>()
  for (const { task, seen, since, own } of begun) {
    const known = recorded.get(task.n)
    const session = seen.find((one) => isEndedSince(one, since) && !isOfAnother(one, own, holders.get(one.clientId)))
    const lookedAt = task.observedAt ?? since
    const untold =
      now.getTime() - lookedAt.getTime() > rememberedForMs && seen.find(({ live, since }) => live === false && !since)
    if (known) {
      const what = known.kind === 'connect' ? 'connected' : 'was still connected'
      told.set(task.n, `${known.clientId} ${what} with its credential in between, at ${clock(known.at)}. ${anew}`)
    } else if (session)
      told.set(task.n, `A session of ${session.clientId} ended in between, at ${clock(session.since ?? now)}. ${anew}`)
    else if (untold)
      told.set(task.n, `Nobody looked for so long that AWS does not tell of ${untold.clientId} in between. ${anew}`)
  }
  return told
}

const anew = 'The proof begins again.'

const isEndedSince = ({ live, since }: Sighting, begun: Date): boolean =>
  live === false && since !== null && since > later(begun, toleranceMs)

/** Whether the latest connect that is recorded before its end says that it was somebody else's. */
const isOfAnother = (
  { since }: Sighting,
  own: readonly string[],
  holder: { principal: string; at: Date } | undefined,
) =>
  holder !== undefined &&
  own.length > 0 &&
  !own.includes(holder.principal) &&
  since !== null &&
  holder.at <= later(since, toleranceMs)

const later = (date: Date, ms: number) => new Date(date.getTime() + ms)
const clock = (date: Date) => `${date.toISOString().slice(11, 19)} UTC`
