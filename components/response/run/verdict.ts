import { shortId } from '#components/credentials/certificate-name.ts'
import type { Health } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { actions } from '#contract/actions.ts'
import type { Run, RunTarget, TargetState } from '#contract/response.ts'
import { begunAt, decidedIn } from '../act/progress.ts'
import { duration, targetsInWords } from '../words.ts'

/** What is to be done next; `state` leads to the targets it is about. */
export type Next = { words: string; state?: TargetState }
/** waiting: nothing is wrong, it is only not over. */
export type Verdict = { health: Health | 'waiting'; headline: string; detail: string | null; next: Next[] }

/** Whether the devices are out, measured, and what to do if not; null where an action keeps nobody out, or has not begun. */
export function verdictOf(run: Run, nowMs: number, one?: RunTarget): Verdict | null {
  const begun = begunAt(run)
  if (!actions[run.action].contains || begun === null || !begunStates.has(run.state)) return null
  const { counts } = run
  const whole = run.targets - (counts.skipped ?? 0)
  const { contained = 0, proving = 0, failed = 0, undone = 0, 'not-contained': adrift = 0 } = counts
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
  if (proving > 0)
    return {
      health: run.overLimit ? 'attention' : 'waiting',
      headline:
        whole === 1
          ? 'Being proved'
          : `${formatCount(contained)} of ${targetsInWords(kindOf(run), whole)} contained so far`,
      detail: provingInWords(run, nowMs, { proving, whole }),
      next: one ? [...next, { words: watchedInWords(one) }] : next,
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
    detail: `Every call is confirmed, but of ${whole === 1 ? 'it' : targetsInWords(kindOf(run), counts.unproved ?? 0)} nothing shows that ${(counts.unproved ?? 0) === 1 ? 'it is' : 'they are'} out.`,
    next,
  }
}

/** Since when what is watched, and when it will be decided. */
function provingInWords(run: Run, nowMs: number, { proving, whole }: { proving: number; whole: number }): string {
  const { since, decideAt } = run.proving ?? {}
  const who = whole === 1 ? '' : ` of ${targetsInWords(kindOf(run), proving)}`
  if (!since || !decideAt)
    return `A session${who} has just begun that may be another credential’s; the record of whose it is has not been read yet.`
  const lasted = duration(Math.max(0, (nowMs - Date.parse(since)) / 1000))
  return `No look has seen a session${who} for ${lasted}. It is decided ${decidedIn(decideAt, nowMs)}: contained if none is seen until then, and what keeps ${whole === 1 ? 'it' : 'them'} out is still in place.`
}

/** What one target's proof rests on: whose sessions are looked for, and what has to stay as the run left it. */
function watchedInWords({ plan, steps }: RunTarget): string {
  const clients = plan?.sessions.map(({ clientId }) => clientId) ?? []
  const kept = steps.filter(({ kind, to }) => !passing.includes(kind) && to !== null)
  return [
    clients.length > 0 ? `Watched: whether ${listed(clients)} has a session` : 'Watched: its sessions',
    ...kept.map(({ subject, to }) => `whether ${shortened(subject)} stays ${to}`),
  ].join(', and ')
}

const passing = ['close-connection', 'ask-to-stop']
const shortened = (subject: string) => (/^[0-9a-f]{64}$/.test(subject) ? shortId(subject) : subject)
const listed = (names: string[]) =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} or one of ${names.length - 3} more` : names.join(' or ')

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
      words:
        'What was observed of each says why: no client ID is known, AWS does not tell, or somebody let it in again. Look at its presence, or at the device itself.',
      state: 'unproved',
    })
  if (counts.failed) next.push({ words: 'Read why each failed; then retry the failed only.', state: 'failed' })
  if (counts['not-started'] && over)
    next.push({ words: 'What was not started keeps its access.', state: 'not-started' })
  return next
}
