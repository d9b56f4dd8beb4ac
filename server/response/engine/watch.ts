import type { TargetState } from '#contract/response.ts'
import type { Happening } from '#server/activity/record.ts'
import { clientsSeenWith } from '../whose-session.ts'
import { cameBack } from './came-back.ts'
import { confirm } from './confirm.ts'
import { type Credentials, credentialsOf, tellHolders } from './credentials.ts'
import { inFlight } from './in-flight.ts'
import { lookInPlace } from './in-place.ts'
import { keepPresence } from './keep-presence.ts'
import { kick } from './kick.ts'
import { nextLook } from './next-look.ts'
import { describeReturn, judgeContainment } from './observation.ts'
import { patienceOf } from './patience.ts'
import { type Proof, weigh } from './proof.ts'
import { nextPauseMs } from './rules.ts'
import { look, type Sighting } from './sighting.ts'
import { superseded } from './superseded.ts'
import { loadTasks, type Task } from './task.ts'
import { ofContainment, recordAll } from './trail.ts'
import type { Turn } from './turn.ts'

const batch = 200
const noCredentials: ReadonlyMap<number, Credentials> = new Map()

const confirmed: TargetState[] = ['confirmed', 'proving', 'contained', 'not-contained', 'unproved']

/**
 * Looks at targets that are due, some at a time: reads back what is not confirmed, and looks sessions up of what must be
 * out. False when none was due. While calls are still made, their own read-back comes first, so only `sessions` are
 * looked at.
 */
export async function watch(turn: Turn, only?: 'sessions'): Promise<boolean> {
  const { held, parts } = turn
  const tasks = await loadTasks(held.pool, held.run.id, {
    states: only ? confirmed : ['applied', ...confirmed],
    due: parts.now(),
    limit: batch,
  })
  if (tasks.length === 0) return false
  await confirm(
    turn,
    tasks.filter(({ state }) => state === 'applied'),
  )
  const watched = tasks.filter(({ state }) => state !== 'applied' && state !== 'failed')
  const letInBy = await superseded(parts.pool, held.run.id, watched)
  const looked = await lookAt(
    turn,
    watched.filter(({ n }) => !letInBy.has(n)),
  )
  await store(turn, [...looked, ...letIn(turn, watched, letInBy)])
  return true
}

/** What a look came to. `lookAt` null: it is not looked at again. */
type Looked = { task: Task; observation: string; observedAt: Date; lookAt: Date | null } & Proof & {
    decideAt: Date | null
  }

const unproven = { provingSince: null, provedAt: null, unreadSince: null, decideAt: null }

async function lookAt(turn: Turn, tasks: readonly Task[]): Promise<Looked[]> {
  const { looking, parts, held } = turn
  const at = parts.now()
  const credentials = held.run.contains ? await credentialsOf(parts.pool, held.run.id, tasks) : noCredentials
  if (held.run.contains) await addSeen(turn, tasks, credentials)
  const clients = tasks.flatMap((task) =>
    clientsOf(task).map((clientId) => ({ task, clientId, thing: thingOf(task, clientId) })),
  )
  const sightings = await inFlight(clients, parts.settings.inFlight, ({ clientId, thing }) =>
    look(looking, clientId, thing, parts.now),
  )
  const seen = new Map<Task, Sighting[]>(tasks.map((task) => [task, []]))
  clients.forEach(({ task }, index) => {
    const sighting = sightings[index]
    if (sighting) seen.get(task)?.push(sighting)
  })
  await keepPresence(
    turn,
    sightings.filter((one) => one !== undefined),
  )
  if (!held.run.contains) return tasks.map((task) => afterDisconnect(turn, task, seen.get(task) ?? []))
  await tellHolders(
    { sql: parts.pool, account: held.run.account.id, now: parts.now() },
    tasks.flatMap((task) =>
      (seen.get(task) ?? []).map((sighting) => ({
        sighting,
        own: credentials.get(task.n)?.own ?? [],
        appliedAt: task.appliedAt ?? at,
      })),
    ),
  )
  const patience = await patienceOf(parts)
  const judged = tasks.map((task) => ({
    task,
    verdict: judgeContainment(seen.get(task) ?? [], {
      appliedAt: task.appliedAt ?? at,
      kind: task.kind,
      recordsMs: patience.settleMs,
    }),
  }))
  const kicked = await kick(
    turn,
    judged.flatMap(({ task, verdict }) =>
      verdict.state === 'not-contained' ? verdict.live.map((clientId) => ({ task, clientId })) : [],
    ),
  )
  const out = judged.flatMap(({ task, verdict }) => (verdict.state === 'out' ? [task] : []))
  // No session proves nothing of a device that somebody let in again. At the first look it was read back a moment ago.
  const measures = await lookInPlace(
    turn,
    out.filter(({ state }) => state !== 'confirmed'),
  )
  const back = await cameBack(
    turn,
    out.map((task) => ({ task, seen: seen.get(task) ?? [] })),
    credentials,
  )
  const doneAt = parts.now()
  return judged.map(({ task, verdict }) => {
    const times = (seen.get(task) ?? []).map((sighting) => sighting.at.getTime())
    const proof = weigh(
      task,
      {
        ...{ verdict, cameBack: back.get(task.n) },
        ...{ changed: measures.changed.get(task.n), unread: measures.unread.get(task.n) },
        ...{
          from: new Date(Math.min(...(times.length > 0 ? times : [at.getTime()]))),
          at: new Date(Math.max(at.getTime(), ...times)),
          doneAt,
        },
      },
      patience,
    )
    const observedAt = parts.now()
    const words = proof.words ?? kicked.get(task.n)?.words
    const isKnown = clientsOf(task).length > 0
    return {
      ...{ task, ...proof },
      observation: words ? `${verdict.observation} ${words}` : verdict.observation,
      observedAt,
      // Where nobody knows whom to look for, looking again tells no more.
      lookAt: isKnown ? nextLook(proof, { appliedAt: task.appliedAt ?? at, now: observedAt }, parts.settings) : null,
    }
  })
}

