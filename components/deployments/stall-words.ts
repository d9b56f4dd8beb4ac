import type { Deployment, StallCause } from '#contract/deployments.ts'

/** Why a device does not get on, and what helps. */
export const stallWords: Record<StallCause, { word: string; step: string }> = {
  'device-offline': {
    word: 'Offline',
    step: 'Nothing reaches them before they connect. Find out why they are away; the update waits for them.',
  },
  'behind-another': {
    word: 'Queued behind another',
    step: 'A device does one job at a time. Look at what stands before it: finish or cancel that.',
  },
  'no-timer': {
    word: 'In progress, no timer',
    step: 'Without a timer AWS waits for ever. Cancel with force and roll it out again with a timeout.',
  },
  'no-change': {
    word: 'No change',
    step: 'Connected, and nothing was said for long. Look at the agent’s own log, or restart the agent.',
  },
  'rollout-throttled': {
    word: 'Waits for the rollout',
    step: 'The rollout rate has not come to them yet. Nothing is wrong unless the rate is.',
  },
  'maintenance-window': {
    word: 'Waits for its window',
    step: 'The job is rolled out in maintenance windows alone. Nothing is wrong: it goes on when the next one opens.',
  },
  rejected: {
    word: 'Rejected',
    step: 'The device refuses it: the document does not suit it. Read its message and aim more narrowly.',
  },
  'agent-silent': {
    word: 'Agent silent',
    step: 'The thing is connected, and its agent does not ask for jobs. Check that it runs and may use the job topics.',
  },
  'core-stale': {
    word: 'Core stale',
    step: 'The core’s last word is too old to believe. Check its power, its network and the Greengrass service.',
  },
  undecided: {
    word: 'Cause unknown',
    step: 'What is known does not tell why. Look at one of the devices.',
  },
}

type Cause = { cause: StallCause; count: number; says: string }

/** Devices that are held up alike; `standing` is what their list is narrowed to. */
export type HeldUp = { word: string; about: string; standing?: 'stalled' | 'waiting'; count: number; causes: Cause[] }

/** Who is stalled, who only waits and who refused, each with its causes; what no device is in is left out. */
export function heldUp(stalls: Deployment['stalls']): HeldUp[] {
  const open = stalls.filter(({ cause }) => cause !== 'rejected')
  const of = (from: Deployment['stalls'], counted: (one: Deployment['stalls'][number]) => number): Cause[] =>
    from.flatMap(({ cause, says, ...one }) => {
      const count = counted({ cause, says, ...one })
      return count > 0 ? [{ cause, says, count }] : []
    })
  const sum = (causes: Cause[]) => causes.reduce((total, { count }) => total + count, 0)
  const groups = [
    {
      ...{ word: 'Stalled', about: 'They should get on by now, and do not.', standing: 'stalled' as const },
      causes: of(open, ({ stalled }) => stalled),
    },
    {
      ...{ word: 'Waiting', about: 'Nothing is wrong with them so far.', standing: 'waiting' as const },
      causes: of(open, ({ count, stalled }) => count - stalled),
    },
    {
      ...{ word: 'Refused', about: 'Over for them, and counted with what failed.' },
      causes: of(
        stalls.filter(({ cause }) => cause === 'rejected'),
        ({ count }) => count,
      ),
    },
  ]
  return groups.flatMap((group) => (group.causes.length > 0 ? [{ ...group, count: sum(group.causes) }] : []))
}
