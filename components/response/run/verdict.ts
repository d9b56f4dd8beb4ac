import type { Health } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { actions } from '#contract/actions.ts'
import type { Run, TargetState } from '#contract/response.ts'
import { begunAt } from '../act/progress.ts'
import { duration, targetsInWords } from '../words.ts'

/** What is to be done next; `state` leads to the targets it is about. */
export type Next = { words: string; state?: TargetState }
/** waiting: nothing is wrong, it is only not over. */
export type Verdict = { health: Health | 'waiting'; headline: string; detail: string | null; next: Next[] }

/** Whether the devices are out, measured, and what to do if not; null where an action keeps nobody out, or has not begun. */
export function verdictOf(run: Run, nowMs: number): Verdict | null {
  const begun = begunAt(run)
  if (!actions[run.action].contains || begun === null || !begunStates.has(run.state)) return null
  const { counts } = run
  const whole = run.targets - (counts.skipped ?? 0)
  const { contained = 0, unproved = 0, failed = 0, undone = 0, 'not-contained': adrift = 0 } = counts
  // Only a run of which every target was out has its time.
  const before = contained + (run.containedInS === null ? 0 : undone)
  const untouched = counts['not-started'] ?? 0
  const end = run.finishedAt ? Date.parse(run.finishedAt) : nowMs
  const taken = duration(run.containedInS ?? (end - begun) / 1000)
  const limit = duration(run.containmentLimitS)
  const next = nextFor(run)
  const of = (count: number) =>
    whole === 1 ? 'It' : `${count === whole ? 'All' : count} of ${targetsInWords(kindOf(run), whole)}`
  if (whole === 0)
    return { health: 'unknown', headline: 'Nothing was to be contained', detail: 'Every target was skipped.', next }
  if (run.undone)
    return {
      health: 'attention',
      headline: 'Not any more',
      detail: `Run ${run.undo.run?.number ?? ''} takes back what this one did.${before > 0 ? ` Contained before that: ${targetsInWords(kindOf(run), before)}${run.containedInS === null ? '' : `, in ${taken}`}.` : ''}`,
      next: [],
    }
  if (contained === whole)
    return {
      health: run.overLimit ? 'attention' : 'ok',
      headline: `Contained in ${taken}`,
      detail: run.overLimit ? `Longer than the limit of ${limit}.` : `Within the limit of ${limit}.`,
      next,
    }
  if (adrift > 0)
    return {
      health: 'bad',
      headline: whole === 1 ? 'Not contained yet' : `Not contained yet: ${targetsInWords(kindOf(run), adrift)}`,
      detail: `${of(adrift)} still ${adrift === 1 ? 'has' : 'have'} a live session, or ${adrift === 1 ? 'has' : 'have'} not been shown to have none, ${taken} after it was asked for. The limit is ${limit}.`,
      next,
    }
  if (undone > 0)
    return {
      health: 'attention',
      headline: undone === whole ? 'Not any more' : `Not any more: ${targetsInWords(kindOf(run), undone)}`,
      detail: `A later run let ${whole === 1 ? 'it' : undone === 1 ? 'one' : 'them'} in again.${contained > 0 ? ` Still contained: ${targetsInWords(kindOf(run), contained)}.` : ''}`,
      next,
    }
  if (open(run) > 0 && run.state !== 'stopped' && run.state !== 'cancelled')
    return {
      health: run.overLimit ? 'bad' : 'waiting',
      headline:
        whole === 1
          ? 'Not contained yet'
          : `${formatCount(contained)} of ${targetsInWords(kindOf(run), whole)} contained so far`,
      detail: `${taken} since it was asked for. The limit is ${limit}.`,
      next,
    }
  if (failed + untouched > 0)
    return {
      health: 'bad',
      headline: `${targetsInWords(kindOf(run), failed + untouched)} kept access`,
      detail: [
        failed > 0 && `${failed} failed`,
        untouched > 0 && `${untouched} not started`,
        contained > 0 && `${contained} contained`,
      ]
        .filter(Boolean)
        .join(', '),
      next,
    }
  return {
    health: 'unknown',
    headline: 'Containment cannot be shown',
    detail: `Every call is confirmed, but for ${targetsInWords(kindOf(run), unproved)} no client ID is known to look for.`,
    next,
  }
}

const begunStates = new Set<Run['state']>(['queued', 'running', 'watching', 'done', 'stopped', 'cancelled'])
const kindOf = ({ action }: Run) => actions[action].target

function open({ counts }: Run) {
  const states: TargetState[] = ['pending', 'applying', 'applied', 'confirmed']
  return states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
}

function nextFor(run: Run): Next[] {
  const { counts, state } = run
  const next: Next[] = []
  const over = state !== 'queued' && state !== 'running' && state !== 'watching'
  if (counts['not-contained']) {
    next.push({ words: 'See which they are, and what AWS says of each.', state: 'not-contained' })
    next.push(
      over
        ? {
            words:
              'Watching has ended. Look at what they connect with: another certificate, or one that other things share. Cut that off too, or take the device off its power or network.',
          }
        : {
            words:
              'The worker goes on watching, and closes a session that comes back, but never the same one every minute. A policy takes minutes until AWS honours it everywhere.',
          },
    )
  }
  if (counts.unproved)
    next.push({
      words: 'Without a client ID nothing shows that they are out. Look at their presence, or at the device itself.',
      state: 'unproved',
    })
  if (counts.failed) next.push({ words: 'Read why each failed; then retry the failed only.', state: 'failed' })
  if (counts['not-started'] && over)
    next.push({ words: 'What was not started keeps its access.', state: 'not-started' })
  return next
}
