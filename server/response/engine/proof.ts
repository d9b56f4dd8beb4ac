import type { TargetState } from '#contract/response.ts'
import type { ChangedSince, Unread } from './in-place.ts'
import type { Verdict } from './observation.ts'

/** How far the proof that a target is out had come. */
export type Proof = {
  state: TargetState
  /** From when on every look found it out. */
  provingSince: Date | null
  /** When that had lasted long enough, of one that is contained. */
  provedAt: Date | null
  /** Since when AWS does not let us see what the proof rests on. */
  unreadSince: Date | null
}

/** What one look brought. */
export type Look = {
  /** The first and the last moment at which sessions were asked for, and when everything was. */
  from: Date
  at: Date
  doneAt: Date
  verdict: Verdict
  /** What shows that it was in since the proof began, though it is out now. */
  cameBack?: string | undefined
  /** What somebody made of the measure since. */
  changed?: ChangedSince | undefined
  /** Why the measure could not be read. */
  unread?: Unread | undefined
}

/** For how long it has to be out, how long a claim stands that cannot be looked into, and how long anybody watches. */
export type Patience = { settleMs: number; unreadForMs: number; watchForMs: number }

/** Where the proof has come to. `words` go behind the observation. */
export type Weighed = Proof & { decideAt: Date | null; words: string | null }

/**
 * Weighs a look. Contained is what every look has found out for the settling time, with what keeps it out still in place;
 * until then it is being proved. What cannot be read proves nothing: the claim stands for a moment, as AWS throttles, and
 * then it is not known.
 */
export function weigh(
  before: Proof & { appliedAt: Date | null },
  look: Look,
  { settleMs, unreadForMs, watchForMs }: Patience,
): Weighed {
  const { from, at, doneAt, verdict, cameBack, changed } = look
  const nothing = { provingSince: null, provedAt: null, unreadSince: null, decideAt: null }
  if (verdict.state === 'not-contained') return { ...nothing, state: 'not-contained', words: null }
  if (changed?.letIn) return { ...nothing, state: 'unproved', words: changed.words }
  const unread = verdict.unread ?? look.unread
  if (unread) {
    const unreadSince = before.unreadSince ?? at
    const { words } = unread
    const isClaimed = before.state === 'contained' || before.state === 'proving'
    if (!isClaimed || unread.denied || doneAt.getTime() - unreadSince.getTime() >= unreadForMs)
      return { ...nothing, state: 'unproved', unreadSince, words }
    const { state, provingSince, provedAt } = before
    return {
      state,
      provingSince,
      provedAt,
      unreadSince,
      decideAt: state === 'proving' ? after(provingSince) : null,
      words,
    }
  }
  if (verdict.state === 'unproved') return { ...nothing, state: 'unproved', words: null }
  if (verdict.state === 'undecided')
    return { ...nothing, state: 'proving', provingSince: before.provingSince, words: null }
  const watchedMs = at.getTime() - (before.appliedAt ?? at).getTime()
  // A proof that begins again and again has to end some time.
  if (cameBack && before.state === 'proving' && watchedMs >= watchForMs)
    return { ...nothing, state: 'unproved', words: `${cameBack} It is watched no longer.` }
  const since = cameBack ? at : (before.provingSince ?? at)
  const words = cameBack ?? changed?.words ?? null
  const stands = before.state === 'contained' && !cameBack
  if (stands || from.getTime() - since.getTime() >= settleMs)
    return {
      ...nothing,
      state: 'contained',
      provingSince: since,
      provedAt: stands ? (before.provedAt ?? at) : at,
      words,
    }
  return { ...nothing, state: 'proving', provingSince: since, decideAt: after(since), words }

  function after(begun: Date | null): Date | null {
    return begun && new Date(begun.getTime() + settleMs)
  }
}
