import { formatCount } from '#components/ui/format.ts'
import type { Run } from '#contract/response.ts'

export type Ending = { tone: 'bad' | 'attention' | 'info'; title: string; why: string | null; next: string | null }

/** Why a run is not simply on its way or done, and what to do about it; null when it is. */
export function endingOf(run: Run): Ending | null {
  const left = run.counts['not-started'] ?? 0
  const untouched = left > 0 ? `${formatCount(left)} of ${formatCount(run.targets)} targets were not started.` : null
  switch (run.state) {
    case 'plan-failed':
      return {
        tone: 'bad',
        title: 'It could not be planned. Nothing was changed.',
        why: run.stopReason,
        next: 'Once that is put right, plan it again.',
      }
    case 'rejected':
      return {
        tone: 'attention',
        title: `${run.decidedBy?.name ?? 'Somebody'} rejected it. Nothing was changed.`,
        why: run.decisionNote,
        next: null,
      }
    case 'expired':
      return {
        tone: 'attention',
        title: 'The request expired: nobody decided in time. Nothing was changed.',
        why: run.stopReason,
        next: 'If it is still needed, ask for it again: the plan will be a new one.',
      }
    case 'changed':
      return {
        tone: 'attention',
        title: 'AWS was no longer as the plan said, so no call was made.',
        why: run.stopReason,
        next: 'Look at the differences below, then plan it again.',
      }
    case 'stopped':
      return {
        tone: 'bad',
        title: 'It was stopped before its end.',
        why: join(run.stopReason, untouched),
        next: 'What was done stays done. Once the cause is put right, retry what failed or was not started.',
      }
    case 'cancelled':
      return {
        tone: 'attention',
        title: run.startedAt ? 'It was cancelled while it ran.' : 'It was cancelled. Nothing was changed.',
        why: join(run.stopReason, run.startedAt ? untouched : null),
        next: run.startedAt ? 'What was done before stays done; undo takes it back.' : null,
      }
    default:
      return null
  }
}

const join = (...parts: (string | null)[]) => parts.filter(Boolean).join(' ') || null