/** Adds client IDs that a target's credentials were seen with, also since it was planned. */
async function addSeen(
  { parts, held }: Turn,
  tasks: readonly Task[],
  credentials: ReadonlyMap<number, Credentials>,
): Promise<void> {
  const taken = [...credentials.values()].flatMap((one) => one.taken)
  const seen = await clientsSeenWith(parts.pool, held.run.account.id, taken, parts.now())
  for (const task of tasks) {
    const added = (credentials.get(task.n)?.taken ?? []).flatMap((credential) => seen.get(credential) ?? [])
    task.clients = [...new Set([...task.clients, ...added])]
  }
}

/** The clients whose sessions decide about a target; of a disconnection, the one that was disconnected. */
const clientsOf = ({ kind, name, clients }: Task): string[] => (kind === 'client' ? [name] : clients)

// A thing's client mostly has the thing's name; the target's own is better where it is the only one.
const thingOf = (task: Task, clientId: string): string =>
  task.kind === 'thing' && task.clients.length === 1 ? task.name : clientId

function afterDisconnect({ parts }: Turn, task: Task, [sighting]: Sighting[]): Looked {
  const { settings } = parts
  const now = parts.now()
  const appliedAt = task.appliedAt ?? now
  if (!sighting) return { ...unproven, task, state: task.state, observation: '', observedAt: now, lookAt: null }
  const { returned, observation } = describeReturn(sighting, appliedAt)
  const sinceMs = now.getTime() - appliedAt.getTime()
  const over = returned || sinceMs >= settings.returnForMs
  const pauseMs = Math.min(nextPauseMs(sinceMs, settings.pauseMs), Math.max(0, settings.returnForMs - sinceMs))
  return {
    ...unproven,
    task,
    state: task.state,
    observation,
    observedAt: now,
    lookAt: over ? null : new Date(now.getTime() + pauseMs),
  }
}

/** Targets that a later run let in again: what their sessions do proves nothing of this one. */
function letIn({ parts }: Turn, tasks: readonly Task[], by: ReadonlyMap<number, number>): Looked[] {
  const observedAt = parts.now()
  return tasks.flatMap((task) => {
    const number = by.get(task.n)
    if (number === undefined) return []
    const observation = `Run ${number} lets it in again; it is watched no longer.`
    return [
      {
        task,
        // It was out until then, as far as it was proved.
        ...(task.state === 'contained'
          ? { ...unproven, state: task.state, provingSince: task.provingSince, provedAt: task.provedAt }
          : { ...unproven, state: 'confirmed' as const }),
        observation,
        observedAt,
        lookAt: null,
      },
    ]
  })
}

async function store({ held, parts, teller }: Turn, looked: readonly Looked[]): Promise<void> {
  if (looked.length === 0) return
  const { run } = held
  // That a proof begins is what follows a confirmation: only what comes otherwise is news.
  const isExpected = (task: Task, state: TargetState) => task.state === 'confirmed' && state === 'proving'
  const news = looked.filter(({ task, state }) => state !== task.state && !isExpected(task, state))
  await held.commit(async (tx) => {
    await tx.query(
      `UPDATE response_targets t SET state = l.state, observation = coalesce(nullif(l.observation, ''), t.observation),
         observed_at = l.observed_at, look_at = l.look_at,
         open = t.open AND l.state IN ('not-contained', 'proving') AND l.look_at IS NOT NULL,
         proving_since = l.proving_since, decide_at = l.decide_at, proved_at = l.proved_at, unread_since = l.unread_since,
         contained_at = CASE WHEN l.state = 'contained' THEN coalesce(t.contained_at, l.proving_since) END
       FROM unnest($2::int[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
           $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
         l (n, state, observation, observed_at, look_at, proving_since, decide_at, proved_at, unread_since)
       WHERE t.run_id = $1 AND t.n = l.n`,
      [
        run.id,
        looked.map(({ task }) => task.n),
        looked.map(({ state }) => state),
        looked.map(({ observation }) => observation),
        looked.map(({ observedAt }) => observedAt),
        looked.map(({ lookAt }) => lookAt),
        looked.map(({ provingSince }) => provingSince),
        looked.map(({ decideAt }) => decideAt),
        looked.map(({ provedAt }) => provedAt),
        looked.map(({ unreadSince }) => unreadSince),
      ],
    )
    await recordAll(
      tx,
      news.map(
        ({ task, state, observation, provingSince }): Happening =>
          ofContainment(run, task, { state, observation, since: provingSince }),
      ),
    )
  })
  for (const { state } of news) parts.metrics?.targets(run.action, state, 1)
  teller.moved()
}
